import scalar from '../../../build/wasm/descriptors-scalar.wasm';
import simd from '../../../build/wasm/descriptors-simd.wasm';
import type { KernelExtension, Kernels } from '../api.ts';
import type { DescriptorKernels } from './api.ts';
import type { DescriptorInstance } from './exports.ts';
import { TypeScriptDescriber } from './typescript/describer.ts';
import { WasmDescriber } from './wasm/describer.ts';

/** Descriptors of pictures, as an extension of a backend. */
export const DESCRIPTION: KernelExtension<DescriptorKernels> = {
  name: 'descriptors',
  module: (withSimd) => (withSimd ? simd() : scalar()),
  typescript: () => ({ createDescriber: (settings) => new TypeScriptDescriber(settings) }),
  webAssembly: (given) => ({
    createDescriber: (settings) => new WasmDescriber(given as DescriptorInstance, settings),
  }),
};

/** The kernels of descriptors on the backend of `kernels`. */
export function descriptorKernels(kernels: Kernels): DescriptorKernels {
  return kernels.extend(DESCRIPTION);
}
