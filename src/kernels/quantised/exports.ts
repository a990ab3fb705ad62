import type { ExportsOf, WasmInstance } from '../runtime/instantiate.ts';

/** The functions that the modules of quantised search export. */
export type QuantisedExports = ExportsOf<typeof import('../../../build/wasm/quantised.d.ts')>;

/** An instance of one of these modules. */
export type QuantisedInstance = WasmInstance<QuantisedExports>;
