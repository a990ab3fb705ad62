import { checkKernels } from '../core/checks.ts';
import { checkFeatureMap } from '../core/feature-map.ts';
import { featureKernels } from '../kernels/features/kernels.ts';
import type { StartFeatureMap } from './feature-map.ts';

/** Starts the kernel of any feature map. */
export const startFeatureMap: StartFeatureMap = (kernels, model) => {
  checkKernels(kernels);
  checkFeatureMap(model);
  return featureKernels(kernels).createFeatureMap(model);
};
