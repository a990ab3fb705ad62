import { gaussianHyperplanes } from '../../core/random/gaussian-hyperplanes.ts';
import { checkInitialising, type Initialiser } from './initialiser.ts';

/** The initialiser of `lshInitialiser`, for callers who have checked what they give it. */
export const LSH: Initialiser = {
  name: 'lsh',
  settings: {},
  async fit(_kernels, points, bits, { random }) {
    const hyperplanes = gaussianHyperplanes(random, points.cols, bits);
    return { hyperplanes, offsets: null, featureMap: null };
  },
};

/**
 * Random hyperplanes (Charikar, STOC 2002), drawn from the hasher's seed as RandomHyperplanes draws
 * them. Cost: dimensions x bits deviates.
 */
export function lshInitialiser(): Initialiser {
  return {
    ...LSH,
    async fit(...given) {
      checkInitialising(...given);
      return LSH.fit(...given);
    },
  };
}
