import type { FeatureMapModel } from '../core/feature-map.ts';
import type { Kernels } from '../kernels/api.ts';
import { featureKernels } from '../kernels/features/kernels.ts';
import type { LoadedFeatureMap } from './hyperplane-hasher.ts';

/** A feature map with its kernel; null if there is none. */
export function loadFeatureMap(
  kernels: Kernels,
  model: FeatureMapModel | null,
): LoadedFeatureMap | null {
  return model && { model, map: featureKernels(kernels).createFeatureMap(model) };
}
