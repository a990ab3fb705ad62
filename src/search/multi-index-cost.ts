import type { HashCodes } from '../core/hash-codes.ts';
import type { Codes } from '../kernels/api.ts';
import { MAX_COPIED_BITS, MAX_SUBSTRING_BITS } from '../kernels/multi-index/api.ts';
import { substringsOf } from '../kernels/multi-index/substrings.ts';

/** How codes are searched exactly: all of them compared, or those that share a substring. */
export type HammingStrategy = 'scan' | 'multi-index';

// Nanoseconds, measured with the SIMD backend on codes beyond the cache; only their ratios count. A
// look-up misses the cache twice; a code in a bucket of copies is read after the one before it, a
// code elsewhere misses the cache.
const LOOK_UP = 90;
const COMPARE_COPY = 4;
const COMPARE_ROW = 25;
const SCAN_BIT = 0.008;

/** Fewer codes are scanned in less time than building tables of them would ever win back. */
const FEWEST_CODES = 20_000;
const FEWEST_BITS = 16;
const MOST_BITS = 512;
/** Codes that stand for the queries to come, and how many neighbours each is asked for. */
const SAMPLE = 16;
const NEIGHBOURS = 10;

/** What searches by multi-index hashing cost, in comparisons with a code in a bucket. */
export interface SearchCosts {
  readonly lookupCost: number;
  /** What a scan of all codes costs. */
  readonly scanCost: number;
}

/** The costs for `count` codes of `bits` bits. */
export function searchCosts(bits: number, count: number): SearchCosts {
  const compare = bits <= MAX_COPIED_BITS ? COMPARE_COPY : COMPARE_ROW;
  return { lookupCost: LOOK_UP / compare, scanCost: (count * bits * SCAN_BIT) / compare };
}

/**
 * Substrings of bits / (log2 n - 4) bits or somewhat less: a bucket then holds 16 codes or more of
 * uniform ones, and comparing them takes as long as looking the bucket up. Norouzi et al. take
 * bits / log2 n; buckets that hold one code each cost more in cache misses here.
 */
export function defaultSubstrings(bits: number, count: number): number {
  const width = Math.min(MAX_SUBSTRING_BITS, Math.max(4, Math.log2(Math.max(2, count)) - 4));
  return Math.ceil(bits / width);
}

/** Buckets that are looked up until all codes within `radius` are known. */
export function lookupsWithin(bits: number, substrings: number, radius: number): number {
  const parts = substringsOf(bits, substrings);
  let lookups = 0;
  const rings = parts.map(() => 1);
  for (let a = 0; a * substrings <= radius; a++) {
    for (const [t, { width }] of parts.entries()) {
      if (a * substrings + t > radius) break;
      if (a > 0) rings[t] = (rings[t] * (width - a + 1)) / a;
      lookups += Math.max(0, rings[t]);
    }
  }
  return lookups;
}

/**
 * The strategy that should be cheaper for queries like the codes themselves: some of them are looked
 * for by a scan, and from the distance of their tenth neighbour follows how many buckets would be
 * looked up. Buckets are taken to be of equal size; searches that go beyond the cost of a scan are
 * taken to be scanned after all, as they will be.
 */
export function chooseHammingStrategy(
  codes: HashCodes,
  store: Codes,
  substrings: number,
): HammingStrategy {
  const { bits, count } = codes;
  if (count < FEWEST_CODES || bits < FEWEST_BITS || bits > MOST_BITS) return 'scan';
  const { lookupCost, scanCost } = searchCosts(bits, count);
  const perBucket = substringsOf(bits, substrings).map(({ width }) => count / 2 ** width);
  const perLookup = lookupCost + Math.max(...perBucket);
  let total = 0;
  for (const radius of sampleRadii(codes, store)) {
    const cost = lookupsWithin(bits, substrings, radius) * perLookup;
    total += cost <= scanCost ? cost : 2 * scanCost;
  }
  return total < SAMPLE * scanCost ? 'multi-index' : 'scan';
}

/** Distances of the tenth neighbours of codes spread over all of them, themselves not counted. */
function sampleRadii(codes: HashCodes, store: Codes): number[] {
  const step = Math.floor(codes.count / SAMPLE);
  const queries = codes.select(Array.from({ length: SAMPLE }, (_, i) => i * step));
  const k = NEIGHBOURS + 1;
  const distances = new Uint16Array(SAMPLE * k);
  store.nearest(queries.words, SAMPLE, k, new Uint32Array(SAMPLE * k), distances);
  return Array.from({ length: SAMPLE }, (_, q) => distances[q * k + NEIGHBOURS]);
}
