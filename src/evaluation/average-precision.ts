import { checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { checkHistograms } from './histograms.ts';

/**
 * Average precision of one query's ranking by Hamming distance, as the mean over all orders of the
 * items that tie: the number doesn't depend on how a search breaks ties. Cost: O(items + bins).
 *
 * Source: He, Cakir, Bargal and Sclaroff, "Hashing as Tie-Aware Learning to Rank", CVPR 2018,
 * after McSherry and Najork 2008.
 *
 * @param total - items at each Hamming distance: bits + 1 bins.
 * @param relevant - relevant items among them, bin by bin.
 * @returns a number in (0, 1], or null when no item is relevant.
 * @throws InvalidArgumentError if the histograms don't fit each other.
 */
export function tieAwareAveragePrecision(total: Uint32Array, relevant: Uint32Array): number | null {
  checkHistograms(total, relevant);
  let itemsBefore = 0;
  let hitsBefore = 0;
  let sum = 0;
  for (let d = 0; d < total.length; d++) {
    const items = total[d];
    const hits = relevant[d];
    if (hits > 0) sum += (hits / items) * tiedPrecisions(items, hits, itemsBefore, hitsBefore);
    itemsBefore += items;
    hitsBefore += hits;
  }
  return hitsBefore === 0 ? null : sum / hitsBefore;
}

/** Sum over the places of one tie of the expected precision there, given a relevant item there. */
function tiedPrecisions(items: number, hits: number, itemsBefore: number, hitsBefore: number) {
  // The other tied hits are spread evenly over the other tied places.
  const hitsPerPlace = items === 1 ? 0 : (hits - 1) / (items - 1);
  let sum = 0;
  for (let t = 1; t <= items; t++) {
    sum += (hitsBefore + 1 + (t - 1) * hitsPerPlace) / (itemsBefore + t);
  }
  return sum;
}

/**
 * Mean over queries of the tie-aware average precision. Queries with no relevant item have none
 * and are left out.
 *
 * @param total - items at each Hamming distance, queries x bins, row-major.
 * @param relevant - relevant items among them, in the same shape.
 * @param queries - number of queries.
 * @param bins - number of distances: bits + 1.
 * @returns a number in (0, 1], or null when no query has a relevant item.
 * @throws InvalidArgumentError if the histograms don't have this shape or don't fit each other.
 */
export function meanAveragePrecision(
  total: Uint32Array,
  relevant: Uint32Array,
  queries: number,
  bins: number,
): number | null {
  checkWhole('queries', queries, 0, 2 ** 32 - 1);
  checkWhole('bins', bins, 1, 2 ** 32 - 1);
  checkLength('total', total, queries, bins);
  checkLength('relevant', relevant, queries, bins);
  let sum = 0;
  let counted = 0;
  for (let start = 0; start < total.length; start += bins) {
    const end = start + bins;
    const precision = tieAwareAveragePrecision(
      total.subarray(start, end),
      relevant.subarray(start, end),
    );
    if (precision === null) continue;
    sum += precision;
    counted++;
  }
  return counted === 0 ? null : sum / counted;
}

function checkLength(name: string, bins: Uint32Array, queries: number, perQuery: number): void {
  if (bins.length !== queries * perQuery) {
    throw new InvalidArgumentError(
      `${name} must have ${queries} x ${perQuery} = ${queries * perQuery} bins, not ${bins.length}`,
    );
  }
}
