import { checkWhole } from '../../core/checks.ts';
import { checkOptions } from '../../core/options.ts';
import { dotProducts } from './dot-products.ts';
import { checkInitialising, type Initialiser, projectOn } from './initialiser.ts';
import { centred, principalDirections } from './principal-directions.ts';
import { quantisingRotation, rotatedDirections } from './rotation.ts';

/** Settings of `itqInitialiser`. */
export interface ItqOptions {
  /** Default 50, as in the paper. */
  readonly iterations?: number | undefined;
}

/**
 * Iterative quantisation: principal components, rotated so that their signs lose as little as
 * possible; see `quantisingRotation` for objective and updates. With more bits than dimensions the
 * missing components count as 0, and the rotation spreads those there are over all bits.
 *
 * Cost: that of `pcaInitialiser`, and iterations x rows x 3 bits^2 multiply-adds.
 *
 * Source: Gong and Lazebnik, "Iterative Quantization: A Procrustean Approach to Learning Binary
 * Codes", CVPR 2011.
 *
 * @throws InvalidArgumentError if a setting is out of range.
 */
export function itqInitialiser(options: ItqOptions = {}): Initialiser {
  checkOptions('itqInitialiser', options, { iterations: 1 });
  const { iterations = 50 } = options;
  checkWhole('iterations', iterations, 0, 10_000);
  return {
    name: 'itq',
    settings: { iterations },
    async fit(kernels, points, bits, context) {
      checkInitialising(kernels, points, bits, context);
      const { points: about, mean } = centred(kernels, points);
      const count = Math.min(bits, points.cols);
      const directions = await principalDirections(kernels, about, count, context.signal);
      const projected = projectOn(kernels, directions, about);
      const rotation = await quantisingRotation(kernels, projected, bits, iterations, context);
      const hyperplanes = rotatedDirections(rotation, bits, directions);
      const offsets = dotProducts(hyperplanes, mean).map((value) => -value);
      return { hyperplanes, offsets, featureMap: null };
    },
  };
}
