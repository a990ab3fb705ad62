import scalar from '../../../build/wasm/quantised-scalar.wasm';
import simd from '../../../build/wasm/quantised-simd.wasm';
import type { KernelExtension, Kernels } from '../api.ts';
import type { QuantisedKernels } from './api.ts';
import type { QuantisedInstance } from './exports.ts';
import { TypeScriptQuantiser } from './typescript/quantiser.ts';
import { WasmQuantiser } from './wasm/quantiser.ts';

/** Quantised search, as an extension of a backend. */
const QUANTISED: KernelExtension<QuantisedKernels> = {
  name: 'quantised',
  module: (hasSimd) => (hasSimd ? simd() : scalar()),
  typescript: () => ({ createQuantiser: (model) => new TypeScriptQuantiser(model) }),
  webAssembly: (instance) => ({
    createQuantiser: (model) => new WasmQuantiser(instance as QuantisedInstance, model),
  }),
};

/** The kernels of quantised search on the backend of `kernels`. */
export function quantisedKernels(kernels: Kernels): QuantisedKernels {
  return kernels.extend(QUANTISED);
}
