import scalar from '../../../build/wasm/features-scalar.wasm';
import simd from '../../../build/wasm/features-simd.wasm';
import type { KernelExtension, Kernels } from '../api.ts';
import type { FeatureKernels } from './api.ts';
import type { FeatureInstance } from './exports.ts';
import { factorise as factoriseInTypeScript } from './typescript/cholesky.ts';
import { TypeScriptFeatureMap } from './typescript/feature-map.ts';
import { TypeScriptGram } from './typescript/gram.ts';
import { factorise } from './wasm/cholesky.ts';
import { WasmFeatureMap } from './wasm/feature-map.ts';
import { WasmGram } from './wasm/gram.ts';

/** Nonlinear features and least squares on them, as an extension of a backend. */
export const FEATURES: KernelExtension<FeatureKernels> = {
  name: 'features',
  module: (withSimd) => (withSimd ? simd() : scalar()),
  typescript: () => ({
    createFeatureMap: (model) => new TypeScriptFeatureMap(model),
    createGram: (cols) => new TypeScriptGram(cols),
    factorise: factoriseInTypeScript,
  }),
  webAssembly: (given) => {
    const instance = given as FeatureInstance;
    return {
      createFeatureMap: (model) => new WasmFeatureMap(instance, model),
      createGram: (cols) => new WasmGram(instance, cols),
      factorise: (...rest) => factorise(instance, ...rest),
    };
  },
};

/** The kernels of features on the backend of `kernels`. */
export function featureKernels(kernels: Kernels): FeatureKernels {
  return kernels.extend(FEATURES);
}
