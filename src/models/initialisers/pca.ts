import { Matrix } from '../../core/matrix.ts';
import { gaussianHyperplanes } from '../../core/random/gaussian-hyperplanes.ts';
import { dotProducts } from './dot-products.ts';
import { checkInitialising, type Initialiser } from './initialiser.ts';
import { centred, principalDirections } from './principal-directions.ts';

/**
 * Signs of principal components: bit j tells on which side of the mean a point lies along the
 * direction of the jth largest variance. Bits beyond the dimensions, for which there are no more
 * directions, get random hyperplanes.
 *
 * Cost: rows x dimensions^2 / 2 multiply-adds, and some 10 dimensions^3 operations.
 *
 * Source: Wang, Kumar and Chang, "Semi-Supervised Hashing for Scalable Image Retrieval", CVPR 2010,
 * where it is called PCAH.
 */
export function pcaInitialiser(): Initialiser {
  return {
    name: 'pca',
    settings: {},
    async fit(kernels, points, bits, context) {
      checkInitialising(kernels, points, bits, context);
      const { random, signal } = context;
      const { points: about, mean } = centred(kernels, points);
      const { cols } = points;
      const count = Math.min(bits, cols);
      const directions = await principalDirections(kernels, about, count, signal);
      const hyperplanes = new Matrix(new Float32Array(bits * cols), bits, cols);
      hyperplanes.data.set(directions.data);
      if (bits > count) {
        hyperplanes.data.set(gaussianHyperplanes(random, cols, bits - count).data, count * cols);
      }
      const offsets = dotProducts(hyperplanes, mean).map((value) => -value);
      return { hyperplanes, offsets, featureMap: null };
    },
  };
}
