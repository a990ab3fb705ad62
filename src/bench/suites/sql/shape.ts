import { type HashCodes, popcount } from '../../../core/hash-codes.ts';
import type { CountedShape } from '../../../sql/sizing/code-shape.ts';

/** Widths of substrings that any number of rows up to 10^10 may have. */
const WIDTHS = [16, 18, 20, 21, 22, 23, 24, 25, 26, 28, 31];
const MOST = 6;

/** How many codes lie at each distance from a query. */
function ringsOf(
  { bits, wordsPerCode, words, count }: HashCodes,
  query: Uint32Array,
): Float64Array {
  const rings = new Float64Array(bits + 1);
  for (let i = 0; i < count; i++) {
    let distance = 0;
    for (let w = 0; w < wordsPerCode; w++) {
      distance += popcount(words[i * wordsPerCode + w] ^ query[w]);
    }
    rings[distance]++;
  }
  return rings;
}

/**
 * For each i, by query, the smallest radius within which one of 2^i codes lies, as far as there are that
 * many codes.
 */
export function countRadii(codes: HashCodes, queries: HashCodes): number[][] {
  const rings = Array.from({ length: queries.count }, (_, q) => ringsOf(codes, queries.code(q)));
  const steps = Math.floor(Math.log2(codes.count)) + 1;
  return Array.from({ length: steps }, (_, i) =>
    rings.map((ring) => {
      let found = 0;
      return ring.findIndex((count) => {
        found += count;
        return found * 2 ** i >= codes.count;
      });
    }),
  );
}

/**
 * The shares of pairs of a query and a code whose first substrings of each width lie within 0, 1, ... bits
 * of each other.
 */
export function countSharing(codes: HashCodes, queries: HashCodes): CountedShape['sharing'] {
  const { wordsPerCode, words, count } = codes;
  const pairs = queries.count * count;
  const shares = WIDTHS.map((width) => {
    const rings = new Float64Array(33);
    for (let q = 0; q < queries.count; q++) {
      const [query] = queries.code(q);
      for (let i = 0; i < count; i++) {
        rings[popcount((words[i * wordsPerCode] ^ query) << (32 - width))]++;
      }
    }
    let total = 0;
    const cumulated = Array.from(rings.subarray(0, MOST + 1), (ring) => {
      total += ring;
      return Number((total / pairs).toPrecision(4));
    });
    return [width, cumulated];
  });
  return Object.fromEntries(shares);
}
