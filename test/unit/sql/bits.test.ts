import { describe, expect, test } from 'vitest';
import { bitStrings, bitsFrom, checkBits, codesOfBits } from '../../../src/sql/bits.ts';
import { randomCodes } from '../../support/inputs.ts';

const texts = (bits: number) => {
  const codes = randomCodes(5, bits, bits);
  const zeros = Array.from({ length: 5 }, (_, i) =>
    Array.from({ length: bits }, (_, j) => codes.bit(i, j)).join(''),
  );
  return { codes, zeros };
};

describe.each([1, 5, 8, 31, 32, 33, 64, 100, 256])('codes of %i bits', (bits) => {
  test('are hexadecimal digits, the first bit first', () => {
    const { codes, zeros } = texts(bits);
    const digits = Math.ceil(bits / 4);
    const expected = zeros.map((text) => {
      const number = BigInt(`0b${text.padEnd(4 * digits, '0')}`);
      return `x${number.toString(16).padStart(digits, '0')}`;
    });
    expect(bitStrings(codes)).toEqual(expected);
  });

  test('come back from zeros and ones', () => {
    const { codes, zeros } = texts(bits);
    expect(codesOfBits(zeros, bits)).toEqual(codes);
  });

  test('have substrings whose first bit is the most significant', () => {
    const { codes, zeros } = texts(bits);
    const width = Math.min(bits, 30);
    const offset = bits - width;
    const expected = Number.parseInt(zeros[2].slice(offset), 2);
    expect(bitsFrom(codes.code(2), offset, width)).toBe(expected);
  });
});

test('bit strings of another length are refused: PostgreSQL pads them without an error', () => {
  expect(() => codesOfBits(['1010'], 5)).toThrow(/5 bits of 0 and 1, not "1010"/);
  expect(() => codesOfBits(['10102'], 5)).toThrow(/5 bits/);
  expect(() => codesOfBits([10], 2)).toThrow(/2 bits/);
  expect(() => checkBits('codes', randomCodes(1, 32, 1), 64)).toThrow(/64 bits .* not 32/);
});
