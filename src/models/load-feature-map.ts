import type { FeatureMapModel } from '../core/feature-map.ts';
import type { Kernels } from '../kernels/api.ts';
import { learningKernels } from '../kernels/learning/kernels.ts';
import type { LoadedFeatureMap } from './hyperplane-hasher.ts';

/** A feature map with its kernel; null if there is none. */
export function loadFeatureMap(
  kernels: Kernels,
  model: FeatureMapModel | null,
): LoadedFeatureMap | null {
  return model && { model, map: learningKernels(kernels).createFeatureMap(model) };
}
