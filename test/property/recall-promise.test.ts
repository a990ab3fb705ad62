import { describe, expect, test } from 'vitest';
import { ClusteredVectors } from '../../src/bench/clusters.ts';
import { Matrix } from '../../src/core/matrix.ts';
import { METRICS } from '../../src/kernels/api.ts';
import { loadHasher } from '../../src/models/fitted-hasher.ts';
import { HashIndex } from '../../src/search/hash-index/hash-index.ts';
import type { HashIndexResult } from '../../src/search/hash-index/types.ts';
import { allBackends } from '../support/backends.ts';
import { gaussianPoints } from '../support/points.ts';

const backends = allBackends();
const fastest = backends.find(({ name }) => name === 'wasm-simd') ?? backends[0];
const clusters = new ClusteredVectors({ clusters: 60, dimensions: 40, noise: 0.8, seed: 8 });
const clustered = clusters.next(6000);
const inside = clusters.next(300);
const noise = gaussianPoints(300, 40, 21);

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

function recallOf(results: readonly HashIndexResult[], exact: readonly HashIndexResult[]): number {
  return mean(
    results.map(({ neighbours }, q) => {
      const near = new Set(exact[q].neighbours.map(({ id }) => id));
      return neighbours.filter(({ id }) => near.has(id)).length / near.size;
    }),
  );
}

describe('the recall that is promised', () => {
  const cases = METRICS.flatMap((metric) =>
    [1, 2, 4].flatMap((bits) => [
      { metric, bits, kind: 'like the vectors', queries: inside },
      { metric, bits, kind: 'of another kind', queries: noise },
    ]),
  );

  test.each(cases)('is found by $metric with $bits bits, queries $kind', (given) => {
    const { metric, bits, queries } = given;
    const bitsPerDimension = bits as 1 | 2 | 4;
    const index = HashIndex.create({ kernels: fastest, metric, bitsPerDimension });
    index.add(clustered);
    for (const k of [1, 10]) {
      const exact = index.search(queries, { k, candidates: 'all' });
      for (const recall of [0.8, 0.95]) {
        const results = index.search(queries, { k, recall });
        const found = recallOf(results, exact);
        const estimated = mean(results.map(({ recall: own }) => own?.estimated ?? Number.NaN));
        // 300 queries of one seed: two standard errors.
        const tolerance = k === 1 ? 0.05 : 0.025;
        expect(found).toBeGreaterThan(recall - tolerance);
        expect(found).toBeGreaterThan(estimated - tolerance);
      }
    }
  });

  test.each(['estimated', 'hamming'] as const)(
    'takes the same candidates on every backend, from a file, alone or together: codes %s',
    async (codes) => {
      const queries = Matrix.from([...Array(6).keys()].map((q) => (q % 2 ? inside : noise).row(q)));
      const found: HashIndexResult[][] = [];
      for (const kernels of backends) {
        const index = HashIndex.create({ kernels, codes });
        index.add(clustered.slice(0, 1500));
        index.add(clustered.slice(1500, 2000));
        index.remove([3, 700, 1501]);
        const loaded = HashIndex.load(index.save(), { kernels, loadHasher });
        const options = { k: 5, recall: 0.9 };
        found.push(index.search(queries, options), loaded.search(queries, options));
        found.push([...Array(6).keys()].map((q) => index.search(queries.row(q), options)));
        found.push(await loaded.searchBatch(queries, options));
      }
      const shown = found.map((results) => results.map(({ probes, ...rest }) => rest));
      for (const results of shown) expect(results).toEqual(shown[0]);
    },
  );

  test.each([[[6000]], [[2000, 1000, 3000]], [[4500, 1499, 1]]])(
    'does not depend on how vectors were handed in once codes are made anew: %j',
    (sizes) => {
      const whole = HashIndex.create({ kernels: fastest });
      whole.add(clustered);
      whole.rehash();
      const index = HashIndex.create({ kernels: fastest });
      let first = 0;
      for (const size of sizes) {
        index.add(clustered.slice(first, first + size));
        first += size;
      }
      index.rehash();
      const without = (results: HashIndexResult[]) => results.map(({ probes, ...rest }) => rest);
      expect(without(index.search(inside))).toEqual(without(whole.search(inside)));
    },
  );
});
