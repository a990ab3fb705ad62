import { HashCodes, hammingDistance, wordsFor } from '../../src/core/hash-codes.ts';
import { RandomState } from '../../src/core/random/random-state.ts';

/**
 * Random codes, half of them an earlier one with a few bits flipped, so that equal codes and small
 * distances occur at every length.
 */
export function relatedCodes(count: number, bits: number, seed: number): HashCodes {
  const random = new RandomState(seed);
  const stride = wordsFor(bits);
  const words = new Uint32Array(count * stride);
  for (let i = 0; i < count; i++) {
    const code = words.subarray(i * stride, (i + 1) * stride);
    if (i > 0 && random.randint(0, 2) === 1) {
      const source = random.randint(0, i) * stride;
      code.set(words.subarray(source, source + stride));
      for (let flips = random.randint(0, 4); flips > 0; flips--) {
        const bit = random.randint(0, bits);
        code[bit >>> 5] ^= 1 << (bit & 31);
      }
    } else {
      for (let bit = 0; bit < bits; bit++) code[bit >>> 5] |= random.randint(0, 2) << (bit & 31);
    }
  }
  return new HashCodes(words, count, bits);
}

/** Codes from lists of bits, hyperplane 0 first. */
export function codesFromBits(lists: readonly (readonly number[])[]): HashCodes {
  const bits = lists[0].length;
  const stride = wordsFor(bits);
  const words = new Uint32Array(lists.length * stride);
  lists.forEach((list, i) => {
    list.forEach((bit, j) => {
      words[i * stride + (j >>> 5)] |= bit << (j & 31);
    });
  });
  return new HashCodes(words, lists.length, bits);
}

/** Rows of a code, for every code that occurs: what a hash table is, as a Map. */
export function rowsByCode(codes: HashCodes): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (let i = 0; i < codes.count; i++) {
    const key = codes.code(i).join();
    const rows = groups.get(key);
    if (rows) rows.push(i);
    else groups.set(key, [i]);
  }
  return groups;
}

/** All rows within a Hamming radius by comparing with every code: by distance, then by row. */
export function bruteForceSearch(
  codes: HashCodes,
  code: Uint32Array,
  radius: number,
): { rows: number[]; withinRadius: number[] } {
  const distances = Array.from({ length: codes.count }, (_, i) =>
    hammingDistance(codes.code(i), code),
  );
  const rows = distances
    .map((distance, row) => ({ distance, row }))
    .filter(({ distance }) => distance <= radius)
    .sort((a, b) => a.distance - b.distance || a.row - b.row)
    .map(({ row }) => row);
  const withinRadius = Array.from(
    { length: radius + 1 },
    (_, r) => distances.filter((distance) => distance <= r).length,
  );
  return { rows, withinRadius };
}
