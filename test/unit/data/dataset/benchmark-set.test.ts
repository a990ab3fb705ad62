import { describe, expect, test } from 'vitest';
import { arrayInMemory } from '../../../../src/data/arrays/file-array.ts';
import type { DType, NumericValues } from '../../../../src/data/arrays/numeric.ts';
import { type FileContents, readContents } from '../../../../src/data/contents.ts';
import { benchmarkSetFrom, isBenchmarkSet } from '../../../../src/data/dataset/benchmark-set.ts';
import { failure, fixture, kind } from '../../../support/make-files.ts';

const open = async (name: string) =>
  benchmarkSetFrom(await readContents(kind(`ann-${name}.hdf5`)), name);

/** The bits of scripts/golden/binary-kinds.py. */
const bit = (row: number, col: number) => {
  const mixed = BigInt.asIntN(64, BigInt(row * 40 + col) * 2654435761n) >> 7n;
  return Number(mixed % 5n < 2n);
};

interface Parts {
  readonly train?: [number[], DType, NumericValues];
  readonly neighbors?: [number[], DType, NumericValues];
  readonly metadata?: Record<string, string>;
}

function contents(parts: Parts): FileContents {
  const square: [number[], DType, NumericValues] = [[2, 2], 'float32', Float32Array.of(1, 2, 3, 4)];
  const { train = square, neighbors = [[2, 1], 'int32', Int32Array.of(0, 1)] } = parts;
  const arrays = Object.entries({ train, test: train, neighbors }).map(([name, given]) => {
    const [shape, dtype, values] = given as [number[], DType, NumericValues];
    return arrayInMemory(name, { shape, dtype, values, fortranOrder: false });
  });
  const metadata = new Map(Object.entries(parts.metadata ?? {}));
  return { format: 'hdf5', gzipped: false, arrays, metadata };
}

describe('sets of ann-benchmarks', () => {
  test.each([
    ['angular', 'cosine'],
    ['euclidean', 'euclidean'],
  ])('%s: points, queries and the rows of their neighbours', async (name, metric) => {
    const set = await open(name);
    expect(set).toMatchObject({ name, metric, count: 11 });
    expect(set.points).toMatchObject({ rows: 12, cols: 4 });
    expect(set.queries).toMatchObject({ rows: 3, cols: 4 });
    expect([...set.neighbors.subarray(0, 11)].every((row) => row >= 0 && row < 12)).toBe(true);
  });

  test.each(['hamming', 'hamming-bytes'])('%s: the points are codes', async (name) => {
    const set = await open(name);
    if (set.metric !== 'hamming') throw new Error('it must be hamming');
    expect([set.points.count, set.points.bits, set.queries.count]).toEqual([12, 40, 3]);
    // numpy.packbits puts the first bit last; the distances are the same.
    const order = name === 'hamming' ? 'little' : 'big';
    const bytes = set.points.toBytes('little');
    for (let i = 0; i < 12 * 40; i++) {
      const [row, col] = [Math.floor(i / 40), i % 40];
      const place = order === 'little' ? col & 7 : 7 - (col & 7);
      expect((bytes[row * 5 + (col >> 3)] >> place) & 1).toBe(bit(row, col));
    }
  });

  test('other files are none', async () => {
    expect(isBenchmarkSet(await readContents(fixture('pair.npz')))).toBe(false);
    expect(isBenchmarkSet(await readContents(kind('ann-angular.hdf5')))).toBe(true);
  });

  test.each<[string, Parts, RegExp]>([
    ['of another distance', { metadata: { distance: 'jaccard' } }, /distance "jaccard" is not/],
    ['of sparse points', { metadata: { type: 'sparse' } }, /sparse points is not measured/],
    [
      'with neighbours of other queries',
      { neighbors: [[3, 1], 'int32', Int32Array.of(0, 1, 1)] },
      /a row for each of 2 queries, but is 3 x 1/,
    ],
    [
      'with neighbours that are no points',
      { neighbors: [[2, 1], 'int64', BigInt64Array.of(0n, 2n)] },
      /neighbors of query 1 name point 2 of 2/,
    ],
    [
      'of bits that are none',
      {
        train: [[1, 2], 'int8', Int8Array.of(0, 2)],
        neighbors: [[1, 1], 'uint8', Uint8Array.of(0)],
        metadata: { distance: 'hamming' },
      },
      /bits must be 0 or 1, or bytes/,
    ],
  ])('a set %s is refused', async (_, parts, message) => {
    const error = await failure(() => benchmarkSetFrom(contents(parts), 'x'));
    expect(error.message).toMatch(message);
  });
});
