import type { Kernels } from '../../kernels/api.ts';
import { ExactSearch } from '../../search/exact-search.ts';
import type { BenchCase, Contender } from '../harness.ts';
import { naiveRerank } from '../naive/rerank.ts';
import { nearestByCosine } from '../oracles/cosine.ts';
import { randomMatrix } from '../random-data.ts';

const ROWS = 60000;
const DIMENSIONS = 512;
const TOP = 10;

/** Exact cosine search of all vectors: what databases do without an index. */
export function exactProblem() {
  const points = randomMatrix(ROWS, DIMENSIONS, 3);
  const query = randomMatrix(1, DIMENSIONS, 12).data;
  const ids = Uint32Array.from({ length: ROWS }, (_, i) => i);
  const expected = nearestByCosine(points, query, ids, TOP);
  const name = `n=${ROWS} d=${DIMENSIONS} k=${TOP} batch=1`;
  return { points, query, ids, expected, top: TOP, name };
}

/** Exact cosine search of all vectors for one query. */
export function exactCase(backends: readonly Kernels[]): BenchCase {
  const { points, query, ids, expected, name } = exactProblem();
  const searches = backends.map((kernels) => new ExactSearch(kernels, points, 'cosine'));
  const contender = (own: string, search: () => ArrayLike<number>): Contender => ({
    name: own,
    run: () => void search(),
    verify: () => Array.from(search()).join() === expected.join(),
  });
  return {
    suite: 'rerank',
    name,
    unit: 'Mvectors/s',
    work: ROWS / 1e6,
    contenders: [
      ...searches.map((search, i) =>
        contender(backends[i].name, () => search.nearest(query, TOP).rows),
      ),
      contender('naive', () => naiveRerank(points.data, DIMENSIONS, query, ids, TOP)),
    ],
    dispose: () => {
      for (const search of searches) search.dispose();
    },
  };
}
