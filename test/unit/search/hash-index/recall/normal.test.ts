import { describe, expect, test } from 'vitest';
import { normalBelow } from '../../../../../src/search/hash-index/recall/normal.ts';

describe('normalBelow', () => {
  test.each([
    [-6, 9.8658765e-10],
    [-2, 0.022750132],
    [-0.5, 0.308537539],
    [0, 0.5],
    [0.8416212, 0.8],
    [1.6448536, 0.95],
    [2.3263479, 0.99],
    [40, 1],
  ])('is that of scipy.stats.norm.cdf at %d', (x, expected) => {
    expect(normalBelow(x)).toBeCloseTo(expected, 6);
  });

  test('of no number is none', () => {
    expect(normalBelow(Number.NaN)).toBeNaN();
  });
});
