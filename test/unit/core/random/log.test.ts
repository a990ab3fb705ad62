import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { log } from '../../../../src/core/random/log.ts';

/** Spacing of the doubles around `value`. */
function ulp(value: number): number {
  return 2 ** Math.max(Math.floor(Math.log2(Math.abs(value))) - 52, -1074);
}

describe('log', () => {
  // The doubles nearest to the true logarithms, from a 50-digit computation.
  test.each([
    [0.5, -Math.LN2],
    [0.75, -0.2876820724517809],
    [1.5, 0.4054651081081644],
    [2, Math.LN2],
    [10, Math.LN10],
    [Math.E, 1],
    [1e-300, -690.7755278982137],
    [5e-324, -744.4400719213812],
    [Number.MAX_VALUE, 709.782712893384],
    [1 - 2 ** -53, -1.1102230246251565e-16],
    [1 + 2 ** -52, 2.2204460492503128e-16],
  ])('of %d is %d', (x, expected) => {
    expect(Math.abs(log(x) - expected)).toBeLessThanOrEqual(ulp(expected));
  });

  test('has its usual limits', () => {
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(-0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(log(-1)).toBeNaN();
    expect(log(Number.NaN)).toBeNaN();
  });

  test("is within 2 ulp of the engine's logarithm, itself within 1 ulp", () => {
    const positive = fc.double({ min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true });
    const unit = fc.double({ min: 0.01, max: 4, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(positive, unit), (x) => {
        const expected = Math.log(x);
        expect(Math.abs(log(x) - expected)).toBeLessThanOrEqual(2 * ulp(expected));
      }),
      { numRuns: 5000 },
    );
  });
});
