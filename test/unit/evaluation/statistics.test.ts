import { describe, expect, test } from 'vitest';
import { pairedTTest } from '../../../src/evaluation/statistics/paired-test.ts';
import { quantileOfT, withinT } from '../../../src/evaluation/statistics/student-t.ts';
import { confidenceInterval, summarise } from '../../../src/evaluation/statistics/summary.ts';

// Expected values: scipy.stats 1.17, t.ppf, t.interval and ttest_rel.
const A = [0.21, 0.23, 0.22, 0.25, 0.24];
const B = [0.2, 0.21, 0.225, 0.22, 0.23];

describe("Student's t", () => {
  test.each([
    [1, 0.95, 12.706204736174694],
    [2, 0.95, 4.302652729749462],
    [4, 0.95, 2.7764451051977934],
    [9, 0.99, 3.249835541592126],
    [30, 0.95, 2.0422724563012378],
  ])('with %d degrees of freedom is within its quantile with probability %d', (df, level, t) => {
    expect(quantileOfT(level, df)).toBeCloseTo(t, 10);
    expect(withinT(t, df)).toBeCloseTo(level, 12);
    expect(withinT(-t, df)).toBeCloseTo(level, 12);
  });
});

describe('a summary', () => {
  test('has the standard deviation of a sample', () => {
    expect(summarise(A).mean).toBeCloseTo(0.23, 14);
    expect(summarise(A).std).toBeCloseTo(0.0158113883008419, 14);
  });

  test('of one value has no spread and no interval', () => {
    expect(summarise([0.5])).toEqual({ mean: 0.5, std: null });
    expect(confidenceInterval([0.5])).toBeNull();
    expect(() => summarise([])).toThrow('a mean needs at least one value');
  });

  test('has the interval of the reference', () => {
    const [low, high] = confidenceInterval(A) ?? [];
    expect(low).toBeCloseTo(0.2103675683852244, 12);
    expect(high).toBeCloseTo(0.24963243161477555, 12);
  });
});

describe('the paired t-test', () => {
  test.each([
    [A, B, 2.2294816068526124, 0.08966251702034549],
    [[0.3, 0.1], [0.1, 0.2], 0.33333333333333326, 0.7951672353008665],
    [
      [0.31, 0.28, 0.35, 0.3, 0.33, 0.29, 0.36, 0.27, 0.32, 0.34],
      [0.3, 0.29, 0.33, 0.28, 0.33, 0.27, 0.35, 0.28, 0.3, 0.31],
      2.53846153846154,
      0.03179092810435839,
    ],
  ])('of %j and %j has t = %d and p = %d', (a, b, t, p) => {
    const test = pairedTTest(a, b);
    expect(test?.t).toBeCloseTo(t, 10);
    expect(test?.p).toBeCloseTo(p, 10);
    expect(pairedTTest(b, a)?.p).toBeCloseTo(p, 10);
  });

  test('of equal values finds no difference, of a constant one no chance', () => {
    expect(pairedTTest(A, A)).toMatchObject({ meanDifference: 0, t: 0, p: 1 });
    expect(pairedTTest([2, 3], [1, 2])).toMatchObject({ meanDifference: 1, p: 0 });
  });

  test('needs two pairs', () => {
    expect(pairedTTest([1], [2])).toBeNull();
    expect(() => pairedTTest([1, 2], [2])).toThrow('as many values of each');
  });
});
