import { describe, expect, test } from 'vitest';
import { RandomState } from '../../../../src/core/random/random-state.ts';
import { classCodewords } from '../../../../src/models/codewords.ts';
import { formHyperplanes, neutralCodeword } from '../../../../src/models/streaming/code-form.ts';

const [classes, bits] = [5, 24];
const codewords = classCodewords(classes, bits, { seed: 3 });
const b = neutralCodeword(bits, 3);

/** Projections of a point with these scores. */
function projections(scores: readonly number[], scale: number, neutral: number): number[] {
  const { hyperplanes, offsets } = formHyperplanes(codewords, b, { scale, neutral });
  const parts = scores.map((score) => Math.exp(scale * score));
  const sum = parts.reduce((total, part) => total + part, 0);
  return Array.from(offsets, (offset, j) =>
    parts.reduce((total, part, c) => total + Math.sqrt(part / sum) * hyperplanes.row(j)[c], offset),
  );
}

/** Their ratio to what is expected, of which only the sign matters, over all bits. */
function expectProportional(found: readonly number[], expected: readonly number[]): void {
  const ratios = found.map((value, j) => value / expected[j]);
  for (const ratio of ratios) expect(ratio / ratios[0]).toBeCloseTo(1, 3);
  expect(ratios[0]).toBeGreaterThan(0);
}

describe('projections', () => {
  test.each([1, 8, 64])(
    'of a sure point are its codeword and the neutral one: scale %d',
    (scale) => {
      for (let own = 0; own < classes; own++) {
        const scores = Array.from({ length: classes }, (_, c) => (c === own ? 1 : 0));
        const expected = Array.from(b, (sign, j) => codewords[own * bits + j] + 0.2 * sign);
        expectProportional(projections(scores, scale, 0.2), expected);
      }
    },
  );

  test('are linear in the scores where the scale is small', () => {
    const random = new RandomState(1);
    const raw = Array.from({ length: classes }, () => random.randn());
    const rest = (1 - raw.reduce((sum, value) => sum + value, 0)) / classes;
    const scores = raw.map((value) => value + rest);
    const expected = Array.from({ length: bits }, (_, j) =>
      scores.reduce((sum, score, c) => sum + score * codewords[c * bits + j], 0.1 * b[j]),
    );
    const found = projections(scores, 2 ** -9, 0.1);
    const signs = (values: readonly number[]) =>
      values.map((value, j) => (Math.abs(expected[j]) < 0.05 ? 0 : Math.sign(value)));
    expect(signs(found)).toEqual(signs(expected));
  });

  test('of what no class claims are mostly those of the neutral codeword', () => {
    const found = projections(Array(classes).fill(1 / classes), 16, 0.2);
    const { hyperplanes } = formHyperplanes(codewords, b, { scale: 16, neutral: 0 });
    for (const [j, value] of found.entries()) {
      const imbalance = hyperplanes.row(j).reduce((sum, sign) => sum + sign, 0);
      const without = projections(Array(classes).fill(1 / classes), 16, 0)[j];
      expect(Math.sign(without)).toBe(Math.sign(imbalance));
      expect(Math.sign(value - without)).toBe(b[j]);
    }
  });
});

test('half of the bits of the neutral codeword are -1, by the seed', () => {
  expect(b.filter((sign) => sign === -1)).toHaveLength(12);
  expect(b.filter((sign) => sign === 1)).toHaveLength(12);
  expect(neutralCodeword(bits, 3)).toEqual(b);
  expect(neutralCodeword(bits, 4)).not.toEqual(b);
  expect([...neutralCodeword(1, 0)]).toEqual([1]);
});
