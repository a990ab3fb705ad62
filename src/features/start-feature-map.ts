import { checkKernels } from '../core/checks.ts';
import { checkFeatureMap } from '../core/feature-map.ts';
import { JoinedMap } from './composed/joined-map.ts';
import { ProbabilityMap } from './composed/probability-map.ts';
import { ScaledMap } from './composed/scaled-map.ts';
import { startSimpleMap } from './composed/simple-map.ts';
import type { StartFeatureMap } from './feature-map.ts';

/** Starts any feature map. */
export const startFeatureMap: StartFeatureMap = (kernels, model) => {
  checkKernels(kernels);
  checkFeatureMap(model);
  switch (model.kind) {
    case 'probabilities':
      return new ProbabilityMap(kernels, model);
    case 'scaled':
      return new ScaledMap(kernels, model);
    case 'joined':
      return new JoinedMap(kernels, model);
    default:
      return startSimpleMap(kernels, model);
  }
};
