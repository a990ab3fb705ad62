import type { Kernels } from '../../kernels/api.ts';
import type { BenchCase } from '../harness.ts';
import { naiveRerank } from '../naive/rerank.ts';
import { nearestByCosine } from '../oracles/cosine.ts';
import { fastRandom, randomMatrix } from '../random-data.ts';
import { exactCase } from './exact.ts';
import { exactBatchCase } from './exact-batch.ts';

const ROWS = 60000;
const DIMENSIONS = 512;
const CANDIDATES = 1000;
const TOP = 10;
/** Different lists in turn: each list's vectors come from memory, not from cache ("cold"). */
const LISTS = 32;

/** Exact cosine re-ranking of a candidate list, cold and hot, and of everything, by itself and by the batch. */
export const rerankCases = [
  (backends: readonly Kernels[]) => rerankCase(backends, false),
  (backends: readonly Kernels[]) => rerankCase(backends, true),
  exactCase,
  exactBatchCase,
];

/** Vectors, a query, lists of candidates, and the nearest of each. */
export function rerankProblem(hot: boolean, rows = ROWS) {
  const points = randomMatrix(rows, DIMENSIONS, 3);
  const query = points.row(17);
  const random = fastRandom(4);
  const lists = Array.from({ length: hot ? 1 : LISTS }, () =>
    Uint32Array.from(sample(random, CANDIDATES, rows)).sort(),
  );
  const expected = lists.map((ids) => nearestByCosine(points, query, ids, TOP).join());
  const name = `n=${rows} d=${DIMENSIONS} candidates=${CANDIDATES}${hot ? ' hot' : ''}`;
  const work = (CANDIDATES * lists.length) / 1e6;
  return { points, query, lists, expected, name, work, top: TOP };
}

/** The best of a list of candidates among `count` vectors. */
export function rerankCase(backends: readonly Kernels[], hot: boolean, count = ROWS): BenchCase {
  const { points, query, lists, expected, name, work } = rerankProblem(hot, count);
  const stores = backends.map((kernels) => kernels.createVectors(points));
  const rows = new Uint32Array(TOP);
  const distances = new Float32Array(TOP);
  const contender = (contenderName: string, rerank: (ids: Uint32Array) => ArrayLike<number>) => ({
    name: contenderName,
    run() {
      for (const ids of lists) rerank(ids);
    },
    verify: () => lists.every((ids, i) => Array.from(rerank(ids)).join() === expected[i]),
  });
  return {
    suite: 'rerank',
    name,
    unit: 'Mcandidates/s',
    work,
    contenders: [
      ...stores.map((store, i) =>
        contender(backends[i].name, (ids) => {
          store.nearest(query, 'cosine', ids, ids.length, TOP, rows, distances);
          return rows;
        }),
      ),
      contender('naive', (ids) => naiveRerank(points.data, DIMENSIONS, query, ids, TOP)),
    ],
    dispose: () => {
      for (const store of stores) store.dispose();
    },
  };
}

function sample(random: () => number, count: number, limit: number): Set<number> {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(random() % limit);
  return chosen;
}
