import { checkArray, checkObject, checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { readHistograms } from './histograms.ts';

/** Precision and recall of everything within one Hamming radius. */
export interface PrecisionRecallPoint {
  readonly radius: number;
  /** Relevant share of the pairs within the radius; null where there are none. */
  readonly precision: number | null;
  /** Share of all relevant pairs that lie within the radius; 0 if no pair is relevant. */
  readonly recall: number;
}

/**
 * The micro-averaged precision-recall curve: a point for each radius 0..bits, over all pairs of a
 * query and an item together. Cost: O(queries x bins).
 *
 * @param totalItems - the items at each Hamming distance, queries x bins, row-major.
 * @param relevantItems - relevant items among them, in the same shape.
 * @param bins - number of distances: bits + 1.
 * @throws InvalidArgumentError if the histograms don't have such a shape.
 */
export function precisionRecallCurve(
  totalItems: ArrayLike<number>,
  relevantItems: ArrayLike<number>,
  bins: number,
): PrecisionRecallPoint[] {
  const { total, relevant } = readHistograms(totalItems, relevantItems);
  checkWhole('bins', bins, 1, 2 ** 32 - 1);
  if (total.length !== relevant.length || total.length % bins !== 0) {
    throw new InvalidArgumentError(
      `histograms must be of one size and have ${bins} bins a query, not ${total.length} and ` +
        `${relevant.length} bins`,
    );
  }
  const items = new Float64Array(bins);
  const hits = new Float64Array(bins);
  for (let i = 0; i < total.length; i++) {
    items[i % bins] += total[i];
    hits[i % bins] += relevant[i];
  }
  const all = hits.reduce((sum, n) => sum + n, 0);
  let found = 0;
  let right = 0;
  return Array.from({ length: bins }, (_, radius) => {
    found += items[radius];
    right += hits[radius];
    const precision = found === 0 ? null : right / found;
    return { radius, precision, recall: all === 0 ? 0 : right / all };
  });
}

/**
 * Area under a precision-recall curve by trapezoids; the first point's precision counts from recall
 * 0 on. Radii within which no query finds anything are left out.
 */
export function areaUnderPrecisionRecall(curve: readonly PrecisionRecallPoint[]): number {
  checkArray('curve', curve);
  let area = 0;
  let before: { recall: number; precision: number } | undefined;
  for (const point of curve) checkObject('a point of the curve', point);
  for (const { recall, precision } of curve) {
    if (precision === null) continue;
    before ??= { recall: 0, precision };
    area += ((recall - before.recall) * (precision + before.precision)) / 2;
    before = { recall, precision };
  }
  return area;
}
