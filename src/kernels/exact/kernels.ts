import simd from '../../../build/wasm/exact-simd.wasm';
import { BackendError } from '../../core/errors.ts';
import type { KernelExtension, Kernels, Metric } from '../api.ts';
import type { ExactKernels, RowBounds, RowSource } from './api.ts';
import { MOST_DIMENSIONS } from './bounds.ts';
import type { ExactInstance } from './exports.ts';
import { WasmRowBounds } from './wasm/row-bounds.ts';

/** Bounds of exact distances, as an extension of the backend with SIMD. */
const EXACT: KernelExtension<ExactKernels> = {
  name: 'exact',
  module: (withSimd) => (withSimd ? simd() : null),
  typescript: () => {
    throw new BackendError("the backend 'typescript' has no bounds of distances");
  },
  webAssembly: (instance) => ({
    createRowBounds: (points, metric) =>
      new WasmRowBounds(instance as ExactInstance, points, metric),
  }),
};

/**
 * Bounds on the backend of `kernels`; null where there are none: without SIMD whole numbers are no
 * faster than floats, and a scan of the floats gives the same results.
 */
export function rowBounds(kernels: Kernels, points: RowSource, metric: Metric): RowBounds | null {
  if (kernels.name !== 'wasm-simd' || points.cols > MOST_DIMENSIONS) return null;
  return kernels.extend(EXACT).createRowBounds(points, metric);
}
