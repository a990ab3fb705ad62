import { checkWhole } from '../core/checks.ts';
import { checkHistograms, readHistograms } from './histograms.ts';

/**
 * Precision at k of one query: relevant items among the first k, divided by k. A query that finds
 * fewer than k candidates is still divided by k, as in the tutorial: places left empty count as
 * misses.
 *
 * @param relevantInTop - relevant items among the first min(k, returned).
 * @param returned - number of candidates that the query found.
 * @returns a number in [0, 1], or null when nothing was returned: the tutorial leaves such queries
 * out of the mean, while others count them as 0. The caller decides, and says which.
 * @throws InvalidArgumentError if a count is not whole or exceeds what it is taken from.
 */
export function precisionAtK(relevantInTop: number, returned: number, k: number): number | null {
  checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
  checkWhole('returned', returned, 0, Number.MAX_SAFE_INTEGER);
  checkWhole('relevantInTop', relevantInTop, 0, Math.min(k, returned));
  return returned === 0 ? null : relevantInTop / k;
}

/**
 * Precision within a Hamming radius of one query: the relevant share of the items at most `radius`
 * bits away. An empty ball gives 0, the usual convention of the hashing literature. Cost: O(radius).
 *
 * @param totalItems - items at each Hamming distance: bits + 1 bins.
 * @param relevantItems - relevant items among them, bin by bin.
 * @throws InvalidArgumentError if the histograms don't fit each other or the radius.
 */
export function precisionAtRadius(
  totalItems: ArrayLike<number>,
  relevantItems: ArrayLike<number>,
  radius: number,
): number {
  const { total, relevant } = readHistograms(totalItems, relevantItems);
  checkHistograms(total, relevant);
  checkWhole('radius', radius, 0, total.length - 1);
  let items = 0;
  let hits = 0;
  for (let d = 0; d <= radius; d++) {
    items += total[d];
    hits += relevant[d];
  }
  return items === 0 ? 0 : hits / items;
}

/**
 * Recall within a Hamming radius of one query: the share of all its relevant items that lie at most
 * `radius` bits away; null when no item is relevant. Cost: O(bins).
 *
 * @param totalItems - items at each Hamming distance: bits + 1 bins.
 * @param relevantItems - relevant items among them, bin by bin.
 * @throws InvalidArgumentError if the histograms don't fit each other or the radius.
 */
export function recallAtRadius(
  totalItems: ArrayLike<number>,
  relevantItems: ArrayLike<number>,
  radius: number,
): number | null {
  const { total, relevant } = readHistograms(totalItems, relevantItems);
  checkHistograms(total, relevant);
  checkWhole('radius', radius, 0, total.length - 1);
  let hits = 0;
  let all = 0;
  for (let d = 0; d < relevant.length; d++) {
    all += relevant[d];
    if (d <= radius) hits += relevant[d];
  }
  return all === 0 ? null : hits / all;
}

/**
 * Precision at k of one query's full Hamming ranking, as the mean over all orders of the items that
 * tie at the cut: of n tied items with p relevant, the places left take p/n each. A database of
 * fewer than k items is still divided by k. Cost: O(bins).
 *
 * @param totalItems - items at each Hamming distance: bits + 1 bins.
 * @param relevantItems - relevant items among them, bin by bin.
 * @throws InvalidArgumentError if the histograms don't fit each other or k is no whole number.
 */
export function tieAwarePrecisionAtK(
  totalItems: ArrayLike<number>,
  relevantItems: ArrayLike<number>,
  k: number,
): number {
  const { total, relevant } = readHistograms(totalItems, relevantItems);
  checkHistograms(total, relevant);
  checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
  let left = k;
  let hits = 0;
  for (let d = 0; d < total.length && left > 0; d++) {
    const places = Math.min(left, total[d]);
    if (places > 0) hits += (places / total[d]) * relevant[d];
    left -= places;
  }
  return hits / k;
}
