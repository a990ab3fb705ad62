import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../src/core/errors.ts';
import type { HashCodes } from '../../../../src/core/hash-codes.ts';
import type { DType, NumericArray, NumericValues } from '../../../../src/data/arrays/numeric.ts';
import { type PackedCodesOptions, toHashCodes } from '../../../../src/data/arrays/packed-codes.ts';
import { readNpy } from '../../../../src/data/numpy/npy.ts';
import { codesExpected } from '../../../support/codes-expected.ts';
import { failure, fixture } from '../../../support/make-files.ts';

function array(values: NumericValues, shape: number[], dtype: DType): NumericArray {
  return { values, shape, dtype, fortranOrder: false };
}

function bitsOf(codes: HashCodes): string[] {
  const bits = Array.from({ length: codes.bits }, (_, j) => j);
  return Array.from({ length: codes.count }, (_, i) => bits.map((j) => codes.bit(i, j)).join(''));
}

describe('packed codes from arrays', () => {
  test.each<[string, string, PackedCodesOptions]>([
    ['ubinary of sentence-transformers', 'codes-ubinary.npy', { order: 'big' }],
    ['binary of sentence-transformers', 'codes-binary.npy', { order: 'big', offset: 128 }],
  ])('%s are the bits that it quantised', (_, name, options) => {
    expect(bitsOf(toHashCodes(readNpy(fixture(name)), options))).toEqual(codesExpected.bits);
  });

  test('int8 without an offset are the bytes that they are', () => {
    const signed = toHashCodes(array(Int8Array.of(-1, 0, -128, 1), [2, 2], 'int8'));
    expect([...signed.toBytes()]).toEqual([255, 0, 128, 1]);
  });

  test('without the offset differ in the first bit of each byte, and have the same distances', () => {
    const binary = readNpy(fixture('codes-binary.npy'));
    const wrong = bitsOf(toHashCodes(binary, { order: 'big' }));
    const flipped = codesExpected.bits.map((bits) =>
      [...bits].map((bit, j) => (j % 8 === 0 ? String(1 - Number(bit)) : bit)).join(''),
    );
    expect(wrong).toEqual(flipped);
  });

  test('are whole numbers of any type, as tables have them', () => {
    const bytes = (values: NumericValues, dtype: DType) => [
      ...toHashCodes(array(values, [1, 2], dtype)).toBytes(),
    ];
    expect(bytes(Float32Array.of(200, 3), 'float32')).toEqual([200, 3]);
    expect(bytes(BigInt64Array.of(-1n, 127n), 'int64')).toEqual([255, 127]);
    expect(bytes(Int32Array.of(0, 255), 'int32')).toEqual([0, 255]);
  });

  test('may be column by column, and of bits that fill no byte', () => {
    const columns = { ...array(Uint8Array.of(1, 2, 3, 0), [2, 2], 'uint8'), fortranOrder: true };
    const codes = toHashCodes(columns, { bits: 10 });
    expect([...codes.toBytes()]).toEqual([1, 3, 2, 0]);
    expect(codes.bits).toBe(10);
  });

  test.each<[string, NumericArray, PackedCodesOptions, RegExp]>([
    ['floats', array(Float32Array.of(0.5, 1), [1, 2], 'float32'), {}, /row 0 holds 0.5 .*hashed/],
    ['NaN', array(Float32Array.of(1, Number.NaN), [2, 1], 'float32'), {}, /row 1 holds NaN/],
    ['beyond a byte', array(Uint16Array.of(0, 256), [2, 1], 'uint16'), {}, /0 to 255, but row 1/],
    ['signs and sizes', array(Int16Array.of(-1, 128), [2, 1], 'int16'), {}, /-128 to 127/],
    [
      'what is no byte less 128',
      array(Uint8Array.of(1, 200), [2, 1], 'uint8'),
      { offset: 128 },
      /less 128 from -128 to 127, but row 1 holds 200/,
    ],
    ['a list', array(Uint8Array.of(1), [1], 'uint8'), {}, /two dimensions/],
    ['no columns', array(new Uint8Array(), [3, 0], 'uint8'), {}, /two dimensions/],
    ['too many bits', array(new Uint8Array(513), [1, 513], 'uint8'), {}, /4096 bits at most/],
    [
      'another offset',
      array(Uint8Array.of(1), [1, 1], 'uint8'),
      { offset: 1 as 0 },
      /offset must be 0 or 128/,
    ],
    ['padding that is set', array(Uint8Array.of(8), [1, 1], 'uint8'), { bits: 3 }, /zeros beyond/],
  ])('of %s are refused', async (_, values, options, message) => {
    const error = await failure(() => toHashCodes(values, options));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error.message).toMatch(message);
  });
});
