import type { HarmonicNumbers } from './harmonic-numbers.ts';

/**
 * Average precision of a ranking of groups of tied items, as the mean over all orders of those that tie:
 * see `tieAwareAveragePrecision`. Harmonic numbers are there to share; nothing is checked.
 *
 * @param k - places that count.
 * @returns a number in [0, 1], or null when no item is relevant.
 */
export function averagePrecision(
  total: Uint32Array,
  relevant: Uint32Array,
  k: number,
  harmonic: HarmonicNumbers,
): number | null {
  let itemsBefore = 0;
  let hitsBefore = 0;
  let sum = 0;
  for (let d = 0; d < total.length && itemsBefore < k; d++) {
    const items = total[d];
    const hits = relevant[d];
    if (hits > 0) {
      const places = Math.min(items, k - itemsBefore);
      // The other tied hits are spread evenly over the other tied places.
      const slope = items === 1 ? 0 : (hits - 1) / (items - 1);
      // The sum of (P + 1 + (t - 1) slope) / (N + t) is that of slope + rest / (N + t).
      const rest = hitsBefore + 1 - slope - itemsBefore * slope;
      const reciprocals = harmonic.between(itemsBefore, itemsBefore + places);
      sum += (hits / items) * (places * slope + rest * reciprocals);
    }
    itemsBefore += items;
    hitsBefore += hits;
  }
  let all = 0;
  for (let d = 0; d < relevant.length; d++) all += relevant[d];
  return all === 0 ? null : sum / Math.min(all, k);
}
