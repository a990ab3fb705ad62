import type { FeatureMapModel } from '../../core/feature-map.ts';
import type { Matrix } from '../../core/matrix.ts';
import { featuresOf } from '../../features/map-features.ts';
import { startFeatureMap } from '../../features/start-feature-map.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { CrossModalHasher } from '../../models/cross-modal/cross-modal-hasher.ts';
import type { Sides } from './measure.ts';

/** The class probabilities that a hasher makes its codes from, or undefined where it has none. */
export function probabilitiesOf(
  kernels: Kernels,
  { texts, images }: CrossModalHasher,
): Sides<Matrix> | undefined {
  const [textMap, imageMap] = [texts, images].map(({ featureMap }) => plain(featureMap));
  if (!textMap || !imageMap) return undefined;
  return {
    texts: (points) => mapped(kernels, textMap, points),
    images: (points) => mapped(kernels, imageMap, points),
  };
}

/** Probabilities where codes see their square roots. */
function plain(map: FeatureMapModel | null): FeatureMapModel | null {
  if (map?.kind !== 'scaled' || map.features?.kind !== 'probabilities') return null;
  return { ...map, features: { ...map.features, exponent: 1 } };
}

function mapped(kernels: Kernels, model: FeatureMapModel, points: Matrix): Matrix {
  const map = startFeatureMap(kernels, model);
  try {
    return featuresOf(map, points);
  } finally {
    map.dispose();
  }
}
