import { type HashCodes, hammingDistance, wordsFor } from '../../core/hash-codes.ts';

/** The code that most rows of a class agree on, bit by bit. */
export interface ClassCodeword {
  readonly label: number;
  readonly word: Uint32Array;
  /** Rows that it was made of. */
  readonly rows: number;
}

/** The majority of each bit over the codes of each class; ties are 1. Cost: codes x bits. */
export function classCodewordsOf(codes: HashCodes, labels: Int32Array): ClassCodeword[] {
  const { bits } = codes;
  const counts = new Map<number, { rows: number; ones: Uint32Array }>();
  for (let i = 0; i < codes.count; i++) {
    let count = counts.get(labels[i]);
    if (!count) {
      count = { rows: 0, ones: new Uint32Array(bits) };
      counts.set(labels[i], count);
    }
    count.rows++;
    for (let j = 0; j < bits; j++) count.ones[j] += codes.bit(i, j);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([label, { rows, ones }]) => {
      const word = new Uint32Array(wordsFor(bits));
      ones.forEach((n, j) => {
        if (2 * n >= rows) word[j >>> 5] |= 1 << (j & 31);
      });
      return { label, word, rows };
    });
}

/** The codeword that differs from a code in the fewest bits; the first of several. */
export function nearestCodeword(
  codewords: readonly ClassCodeword[],
  code: Uint32Array,
): { codeword: ClassCodeword; bitsApart: number } | null {
  let best: { codeword: ClassCodeword; bitsApart: number } | null = null;
  for (const codeword of codewords) {
    const bitsApart = hammingDistance(codeword.word, code);
    if (!best || bitsApart < best.bitsApart) best = { codeword, bitsApart };
  }
  return best;
}

/** A code as text, first bit first: `0110`. */
export function bitsText(code: Uint32Array, bits: number): string {
  return Array.from({ length: bits }, (_, j) => (code[j >>> 5] >>> (j & 31)) & 1).join('');
}
