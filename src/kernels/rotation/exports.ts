import type { ExportsOf, WasmInstance } from '../runtime/instantiate.ts';

/** The functions that the modules of rotations export. */
export type RotationExports = ExportsOf<typeof import('../../../build/wasm/rotation.d.ts')>;

/** An instance of one of these modules. */
export type RotationInstance = WasmInstance<RotationExports>;
