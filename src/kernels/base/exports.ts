import type { ExportsOf, WasmInstance } from '../runtime/instantiate.ts';

/** The functions that the modules of `Kernels` export. */
export type BaseExports = ExportsOf<typeof import('../../../build/wasm/base.d.ts')>;

/** An instance of one of these modules. */
export type BaseInstance = WasmInstance<BaseExports>;
