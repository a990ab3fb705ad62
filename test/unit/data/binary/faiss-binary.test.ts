import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../../src/core/errors.ts';
import { toHashCodes } from '../../../../src/data/arrays/packed-codes.ts';
import { readFaissBinary } from '../../../../src/data/binary/faiss-binary.ts';
import { readContents } from '../../../../src/data/contents.ts';
import { codesExpected } from '../../../support/codes-expected.ts';
import { failure, fixture } from '../../../support/make-files.ts';

const file = fixture('codes.faiss');

/** The file with a number of some bytes at a place. */
function spoiled(at: number, size: 4 | 8, value: number): Uint8Array {
  const copy = file.slice();
  const view = new DataView(copy.buffer);
  if (size === 4) view.setInt32(at, value, true);
  else view.setBigInt64(at, BigInt(value), true);
  return copy;
}

describe('a flat binary index of faiss', () => {
  test('is told by its content, and holds the bits that numpy packed', async () => {
    const { format, arrays } = await readContents(file, { name: 'x.csv' });
    expect({ format, arrays }).toMatchObject({
      format: 'faiss-binary',
      arrays: [{ name: 'codes', kind: 'uint8', shape: [40, 8] }],
    });
    const codes = toHashCodes(await arrays[0]!.read());
    const bitsOf = (row: number) =>
      Array.from({ length: 64 }, (_, j) => codes.bit(row, j)).join('');
    expect(Array.from({ length: 40 }, (_, row) => bitsOf(row))).toEqual(codesExpected.bits);
  });

  test('without codes has none', () => {
    const empty = spoiled(12, 8, 0).slice(0, 33);
    new DataView(empty.buffer).setBigInt64(25, 0n, true);
    expect(readFaissBinary(empty).shape).toEqual([0, 8]);
    expect(toHashCodes(readFaissBinary(empty)).count).toBe(0);
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['another file', fixture('npy-f4.npy'), /no binary index of faiss/],
    ['a header cut short', file.slice(0, 30), /header of the faiss index is cut short/],
    ['codes cut short', file.slice(0, -1), /320 bytes of codes follow, but there are 319/],
    ['bytes beyond the codes', new Uint8Array([...file, 0]), /follow, but there are 321/],
    ['dimensions that are not the bytes', spoiled(4, 4, 63), /63 bits in 8 bytes/],
    ['no bytes a code', spoiled(8, 4, 0), /64 bits in 0 bytes/],
    ['a negative width', spoiled(8, 4, -8), /64 bits in -8 bytes/],
    ['more codes than bytes', spoiled(12, 8, 2 ** 40), /1099511627776 codes of 8 bytes/],
    ['a negative count', spoiled(12, 8, -1), /-1 codes of 8 bytes/],
    ['more bytes than codes', spoiled(25, 8, 2 ** 40), /says that 1099511627776 bytes follow/],
  ])('with %s is refused', async (_, bytes, message) => {
    const error = await failure(() => readFaissBinary(bytes));
    expect(error).toBeInstanceOf(FormatError);
    expect(error.message).toMatch(message);
  });

  test('of another kind is refused with its letters and what to do', async () => {
    const error = await failure(() => readContents(fixture('codes-ivf.faiss')));
    expect(error).toBeInstanceOf(FormatError);
    expect(error.message).toMatch(/kind IBwF, .*IndexBinaryFlat/);
  });
});
