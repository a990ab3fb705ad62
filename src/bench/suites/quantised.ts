import type { Kernels } from '../../kernels/api.ts';
import { QuantisedSearch } from '../../search/quantised/quantised-search.ts';
import type { BenchCase } from '../harness.ts';
import { descriptorLike } from '../random-data.ts';

const ROWS = 60_000;
const BATCH = 16;
const TOP = 10;
/** Exact distances of these queries are compared with the estimates. */
const CHECKED = 4;
/** Of estimates that may be outside of their bounds; six in 100,000 are where errors are normal. */
const STRAYS = 0.001;

/** Estimated distances from codes of one bit a dimension: one query, and several together. */
export const quantisedCases = [128, 512].flatMap((dimensions) =>
  [1, BATCH].map(
    (batch) => (backends: readonly Kernels[]) => quantisedCase(backends, dimensions, batch),
  ),
);

async function quantisedCase(
  backends: readonly Kernels[],
  dimensions: number,
  batch: number,
): Promise<BenchCase> {
  const points = descriptorLike(ROWS, dimensions, 5);
  const queries = descriptorLike(Math.max(batch, CHECKED), dimensions, 6);
  const asked = queries.slice(0, batch);
  const searches = await Promise.all(
    backends.map((kernels) =>
      QuantisedSearch.create(kernels, points, { metric: 'euclidean', keepVectors: false }),
    ),
  );
  return {
    suite: 'quantised',
    name: `n=${ROWS} d=${dimensions} bits=1 k=${TOP} batch=${batch}`,
    unit: 'Mcodes/s',
    work: (ROWS * batch) / 1e6,
    contenders: searches.map((search, i) => ({
      name: backends[i].name,
      run: () => void search.estimateBatch(asked, { k: TOP }),
      verify: () => areWithinBounds(search, points, queries),
    })),
    dispose: () => {
      for (const search of searches) search.dispose();
    },
  };

  function areWithinBounds(search: QuantisedSearch, all: typeof points, some: typeof queries) {
    let strays = 0;
    for (let q = 0; q < CHECKED; q++) {
      const query = some.row(q);
      const { rows, distances, errorBounds } = search.estimate(query, { k: ROWS });
      for (const [i, row] of rows.entries()) {
        const exact = squaredDistance(query, all.data, row * dimensions);
        if (Math.abs(distances[i] - exact) > errorBounds[i]) strays++;
      }
    }
    return strays <= STRAYS * CHECKED * ROWS;
  }
}

function squaredDistance(query: Float32Array, data: Float32Array, at: number): number {
  let sum = 0;
  for (let k = 0; k < query.length; k++) sum += (query[k] - data[at + k]) ** 2;
  return sum;
}
