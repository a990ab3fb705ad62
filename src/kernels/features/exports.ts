import type { ExportsOf, WasmInstance } from '../runtime/instantiate.ts';

/** The functions that the modules of features export. */
export type FeatureExports = ExportsOf<typeof import('../../../build/wasm/features.d.ts')>;

/** An instance of one of these modules. */
export type FeatureInstance = WasmInstance<FeatureExports>;
