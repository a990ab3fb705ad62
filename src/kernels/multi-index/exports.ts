import type { ExportsOf, WasmInstance } from '../runtime/instantiate.ts';

/** The functions that the modules of multi-index hashing export. */
export type MultiIndexExports = ExportsOf<typeof import('../../../build/wasm/multi-index.d.ts')>;

/** An instance of one of these modules. */
export type MultiIndexInstance = WasmInstance<MultiIndexExports>;
