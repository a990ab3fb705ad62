import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { float16Bits } from '../../../../src/sql/copy/float16.ts';

/** The value of 16 bits, by the definition. */
function decoded(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

// All halves that are finite and not negative, ascending as their bits do.
const HALVES = Array.from({ length: 31 * 1024 }, (_, bits) => decoded(bits));

/** The nearest half of a float that is not negative, by looking at all; of two the one with even bits. */
function nearest(value: number): number {
  if (value >= 65520) return 0x7c00;
  let low = 0;
  let high = HALVES.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (HALVES[middle] <= value) low = middle;
    else high = middle;
  }
  const [below, above] = [value - HALVES[low], HALVES[high] - value];
  if (below === above) return low % 2 === 0 ? low : high;
  return below < above ? low : high;
}

describe('the half of a float', () => {
  test('gives every half its own bits', () => {
    HALVES.forEach((value, bits) => {
      expect(float16Bits(value)).toBe(bits);
      expect(float16Bits(-value)).toBe(bits | 0x8000);
    });
  });

  test('is the nearest, and of two the even one', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const sign = Object.is(Math.sign(value), -0) || value < 0 ? 0x8000 : 0;
        expect(float16Bits(value)).toBe(sign | nearest(Math.abs(value)));
      }),
      { numRuns: 2000 },
    );
    for (let bits = 0; bits + 1 < HALVES.length; bits += 7) {
      const middle = (HALVES[bits] + HALVES[bits + 1]) / 2;
      expect(float16Bits(middle)).toBe(bits % 2 === 0 ? bits : bits + 1);
    }
  });

  test('is infinite from the middle of the largest and the next on', () => {
    expect(float16Bits(65519.99)).toBe(0x7bff);
    expect(float16Bits(65520)).toBe(0x7c00);
    expect(float16Bits(Number.NEGATIVE_INFINITY)).toBe(0xfc00);
    expect(float16Bits(Number.NaN)).toBe(0x7e00);
  });
});
