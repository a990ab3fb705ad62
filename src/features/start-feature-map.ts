import { featureKernels } from '../kernels/features/kernels.ts';
import type { StartFeatureMap } from './feature-map.ts';

/** Starts the kernel of any feature map. */
export const startFeatureMap: StartFeatureMap = (kernels, model) =>
  featureKernels(kernels).createFeatureMap(model);
