import type { IndexBucket } from '../../search/hash-index/hamming/buckets.ts';

/** What buckets of codes of some length are like, for one who searches in them. */
export interface BucketFit {
  readonly bits: number;
  /** Others with which a vector shares its bucket, on average: the sum of n (n - 1) over buckets of n, by vectors. */
  readonly shared: number;
}

/** A search in one bucket should find its ten neighbours there, and not many more. */
const WANTED = 10;

/**
 * The buckets as they are, and the longest codes with which a vector shares its bucket with ten others
 * on average, or more; null where these are the ones there are, or none are short enough.
 *
 * Shorter codes are looked at as the beginnings of the ones there are, which tells nearly what hashers of
 * fewer bits would; of longer ones, up to twice as long, it is assumed that
 * bits go on to thin the buckets out as they did.
 * Cost: 12 times all buckets at most.
 */
export function suggestBits(
  buckets: readonly IndexBucket[],
  bits: number,
): { readonly now: BucketFit; readonly suggested: BucketFit | null } {
  const now = beginnings(buckets, bits, bits);
  const suggested = now.shared < WANTED ? shorter(buckets, bits) : longer(buckets, now);
  return { now, suggested };
}

/** By halving: the fewer bits, the more is shared. */
function shorter(buckets: readonly IndexBucket[], bits: number): BucketFit | null {
  let best: BucketFit | null = null;
  for (let [low, high] = [1, bits - 1]; low <= high; ) {
    const fit = beginnings(buckets, bits, (low + high) >> 1);
    if (fit.shared >= WANTED) {
      best = fit;
      low = fit.bits + 1;
    } else high = fit.bits - 1;
  }
  return best;
}

function longer(buckets: readonly IndexBucket[], { bits, shared }: BucketFit): BucketFit | null {
  const half = bits >> 1;
  if (half === 0) return null;
  const perBit = (shared / beginnings(buckets, bits, half).shared) ** (1 / (bits - half));
  const wanted = perBit < 1 ? Math.floor(Math.log(WANTED / shared) / Math.log(perBit)) : 0;
  const more = Math.min(wanted, bits);
  return more > 0 ? { bits: bits + more, shared: shared * perBit ** more } : null;
}

/** The buckets of codes of which only the first bits are kept. */
function beginnings(buckets: readonly IndexBucket[], bits: number, kept: number): BucketFit {
  const sizes = new Map<bigint, number>();
  for (const { index, ids } of buckets) {
    // The first hyperplane is the most significant bit.
    const beginning = BigInt(index) >> BigInt(bits - kept);
    sizes.set(beginning, (sizes.get(beginning) ?? 0) + ids.length);
  }
  let [size, pairs] = [0, 0];
  for (const n of sizes.values()) {
    size += n;
    pairs += n * (n - 1);
  }
  return { bits: kept, shared: pairs / Math.max(1, size) };
}
