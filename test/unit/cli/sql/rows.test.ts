import { describe, expect, test } from 'vitest';
import { codesOfRows } from '../../../../src/cli/sql/rows.ts';
import { HashCodes } from '../../../../src/core/hash-codes.ts';
import { Matrix } from '../../../../src/core/matrix.ts';

describe('codesOfRows', () => {
  const bytes = Uint8Array.from([1, 128, 255, 15, 0, 7]);
  const rows = new Matrix(Float32Array.from(bytes), 3, 2);

  test('takes rows of bytes in either order of bits, and of codes that fill none', () => {
    for (const order of ['little', 'big'] as const) {
      expect(codesOfRows('x.npy', rows, 16, order)).toEqual(HashCodes.fromBytes(bytes, 16, order));
    }
    const short = new Matrix(Float32Array.of(128, 64), 2, 1);
    expect([...codesOfRows('x.npy', short, 2, 'big').words]).toEqual([1, 2]);
  });

  test('takes signed bytes as the bytes that they are', () => {
    const signed = new Matrix(Float32Array.of(-1, -128), 1, 2);
    expect([...codesOfRows('x.npy', signed, 16, 'little').words]).toEqual([0x80ff]);
  });

  test('refuses another number of bytes, and what are no bytes', () => {
    expect(() => codesOfRows('x.npy', rows, 24, 'little')).toThrow(
      'x.npy has rows of 2 bytes, but codes of 24 bits take 3',
    );
    for (const value of [0.5, 256, -129, Number.NaN]) {
      const vectors = new Matrix(Float32Array.of(1, value), 1, 2);
      expect(() => codesOfRows('x.npy', vectors, 16, 'little')).toThrow(
        /^x\.npy has .* where codes have bytes: vectors need a store with a hasher \(--hasher\)$/,
      );
    }
  });
});
