import { checkWhole } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import { RandomState } from '../../core/random/random-state.ts';

/** One division of labelled points into those to learn from and those to judge by. */
export interface Fold {
  /** Copied at each call: folds together would take as many times the memory of all points. */
  points(): Matrix;
  readonly labels: Int32Array;
  /** Copied at each call. */
  validation(): Matrix;
  readonly validationLabels: Int32Array;
}

/**
 * Divides labelled points into `count` parts of one size, at random: each is the validation set of
 * one fold.
 *
 * @throws InvalidArgumentError if there are fewer than two points a part, or a fold would learn from
 *   one class alone.
 */
export function foldsOf(points: Matrix, labels: Int32Array, count: number, seed: number): Fold[] {
  checkWhole('folds', count, 2, Math.max(2, points.rows >>> 1));
  const order = new RandomState(seed).permutation(points.rows);
  return Array.from({ length: count }, (_, fold) => {
    const kept = order.filter((_, i) => i % count !== fold);
    const held = order.filter((_, i) => i % count === fold);
    const own = kept.map((row) => labels[row]);
    if (own.every((label) => label === own[0])) {
      throw new InvalidArgumentError(
        'folds must leave two classes to learn from: label more points',
      );
    }
    return {
      points: () => points.selectRows(kept),
      labels: Int32Array.from(own),
      validation: () => points.selectRows(held),
      validationLabels: Int32Array.from(held, (row) => labels[row]),
    };
  });
}
