import type { ExportsOf, WasmInstance } from '../runtime/instantiate.ts';

/** The functions that the module of bounds exports. */
export type ExactExports = ExportsOf<typeof import('../../../build/wasm/exact.d.ts')>;

/** An instance of that module. */
export type ExactInstance = WasmInstance<ExactExports>;
