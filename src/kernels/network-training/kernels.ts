import scalar from '../../../build/wasm/network-training-scalar.wasm';
import simd from '../../../build/wasm/network-training-simd.wasm';
import type { KernelExtension, Kernels } from '../api.ts';
import type { NetworkTrainingKernels } from './api.ts';
import type { NetworkTrainingInstance } from './exports.ts';
import { TypeScriptNetworkTrainer } from './typescript/network-trainer.ts';
import { WasmNetworkTrainer } from './wasm/network-trainer.ts';

/** Training of networks, as an extension of a backend. */
export const NETWORK_TRAINING: KernelExtension<NetworkTrainingKernels> = {
  name: 'network-training',
  module: (withSimd) => (withSimd ? simd() : scalar()),
  typescript: () => ({
    createNetworkTrainer: (settings) => new TypeScriptNetworkTrainer(settings),
  }),
  webAssembly: (given) => {
    const instance = given as NetworkTrainingInstance;
    return { createNetworkTrainer: (settings) => new WasmNetworkTrainer(instance, settings) };
  },
};

/** The kernels that train networks on the backend of `kernels`. */
export function networkTrainingKernels(kernels: Kernels): NetworkTrainingKernels {
  return kernels.extend(NETWORK_TRAINING);
}
