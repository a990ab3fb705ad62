import type { HashCodes } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import { meanAveragePrecision } from '../average-precision.ts';
import { distanceHistograms } from '../hamming-ranking.ts';
import type { Fold } from './folds.ts';

/** Something that was fitted, as far as validation needs it. */
export interface Encoder {
  encode(points: Matrix): HashCodes | Promise<HashCodes>;
  dispose(): void;
}

/**
 * Mean over the folds of the mean average precision with which each validation point finds the
 * other validation points of its class. Neither side was learned from, as most of a database is
 * not: training points, whose codes fit too well, would favour overfitting.
 */
export async function validationScore(
  kernels: Kernels,
  folds: readonly Fold[],
  fit: (fold: Fold) => Promise<Encoder>,
): Promise<number> {
  let sum = 0;
  for (const fold of folds) {
    const fitted = await fit(fold);
    try {
      const codes = await fitted.encode(fold.validation());
      sum += leaveOneOut(kernels, codes, fold.validationLabels);
    } finally {
      fitted.dispose();
    }
  }
  return sum / folds.length;
}

/** Mean average precision of each code's ranking of the others; 0 if nothing is relevant. */
export function leaveOneOut(kernels: Kernels, codes: HashCodes, labels: Int32Array): number {
  const all = { codes, labels };
  const { total, relevant, bins } = distanceHistograms(kernels, all, all);
  for (let first = 0; first < total.length; first += bins) {
    // Each code itself, at distance 0.
    total[first]--;
    relevant[first]--;
  }
  return meanAveragePrecision(total, relevant, codes.count, bins) ?? 0;
}
