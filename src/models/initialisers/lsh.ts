import { gaussianHyperplanes } from '../../core/random/gaussian-hyperplanes.ts';
import type { Initialiser } from './initialiser.ts';

/**
 * Random hyperplanes (Charikar, STOC 2002), drawn from the hasher's seed as RandomHyperplanes draws
 * them. Cost: dimensions x bits deviates.
 */
export function lshInitialiser(): Initialiser {
  return {
    name: 'lsh',
    settings: {},
    async fit(_kernels, points, bits, { random }) {
      const hyperplanes = gaussianHyperplanes(random, points.cols, bits);
      return { hyperplanes, offsets: null, featureMap: null };
    },
  };
}
