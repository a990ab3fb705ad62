import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classCodewords } from '../../../src/models/codewords.ts';
import { farthestCodeword } from '../../../src/models/farthest-codeword.ts';

function distances(word: Int8Array, codewords: Int8Array): number[] {
  const bits = word.length;
  return Array.from({ length: codewords.length / bits }, (_, c) =>
    word.reduce((sum, sign, j) => sum + (codewords[c * bits + j] !== sign ? 1 : 0), 0),
  );
}

/** The largest least distance that any codeword has. */
function bestLeast(codewords: Int8Array, bits: number): number {
  let best = 0;
  for (let code = 0; code < 2 ** bits; code++) {
    const word = Int8Array.from({ length: bits }, (_, j) => ((code >> j) & 1 ? 1 : -1));
    best = Math.max(best, Math.min(...distances(word, codewords)));
  }
  return best;
}

test('is as far from the others as any codeword, or one bit nearer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 6 }),
      fc.integer({ min: 4, max: 9 }),
      fc.nat(1000),
      (classes, bits, seed) => {
        const codewords = classCodewords(classes, bits, { kind: 'balanced', seed });
        const word = farthestCodeword(codewords, bits, { seed });
        const least = Math.min(...distances(word, codewords));
        expect(least).toBeGreaterThanOrEqual(bestLeast(codewords, bits) - 1);
      },
    ),
    { numRuns: 60 },
  );
});

test('of one other it is nearly the opposite; of none it is random and repeatable', () => {
  const one = Int8Array.from({ length: 64 }, (_, j) => (j % 3 ? 1 : -1));
  expect(distances(farthestCodeword(one, 64), one)[0]).toBe(64);
  const free = farthestCodeword(new Int8Array(0), 64, { seed: 3 });
  expect(free).toEqual(farthestCodeword(new Int8Array(0), 64, { seed: 3 }));
  expect(free.every((sign) => Math.abs(sign) === 1)).toBe(true);
  expect(free).not.toEqual(farthestCodeword(new Int8Array(0), 64, { seed: 4 }));
});

test('long codes and many classes keep their distance', () => {
  const codewords = classCodewords(40, 512, { distinct: 512 });
  const least = Math.min(...distances(farthestCodeword(codewords, 512), codewords));
  expect(least).toBeGreaterThan(220);
});
