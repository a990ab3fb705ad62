import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../src/core/matrix.ts';
import { packedLength, packHyperplanes } from '../../../src/kernels/packing.ts';

describe('packHyperplanes', () => {
  test('puts eight hyperplanes side by side and pads the last block with zeros', () => {
    const rows = Array.from({ length: 9 }, (_, j) => [10 * j + 1, 10 * j + 2]);
    const packed = new Float32Array(packedLength(9, 2)).fill(Number.NaN);
    packHyperplanes(Matrix.from(rows), packed);
    expect([...packed]).toEqual([
      ...[1, 11, 21, 31, 41, 51, 61, 71],
      ...[2, 12, 22, 32, 42, 52, 62, 72],
      ...[81, 0, 0, 0, 0, 0, 0, 0],
      ...[82, 0, 0, 0, 0, 0, 0, 0],
    ]);
  });

  test.each([
    [1, 3, 24],
    [8, 3, 24],
    [9, 3, 48],
  ])('takes room for whole blocks: %d hyperplanes of %d values take %d', (bits, d, length) => {
    expect(packedLength(bits, d)).toBe(length);
  });
});
