import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { packedLength, packHyperplanes } from '../../../../src/kernels/base/packing.ts';

describe('packHyperplanes', () => {
  test('puts eight hyperplanes side by side behind their offsets and pads the last block with zeros', () => {
    const rows = Array.from({ length: 9 }, (_, j) => [10 * j + 1, 10 * j + 2]);
    const packed = new Float32Array(packedLength(9, 2)).fill(Number.NaN);
    const offsets = Float32Array.from({ length: 9 }, (_, j) => (j === 2 ? -0 : 100 + j));
    packHyperplanes(Matrix.from(rows), offsets, packed);
    expect([...packed]).toEqual([
      ...[100, 101, 0, 103, 104, 105, 106, 107],
      ...[1, 11, 21, 31, 41, 51, 61, 71],
      ...[2, 12, 22, 32, 42, 52, 62, 72],
      ...[108, 0, 0, 0, 0, 0, 0, 0],
      ...[81, 0, 0, 0, 0, 0, 0, 0],
      ...[82, 0, 0, 0, 0, 0, 0, 0],
    ]);
  });

  test('starts from zero without offsets', () => {
    const packed = new Float32Array(packedLength(1, 1)).fill(Number.NaN);
    packHyperplanes(Matrix.from([[5]]), null, packed);
    expect([packed[0], packed[8]]).toEqual([0, 5]);
  });

  test.each([
    [1, 3, 32],
    [8, 3, 32],
    [9, 3, 64],
  ])('takes room for whole blocks: %d hyperplanes of %d values take %d', (bits, d, length) => {
    expect(packedLength(bits, d)).toBe(length);
  });
});
