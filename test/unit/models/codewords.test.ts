import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { CODEWORD_KINDS, classCodewords } from '../../../src/models/codewords.ts';

/** Hamming distances of all pairs of rows. */
function distances(words: Int8Array, classes: number): number[] {
  const bits = words.length / classes;
  const found: number[] = [];
  for (let a = 0; a < classes; a++) {
    for (let b = 0; b < a; b++) {
      let distance = 0;
      for (let j = 0; j < bits; j++) if (words[a * bits + j] !== words[b * bits + j]) distance++;
      found.push(distance);
    }
  }
  return found;
}

function column(words: Int8Array, classes: number, j: number): number[] {
  const bits = words.length / classes;
  return Array.from({ length: classes }, (_, c) => words[c * bits + j]);
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe.each(CODEWORD_KINDS)('codewords (%s)', (kind) => {
  test('are -1 or +1, one row a class, and every bit parts the classes', () => {
    for (const [classes, bits] of [
      [2, 1],
      [3, 7],
      [8, 30],
      [10, 16],
      [101, 33],
    ]) {
      const words = classCodewords(classes, bits, { kind });
      expect(words).toHaveLength(classes * bits);
      for (let j = 0; j < bits; j++) {
        expect(new Set(column(words, classes, j))).toEqual(new Set([-1, 1]));
      }
    }
  });

  test('are the same for the same seed and others for another', () => {
    const words = classCodewords(10, 32, { kind, seed: 5 });
    expect(classCodewords(10, 32, { kind, seed: 5 })).toEqual(words);
    expect(classCodewords(10, 32, { kind, seed: 6 })).not.toEqual(words);
  });

  test('repeat after the distinct bits', () => {
    const words = classCodewords(10, 21, { kind, distinct: 7 });
    for (let j = 7; j < 21; j++) expect(column(words, 10, j)).toEqual(column(words, 10, j - 7));
  });
});

test('balanced bits have half of the classes on each side', () => {
  for (const kind of ['balanced', 'separated'] as const) {
    const words = classCodewords(10, 40, { kind });
    for (let j = 0; j < 40; j++) expect(sum(column(words, 10, j))).toBe(0);
    const odd = classCodewords(5, 40, { kind });
    const sums = Array.from({ length: 40 }, (_, j) => sum(column(odd, 5, j)));
    expect(new Set(sums)).toEqual(new Set([-1, 1]));
  }
});

test('Hadamard codewords are equally far from each other', () => {
  for (const [classes, bits, distance] of [
    [3, 3, 2],
    [8, 7, 4],
    [10, 15, 8],
    [10, 30, 16],
    [20, 31, 16],
  ]) {
    const words = classCodewords(classes, bits, { kind: 'hadamard' });
    expect(new Set(distances(words, classes))).toEqual(new Set([distance]));
  }
});

test('separated codewords keep the nearest classes farther apart than random ones do', () => {
  for (let seed = 0; seed < 20; seed++) {
    const nearest = (kind: 'separated' | 'balanced') =>
      Math.min(...distances(classCodewords(10, 32, { kind, seed }), 10));
    expect(nearest('separated')).toBeGreaterThanOrEqual(16);
    expect(nearest('balanced')).toBeLessThan(nearest('separated'));
  }
});

test('short separated codewords begin long ones', () => {
  const short = classCodewords(10, 16, { seed: 3 });
  const long = classCodewords(10, 48, { seed: 3 });
  for (let j = 0; j < 16; j++) expect(column(long, 10, j)).toEqual(column(short, 10, j));
});

test('what is out of range is refused', () => {
  expect(() => classCodewords(1, 8)).toThrow(InvalidArgumentError);
  expect(() => classCodewords(10, 0)).toThrow('bits must be a whole number');
  // @ts-expect-error: not a kind
  expect(() => classCodewords(10, 8, { kind: 'golay' })).toThrow(
    'kind of codewords must be one of',
  );
});
