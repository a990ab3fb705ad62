import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../../../src/core/matrix.ts';
import { METRICS, type Metric } from '../../../../../src/kernels/api.ts';
import { loadHasher } from '../../../../../src/models/fitted-hasher.ts';
import { describeIndex } from '../../../../../src/search/hash-index/file/describe.ts';
import { HashIndex } from '../../../../../src/search/hash-index/hash-index.ts';
import type {
  HashIndexOptions,
  HashIndexResult,
} from '../../../../../src/search/hash-index/types.ts';
import { allBackends } from '../../../../support/backends.ts';
import { gaussianPoints } from '../../../../support/points.ts';
import { kernels, lsh } from '../made.ts';

const create = (options: Partial<HashIndexOptions> = {}) =>
  HashIndex.create({ kernels, ...options });

/** Vectors whose lengths differ by a factor of ten and more. */
function uneven(rows: number, dimensions: number, seed: number): Matrix {
  const points = gaussianPoints(rows, dimensions, seed);
  const data = points.data.map((value, i) => {
    const row = Math.floor(i / dimensions);
    return value * 10 ** (((row * 7) % 11) / 5);
  });
  return new Matrix(data, rows, dimensions);
}

/** Codes of removed vectors are compared until they are gone. */
const withoutProbes = ({ probes, ...result }: HashIndexResult) => result;

/** The share of the ten true neighbours that are found. */
function recall(index: HashIndex, queries: Matrix, options = {}): number {
  const truth = index.search(queries, { candidates: 'all' });
  const found = index.search(queries, options);
  const hits = truth.map(({ neighbours }, q) => {
    const ids = new Set(neighbours.map(({ id }) => id));
    return found[q].neighbours.filter(({ id }) => ids.has(id)).length;
  });
  return hits.reduce((sum, count) => sum + count, 0) / (10 * queries.rows);
}

describe('an index for which no hasher is given', () => {
  test.each(METRICS)('finds nine of ten neighbours by %s among lengths that differ', (metric) => {
    const index = create({ metric });
    index.add(uneven(3000, 64, 1));
    expect(index.codes).toBe('estimated');
    const queries = gaussianPoints(50, 64, 2);
    expect(recall(index, queries)).toBeGreaterThan(0.9);
    expect(recall(index, queries, { candidates: 1000 })).toBeGreaterThan(0.99);
  });

  test('finds more with more bits a dimension, also where no vectors are kept', () => {
    const points = gaussianPoints(2000, 96, 3);
    const queries = gaussianPoints(30, 96, 4);
    const whole = create();
    whole.add(points);
    const truth = whole.search(queries, { candidates: 'all' });
    const shares = ([1, 2, 4] as const).map((bitsPerDimension) => {
      const index = create({ bitsPerDimension, keepVectors: false });
      index.add(points);
      const found = index.search(queries);
      expect(found[0].metric).toBe('estimated cosine');
      const distances = found[0].neighbours.map(({ distance }) => distance);
      expect(distances).toEqual([...distances].sort((a, b) => a - b));
      return truth.map(
        ({ neighbours }, q) =>
          neighbours.filter(({ id }) => found[q].neighbours.some((own) => own.id === id)).length,
      );
    });
    const [one, two, four] = shares.map((hits) => hits.reduce((sum, own) => sum + own, 0) / 300);
    expect(two).toBeGreaterThan(one + 0.1);
    expect(four).toBeGreaterThan(two + 0.1);
    expect(four).toBeGreaterThan(0.8);
  });

  test('gives the same results on every backend, in batches, and after loading', async () => {
    const points = uneven(700, 33, 5);
    const queries = gaussianPoints(20, 33, 6);
    const results = [];
    for (const backend of allBackends()) {
      const index = HashIndex.create({ kernels: backend, metric: 'dot', keepVectors: 'int8' });
      for (let first = 0; first < 700; first += 100) index.add(points.slice(first, first + 100));
      index.remove(Array.from({ length: 90 }, (_, i) => 7 * i));
      const found = index.search(queries, { candidates: 60 });
      expect(await index.searchBatch(queries, { candidates: 60 })).toEqual(found);
      expect(queries.row(3)).toHaveLength(33);
      expect(index.search(queries.row(3), { candidates: 60 })).toEqual(found[3]);
      const loaded = HashIndex.load(index.save(), { kernels: backend, loadHasher });
      const again = loaded.search(queries, { candidates: 60 });
      expect(again.map(withoutProbes)).toEqual(found.map(withoutProbes));
      expect(loaded.save()).toEqual(index.save());
      results.push(found);
    }
    for (const other of results) expect(other).toEqual(results[0]);
  });

  test('honours removed ids and a filter before candidates are chosen', () => {
    const index = create({ keepVectors: false });
    index.add(gaussianPoints(500, 40, 7));
    index.remove([1, 2, 3]);
    const { neighbours, candidates } = index.search(gaussianPoints(1, 40, 8).row(0), {
      k: 5,
      candidates: 5,
      filter: (id) => Number(id) < 8,
    });
    expect(neighbours.map(({ id }) => id).sort()).toEqual([0, 4, 5, 6, 7]);
    expect(candidates).toBe(5);
  });

  test('learns its centre anew while it is small and grows, and then on demand', () => {
    const index = create();
    index.add([Array.from({ length: 48 }, (_, k) => (k === 0 ? 1 : 0))]);
    const points = gaussianPoints(2000, 48, 10);
    for (let first = 0; first < 2000; first += 50) index.add(points.slice(first, first + 50));
    const queries = gaussianPoints(30, 48, 11);
    const grown = recall(index, queries, { candidates: 50 });
    index.rehash();
    expect(grown).toBeGreaterThan(recall(index, queries, { candidates: 50 }) - 0.05);
  });

  test('gives a batch that runs what it began with, whatever is added, coded anew or disposed of', async () => {
    const queries = gaussianPoints(40, 24, 3);
    for (const change of [
      (index: HashIndex) => void index.add(gaussianPoints(300, 24, 2)),
      (index: HashIndex) => index.rehash(),
      (index: HashIndex) => index.dispose(),
    ]) {
      const index = create();
      index.add(gaussianPoints(250, 24, 1));
      const before = index.search(queries, { candidates: 20 });
      const waiting = index.searchBatch(queries, { candidates: 20 });
      change(index);
      expect(await waiting).toEqual(before);
    }
  });

  test('is empty until vectors are added, and knows no dimensions', () => {
    const index = create({ metric: 'euclidean', bitsPerDimension: 2 });
    expect(index.dimensions).toBe(0);
    expect(index.search([1, 2, 3])).toMatchObject({ neighbours: [], metric: 'euclidean' });
    const loaded = HashIndex.load(index.save(), { kernels, loadHasher });
    expect([loaded.size, loaded.dimensions, loaded.codes]).toEqual([0, 0, 'estimated']);
    loaded.add([[1, 2, 3]]);
    expect(loaded.dimensions).toBe(3);
    expect(loaded.stats.bits).toEqual([128]);
    expect(() => loaded.add([[1, 2]])).toThrow(/must have the 3 dimensions of the index/);
  });

  test('is described with its codes', () => {
    const index = create({ bitsPerDimension: 4, bits: 256 });
    index.add(gaussianPoints(10, 100, 1));
    expect(describeIndex(index.save())).toMatchObject({
      version: 2,
      codes: 'estimated',
      bitsPerDimension: 4,
      bits: [256],
    });
  });

  test('may have Hamming codes of random rotations', () => {
    const index = create({ codes: 'hamming', bits: 512 });
    index.add(gaussianPoints(1000, 64, 1));
    expect(index.stats.bits).toEqual([512]);
    expect(index.hashers).toHaveLength(1);
    expect(recall(index, gaussianPoints(20, 64, 2))).toBeGreaterThan(0.95);
    expect(index.search(gaussianPoints(1, 64, 3).row(0), { radius: 512 }).candidates).toBe(1000);
  });
});

describe('options that do not fit are refused', () => {
  test.each<[Partial<HashIndexOptions>, RegExp]>([
    [{ codes: 'float' as never }, /codes must be one of estimated, hamming/],
    [{ codes: 'estimated', hasher: lsh(8, 3) }, /leave out the hasher, or choose codes: 'hamming'/],
    [{ hasher: lsh(8, 3), bits: 8 }, /bits is the hasher's own where one is given/],
    [{ codes: 'hamming', bitsPerDimension: 1 }, /bitsPerDimension is of codes: 'estimated'/],
    [{ bitsPerDimension: 3 as never }, /bitsPerDimension must be one of 1, 2, 4/],
    [{ codes: 'estimated', bits: 31 }, /bits of codes estimated must be a whole number/],
    [{ bitsPerDimension: 4, bits: 64 }, /bits of codes estimated must be a whole number/],
    [{ seed: -1 }, /seed must be a whole number/],
  ])('%#', (options, message) => {
    expect(() => create(options)).toThrow(message);
  });

  test('by searches and changes that are for the other codes', () => {
    const index = create();
    index.add(gaussianPoints(5, 3, 1));
    for (const options of [{ radius: 1 }, { probes: 2 }]) {
      expect(() => index.search([1, 2, 3], options)).toThrow(/only indexes of codes: 'hamming'/);
    }
    expect(() => index.buckets()).toThrow(/has no buckets/);
    expect(() => index.rehash(lsh(8, 3))).toThrow(/has no hasher: leave it out/);
    const other = create({ hasher: lsh(8, 3) });
    expect(() => other.rehash()).toThrow(/give a hasher/);
  });
});

test('dot products of uneven lengths with Hamming codes are warned of, once', () => {
  const warnings: string[] = [];
  const onWarning = (message: string) => warnings.push(message);
  const make = (metric: Metric, points: Matrix) => {
    const index = create({ hasher: lsh(16, 8), metric, onWarning });
    index.add(points);
    index.add(points.slice(0, 3), ['a', 'b', 'c']);
  };
  make('cosine', uneven(50, 8, 1));
  make('dot', new Matrix(new Float32Array(80).fill(1), 10, 8));
  expect(warnings).toEqual([]);
  make('dot', uneven(50, 8, 1));
  expect(warnings).toEqual([expect.stringMatching(/find candidates by their directions alone/)]);
});
