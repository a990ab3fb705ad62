import { describe, expect, test } from 'vitest';
import { HashCodes } from '../../../../src/core/hash-codes.ts';
import {
  radiusOfSubstring,
  substringExpression,
  substringsOf,
  valueCount,
  valuesWithin,
} from '../../../../src/sql/query/substrings.ts';
import { allCodes, randomCodes } from '../../../support/inputs.ts';

const binary = (codes: HashCodes, i: number) =>
  Array.from({ length: codes.bits }, (_, j) => codes.bit(i, j)).join('');

function distance(a: string, b: string): number {
  return [...a].filter((bit, j) => bit !== b[j]).length;
}

describe('valuesWithin', () => {
  test('gives every value within a radius, once, counted beforehand', () => {
    const code = randomCodes(1, 20, 3);
    for (const part of substringsOf(20, 2)) {
      const own = binary(code, 0).slice(part.offset, part.offset + part.width);
      const all = allCodes(part.width);
      for (const radius of [0, 1, 3, part.width, part.width + 2]) {
        const expected = Array.from({ length: all.count }, (_, i) => binary(all, i))
          .filter((text) => distance(text, own) <= radius)
          .map((text) => Number.parseInt(text, 2));
        const values = valuesWithin(code.code(0), part, radius) as number[];
        expect(values.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
        expect(valueCount(part.width, radius)).toBe(values.length);
      }
      expect(valuesWithin(code.code(0), part, -1)).toEqual([]);
    }
  });

  test('never gives a negative int4: 31 bits are its most', () => {
    const ones = new HashCodes(Uint32Array.of(0x7fffffff), 1, 31);
    const values = valuesWithin(ones.code(0), { offset: 0, width: 31 }, 1) as number[];
    expect(values).toHaveLength(32);
    expect(Math.min(...values)).toBeGreaterThan(0);
    expect(Math.max(...values)).toBe(2 ** 31 - 1);
  });

  test.each([32, 40, 63])('gives decimal texts for %i bits, which are int8', (width) => {
    const code = randomCodes(1, width, 5);
    const own = BigInt(`0b${binary(code, 0)}`);
    const expected = [own];
    for (let i = 0; i < width; i++) {
      expected.push(own ^ (1n << BigInt(i)));
      for (let j = 0; j < i; j++) expected.push(own ^ (1n << BigInt(i)) ^ (1n << BigInt(j)));
    }
    const values = valuesWithin(code.code(0), { offset: 0, width }, 2);
    expect([...values].sort()).toEqual(expected.map(String).sort());
  });
});

test('a code within the radius shares a substring within the radius of that', () => {
  const codes = allCodes(9);
  const zero = '0'.repeat(9);
  for (const count of [1, 2, 3, 4]) {
    const parts = substringsOf(9, count);
    for (let radius = 0; radius <= 9; radius++) {
      for (let i = 0; i < codes.count; i++) {
        const code = binary(codes, i);
        if (distance(code, zero) > radius) continue;
        const shares = parts.some(
          ({ offset, width }, t) =>
            distance(code.slice(offset, offset + width), zero.slice(0, width)) <=
            radiusOfSubstring(radius, count, t),
        );
        expect(shares, `${code} of ${count} at ${radius}`).toBe(true);
      }
    }
  }
});

test('the expression is an int4 up to 31 bits, and an int8 beyond', () => {
  expect(substringExpression({ offset: 16, width: 31 })).toBe('substring("code", 17, 31)::int4');
  expect(substringExpression({ offset: 0, width: 32 })).toBe('substring("code", 1, 32)::int8');
});
