import type { SimpleFeatures } from '../../core/feature-map.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { FeatureMap } from '../../kernels/features/api.ts';
import { featureKernels } from '../../kernels/features/kernels.ts';
import { NetworkMap } from './network-map.ts';

/** Starts a feature map that has no others in it. */
export function startSimpleMap(kernels: Kernels, model: SimpleFeatures): FeatureMap {
  if (model.kind === 'network') return new NetworkMap(kernels, model);
  return featureKernels(kernels).createFeatureMap(model);
}
