import { averagePrecision } from '../core/average-precision.ts';
import { checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { HarmonicNumbers } from '../core/harmonic-numbers.ts';
import { checkOptions } from '../core/options.ts';
import { checkHistograms, readHistograms } from './histograms.ts';

/** Options of average precisions. */
export interface AveragePrecisionOptions {
  /** Only the first k places count (AP@k). Default: all of them. */
  readonly k?: number | undefined;
}

/**
 * Average precision of one query's ranking by Hamming distance, as the mean over all orders of the
 * items that tie: the number doesn't depend on how a search breaks ties.
 *
 *     AP = 1/R sum_d p_d/n_d sum_(t=1..n_d) [P + 1 + (t - 1) (p_d - 1)/(n_d - 1)] / (N + t)
 *
 * with n_d items at distance d, p_d of them relevant, N and P the items and hits before, and R the
 * relevant items in all. AP@k stops at place k and divides by min(R, k). The inner sum has a closed
 * form in harmonic numbers. Cost: O(bins), after O(items) once for the harmonic numbers.
 *
 * Source: He, Cakir, Bargal and Sclaroff, "Hashing as Tie-Aware Learning to Rank", CVPR 2018,
 * after McSherry and Najork 2008.
 *
 * @param total - items at each Hamming distance: bits + 1 bins.
 * @param relevant - relevant items among them, bin by bin.
 * @returns a number in [0, 1], or null when no item is relevant.
 * @throws InvalidArgumentError if the histograms don't fit each other.
 */
export function tieAwareAveragePrecision(
  total: ArrayLike<number>,
  relevant: ArrayLike<number>,
  options: AveragePrecisionOptions = {},
): number | null {
  const k = checkK(options);
  const given = readHistograms(total, relevant);
  checkHistograms(given.total, given.relevant);
  return averagePrecision(given.total, given.relevant, k, new HarmonicNumbers());
}

/**
 * Mean over queries of the tie-aware average precision. Queries with no relevant item have none
 * and are left out.
 *
 * @param totalItems - items at each Hamming distance, queries x bins, row-major.
 * @param relevantItems - relevant items among them, in the same shape.
 * @param queries - number of queries.
 * @param bins - number of distances: bits + 1.
 * @returns a number in [0, 1], or null when no query has a relevant item.
 * @throws InvalidArgumentError if the histograms don't have this shape or don't fit each other.
 */
export function meanAveragePrecision(
  totalItems: ArrayLike<number>,
  relevantItems: ArrayLike<number>,
  queries: number,
  bins: number,
  options: AveragePrecisionOptions = {},
): number | null {
  const { total, relevant } = readHistograms(totalItems, relevantItems);
  checkWhole('queries', queries, 0, 2 ** 32 - 1);
  checkWhole('bins', bins, 1, 2 ** 32 - 1);
  checkLength('total', total, queries, bins);
  checkLength('relevant', relevant, queries, bins);
  const k = checkK(options);
  const harmonic = new HarmonicNumbers();
  let sum = 0;
  let counted = 0;
  for (let start = 0; start < total.length; start += bins) {
    const end = start + bins;
    const own = [total.subarray(start, end), relevant.subarray(start, end)] as const;
    checkHistograms(...own);
    const precision = averagePrecision(...own, k, harmonic);
    if (precision === null) continue;
    sum += precision;
    counted++;
  }
  return counted === 0 ? null : sum / counted;
}

function checkK(options: AveragePrecisionOptions): number {
  checkOptions('the average precision', options, { k: 1 });
  const { k } = options;
  if (k === undefined) return Number.POSITIVE_INFINITY;
  checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
  return k;
}

function checkLength(name: string, bins: Uint32Array, queries: number, perQuery: number): void {
  if (bins.length !== queries * perQuery) {
    throw new InvalidArgumentError(
      `${name} must have ${queries} x ${perQuery} = ${queries * perQuery} bins, not ${bins.length}`,
    );
  }
}
