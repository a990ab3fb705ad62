import module from '../../../build/wasm/multi-index-scalar.wasm';
import type { KernelExtension, Kernels } from '../api.ts';
import type { MultiIndexKernels } from './api.ts';
import type { MultiIndexInstance } from './exports.ts';
import { TypeScriptMultiIndex } from './typescript/multi-index.ts';
import { WasmMultiIndex } from './wasm/multi-index.ts';

/** Multi-index hashing, as an extension of a backend. */
const MULTI_INDEX: KernelExtension<MultiIndexKernels> = {
  name: 'multi-index',
  // No SIMD in it: one module serves both backends.
  module: () => module(),
  typescript: () => ({
    createMultiIndex: (codes, substrings) => new TypeScriptMultiIndex(codes, substrings),
  }),
  webAssembly: (instance) => ({
    createMultiIndex: (codes, substrings) =>
      new WasmMultiIndex(instance as MultiIndexInstance, codes, substrings),
  }),
};

/** The kernels of multi-index hashing on the backend of `kernels`. */
export function multiIndexKernels(kernels: Kernels): MultiIndexKernels {
  return kernels.extend(MULTI_INDEX);
}
