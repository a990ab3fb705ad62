import { describe, expect, test } from 'vitest';
import { ClusteredVectors } from '../../../../src/bench/clusters.ts';
import { Matrix } from '../../../../src/core/matrix.ts';
import { loadHasher } from '../../../../src/models/fitted-hasher.ts';
import { HashIndex } from '../../../../src/search/hash-index/hash-index.ts';
import type { HashIndexOptions } from '../../../../src/search/hash-index/types.ts';
import { gaussianPoints } from '../../../support/points.ts';
import { kernels } from './made.ts';

const clusters = new ClusteredVectors({ clusters: 40, dimensions: 32, noise: 0.7, seed: 5 });
const points = clusters.next(3000);
const query = clusters.next(1).row(0);

function indexOf(options: Partial<HashIndexOptions> = {}, vectors: Matrix = points): HashIndex {
  const index = HashIndex.create({ kernels, ...options });
  index.add(vectors);
  return index;
}

describe('the recall of a search', () => {
  test('is aimed at .95 unless the index or the search says otherwise', () => {
    expect(indexOf().search(query).recall?.aimed).toBe(0.95);
    const index = indexOf({ recall: 0.8 });
    expect(index.search(query).recall?.aimed).toBe(0.8);
    expect(index.search(query, { recall: 0.9 }).recall?.aimed).toBe(0.9);
    expect(index.search(query, { recall: undefined }).recall?.aimed).toBe(0.8);
  });

  test('is expected to be what was aimed at or more, with more candidates for more', () => {
    const index = indexOf();
    let before = 0;
    for (const recall of [0.5, 0.9, 0.99, 0.9999]) {
      const { candidates, recall: promise } = index.search(query, { recall });
      expect(promise?.estimated).toBeGreaterThanOrEqual(recall);
      expect(candidates).toBeGreaterThanOrEqual(before);
      before = candidates;
    }
    expect(before).toBeLessThan(index.size);
  });

  test('of 1 ranks all vectors', () => {
    const { candidates, recall } = indexOf().search(query, { recall: 1 });
    expect(candidates).toBe(points.rows);
    expect(recall).toEqual({ aimed: 1, estimated: 1 });
  });

  test('is that of exact search in an index of few vectors', () => {
    const { recall } = indexOf({}, points.slice(0, 150)).search(query);
    expect(recall).toEqual({ aimed: 0.95, estimated: 1 });
  });

  test('is not promised where the caller says what is ranked', () => {
    expect(indexOf().search(query, { candidates: 50 }).recall).toBeNull();
    expect(indexOf().search(query, { candidates: 'all' }).recall).toBeNull();
    expect(indexOf({ codes: 'hamming' }).search(query, { radius: 3 }).recall).toBeNull();
  });

  test('is not known where there are no vectors to compare with', () => {
    const { recall } = indexOf({ keepVectors: false }).search(query);
    expect(recall).toEqual({ aimed: 0.95, estimated: null });
  });

  test('counts among the rows that a filter lets pass', () => {
    const index = indexOf();
    const filter = (id: number | string) => (id as number) % 3 === 0;
    const { recall, neighbours } = index.search(query, { filter });
    expect(recall?.estimated).toBeGreaterThanOrEqual(0.95);
    expect(neighbours.every(({ id }) => filter(id))).toBe(true);
  });

  test.each([0, -1, 1.5, Number.NaN, '0.9'])('can not be %s', (recall) => {
    const rule = /recall must be a number above 0, 1 at most/;
    expect(() => HashIndex.create({ kernels, recall: recall as number })).toThrow(rule);
    expect(() => indexOf().search(query, { recall: recall as number })).toThrow(rule);
  });

  test('is refused beside a number of candidates', () => {
    expect(() => indexOf().search(query, { recall: 0.9, candidates: 10 })).toThrow(
      'give recall, candidates, radius or probes, not recall and candidates',
    );
  });

  test('of many equal vectors is found, whatever they are', () => {
    const same = new Matrix(new Float32Array(1000 * 32).fill(0.5), 1000, 32);
    const { neighbours } = indexOf({}, same).search(query, { k: 5 });
    expect(neighbours.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
  });

  test.each([
    ['euclidean', 1e6, 1],
    ['euclidean', 1e8, 1],
    ['euclidean', 1e3, 4],
    ['euclidean', 1e4, 4],
    ['cosine', 1e5, 1],
    ['cosine', 1e3, 4],
    ['dot', 1e2, 1],
    ['dot', 1e7, 1],
  ] as const)(
    'by %s is not taken for sure where codes tell two clusters %f apart and no more, %i bits',
    (metric, apart, bitsPerDimension) => {
      const dimensions = 32;
      const twoClusters = (rows: number, seed: number) => {
        const { data } = gaussianPoints(rows, dimensions, seed);
        const moved = data.map((value, i) => {
          if (i % dimensions > 0) return value;
          return value + (i % (2 * dimensions) === 0 ? apart : -apart);
        });
        return new Matrix(moved, rows, dimensions);
      };
      const index = indexOf({ metric, bitsPerDimension }, twoClusters(3000, 1));
      const queries = twoClusters(20, 2);
      const truth = index.search(queries, { candidates: 'all' });
      let hits = 0;
      for (const [q, { neighbours }] of index.search(queries).entries()) {
        const ids = new Set(truth[q]!.neighbours.map(({ id }) => id));
        hits += neighbours.filter(({ id }) => ids.has(id)).length;
      }
      expect(hits / (10 * queries.rows)).toBeGreaterThanOrEqual(0.95);
    },
  );

  test('comes back from a file', () => {
    const index = indexOf({ recall: 0.7 });
    const loaded = HashIndex.load(index.save(), { kernels, loadHasher });
    expect(loaded.recall).toBe(0.7);
    expect(loaded.search(query)).toEqual(index.search(query));
  });
});

describe('the recall of Hamming codes', () => {
  const index = indexOf({ codes: 'hamming', bits: 64 });
  const queries = clusters.next(200);

  test('is that of a sample of the index', () => {
    const results = index.search(queries);
    const exact = index.search(queries, { candidates: 'all' });
    const found = results.map(({ neighbours }, q) => {
      const near = new Set(exact[q].neighbours.map(({ id }) => id));
      return neighbours.filter(({ id }) => near.has(id)).length / 10;
    });
    const mean = found.reduce((sum, own) => sum + own, 0) / found.length;
    const estimated = results.find(({ recall }) => recall?.estimated)?.recall?.estimated ?? 0;
    expect(mean).toBeGreaterThan(0.92);
    expect(estimated).toBeGreaterThanOrEqual(0.95);
    expect(results[0].candidates).toBeLessThan(index.size);
  });

  test('is not known of queries farther off than any of the sample, nor with a filter', () => {
    const far = Float32Array.from(query, (value, i) => (i % 2 ? -value : value) + 3);
    expect(index.search(far).recall?.estimated).toBeNull();
    expect(index.search(query, { filter: (id) => id !== 0 }).recall?.estimated).toBeNull();
  });
});

describe('bits a dimension', () => {
  const flat = gaussianPoints(4000, 64, 9);

  test('are one where vectors are kept that are told apart by it', () => {
    expect(indexOf().stats.bits).toEqual([128]);
  });

  test('are as many as reach the recall where no vectors are kept', () => {
    const bits = (recall: number) => indexOf({ keepVectors: false, recall }, flat).stats.bits[0];
    expect(bits(0.1)).toBe(128);
    expect(bits(0.999)).toBe(256);
  });

  test('that are given stay', () => {
    const index = indexOf({ keepVectors: false, bitsPerDimension: 2 }, flat);
    expect(index.stats.bits).toEqual([128]);
  });

  test('that were chosen are chosen again after loading, as without it', () => {
    const index = indexOf({}, flat);
    const loaded = HashIndex.load(index.save(), { kernels, loadHasher });
    for (const one of [index, loaded]) one.add(gaussianPoints(6000, 64, 10));
    expect(loaded.stats.bits).toEqual(index.stats.bits);
    expect(loaded.search(flat.slice(0, 20))).toEqual(index.search(flat.slice(0, 20)));
  });
});
