import type { FeatureMapModel } from '../core/feature-map.ts';
import { startFeatureMap } from '../features/start-feature-map.ts';
import type { Kernels } from '../kernels/api.ts';
import { putFeatureMap } from './feature-map-file.ts';
import type { LoadedFeatureMap } from './hyperplane-hasher.ts';

/** A feature map with its kernel; null if there is none. */
export function loadFeatureMap(kernels: Kernels, model: FeatureMapModel): LoadedFeatureMap;
export function loadFeatureMap(
  kernels: Kernels,
  model: FeatureMapModel | null,
): LoadedFeatureMap | null;
export function loadFeatureMap(
  kernels: Kernels,
  model: FeatureMapModel | null,
): LoadedFeatureMap | null {
  return model && { model, map: startFeatureMap(kernels, model), put: putFeatureMap };
}
