import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../../src/core/errors.ts';
import { inflate } from '../../../../src/data/archives/inflate.ts';
import { toLabels } from '../../../../src/data/arrays/labels.ts';
import { toMatrix } from '../../../../src/data/arrays/numeric.ts';
import { isIdx, readIdx } from '../../../../src/data/binary/idx.ts';
import { expected, failure, fixture, idx } from '../../../support/make-files.ts';

describe('reading IDX files', () => {
  it('reads images as rows, plain and gzipped', async () => {
    const plain = fixture('tiny-idx3-ubyte');
    const packed = fixture('tiny-idx3-ubyte.gz');
    for (const file of [plain, await inflate(packed, 'gzip', { maxBytes: 1000 })]) {
      const array = readIdx(file);
      expect(array).toMatchObject({ shape: [3, 4, 4], dtype: 'uint8', fortranOrder: false });
      const points = toMatrix(array);
      expect([points.rows, points.cols]).toEqual([3, 16]);
      expect([...points.data]).toEqual(expected.images.flat());
    }
  });

  it('reads labels', () => {
    expect([...toLabels(readIdx(fixture('tiny-idx1-ubyte')))]).toEqual([4, 0, 9]);
  });

  it.each([
    [8, 'u1', 'uint8'],
    [9, 'i1', 'int8'],
    [11, 'i2', 'int16'],
    [12, 'i4', 'int32'],
    [13, 'f4', 'float32'],
    [14, 'f8', 'float64'],
  ])('reads type %i', (code, type, dtype) => {
    const array = readIdx(idx([1, 2, 3, 100], [2, 2], code, type));
    expect(array.dtype).toBe(dtype);
    expect([...array.values]).toEqual([1, 2, 3, 100]);
  });

  it('tells IDX files by their first bytes', () => {
    expect(isIdx(fixture('tiny-idx3-ubyte'))).toBe(true);
    expect(isIdx(fixture('v4-double.mat'))).toBe(false);
    expect(isIdx(new Uint8Array(0))).toBe(false);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /cut short/],
    ['another file', new Uint8Array(9).fill(1), /no IDX file/],
    ['an unknown type', Uint8Array.of(0, 0, 10, 1, 0, 0, 0, 0), /type 10 is unknown/],
    ['no dimensions', Uint8Array.of(0, 0, 8, 0), /no dimensions/],
    ['a header cut short', Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 0), /header is cut short/],
    ['too few values', idx([1, 2, 3], [4]), /4 values of uint8, 4 bytes, but 3 follow/],
    ['too many values', idx([1, 2, 3], [2]), /2 bytes, but 3 follow/],
    ['sizes that overflow', idx([1], new Array<number>(8).fill(2 ** 32 - 1)), /Infinity bytes/],
  ])('refuses %s', async (_, file, message) => {
    const error = await failure(() => readIdx(file));
    expect(error).toBeInstanceOf(FormatError);
    expect(error.message).toMatch(message);
  });
});
