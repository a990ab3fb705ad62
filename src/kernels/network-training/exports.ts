import type { ExportsOf, WasmInstance } from '../runtime/instantiate.ts';

/** The functions that the modules of training networks export. */
export type NetworkTrainingExports = ExportsOf<
  typeof import('../../../build/wasm/network-training.d.ts')
>;

/** An instance of one of these modules. */
export type NetworkTrainingInstance = WasmInstance<NetworkTrainingExports>;
