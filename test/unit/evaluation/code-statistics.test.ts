import { describe, expect, test } from 'vitest';
import { HashCodes } from '../../../src/core/hash-codes.ts';
import { codeStatistics } from '../../../src/evaluation/code-statistics.ts';
import { codesFromBits, relatedCodes, rowsByCode } from '../../support/codes.ts';
import { mean } from './ties.ts';

/** Pearson's correlation by its definition. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const cross = mean(a.map((value, i) => (value - ma) * (b[i] - mb)));
  const spread = (values: readonly number[], m: number) => mean(values.map((v) => (v - m) ** 2));
  return cross / Math.sqrt(spread(a, ma) * spread(b, mb));
}

describe('statistics of codes', () => {
  test.each([
    [40, 7],
    [100, 33],
    [64, 64],
  ])('of %d codes of %d bits are those of their definition', (count, bits) => {
    const codes = relatedCodes(count, bits, bits);
    const columns = Array.from({ length: bits }, (_, j) =>
      Array.from({ length: count }, (_, i) => (codes.code(i)[j >>> 5] >>> (j & 31)) & 1),
    );
    const pairs = columns.flatMap((a, i) => columns.slice(0, i).map((b) => correlation(a, b)));
    const sizes = [...rowsByCode(codes).values()].map((rows) => rows.length);
    const found = codeStatistics(codes);
    expect(found.bitBalance).toBeCloseTo(
      mean(columns.map((column) => 1 - Math.abs(2 * mean(column) - 1))),
      12,
    );
    expect(found.bitCorrelation).toBeCloseTo(mean(pairs.map(Math.abs)), 12);
    expect(found).toMatchObject({
      constantBits: 0,
      buckets: sizes.length,
      largestBucket: Math.max(...sizes),
    });
  });

  test('leave constant bits out of the correlation', () => {
    const codes = codesFromBits([
      [1, 0, 1],
      [1, 1, 0],
      [1, 1, 0],
      [1, 0, 1],
    ]);
    expect(codeStatistics(codes)).toEqual({
      bitBalance: 2 / 3,
      constantBits: 1,
      bitCorrelation: 1,
      buckets: 2,
      largestBucket: 2,
    });
    expect(codeStatistics(codesFromBits([[1], [0]])).bitCorrelation).toBeNull();
  });

  test('need a code', () => {
    const none = new HashCodes(new Uint32Array(0), 0, 8);
    expect(() => codeStatistics(none)).toThrow('at least one code');
  });
});
