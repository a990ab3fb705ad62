import type { Kernels } from '../../kernels/api.ts';
import { ExactSearch } from '../../search/exact-search.ts';
import type { BenchCase, Contender } from '../harness.ts';
import { naiveRerank } from '../naive/rerank.ts';
import { nearestByCosine } from '../oracles/cosine.ts';
import { randomMatrix } from '../random-data.ts';
import { inTurns } from '../turns.ts';

const ROWS = 60000;
const DIMENSIONS = 512;
const TOP = 10;
const BATCH = 64;
/** Queries of one run of a contender that takes seconds for all. */
const SLICE = 16;
/** The oracle takes a while, too: queries of every place in a block of eight are checked. */
const CHECKED = Array.from({ length: 8 }, (_, i) => 9 * i);

/** Vectors, a batch of queries, and the nearest rows of those that are checked. */
export function exactBatchProblem() {
  const points = randomMatrix(ROWS, DIMENSIONS, 3);
  const queries = randomMatrix(BATCH, DIMENSIONS, 12);
  const ids = Uint32Array.from({ length: ROWS }, (_, i) => i);
  const expected = CHECKED.map((q) => nearestByCosine(points, queries.row(q), ids, TOP).join());
  /** Whether the batch x top rows are right. */
  const isRight = (rows: ArrayLike<number>) =>
    CHECKED.every((q, i) => {
      const own = Array.from({ length: TOP }, (_, n) => rows[q * TOP + n]);
      return own.join() === expected[i];
    });
  const name = `n=${ROWS} d=${DIMENSIONS} k=${TOP} batch=${BATCH}`;
  return { points, queries, ids, expected, isRight, name, top: TOP };
}

/** Exact cosine search of all vectors for many queries at once. */
export function exactBatchCase(backends: readonly Kernels[]): BenchCase {
  const { points, queries, ids, expected, isRight, name } = exactBatchProblem();
  const stores = backends.map((kernels) => new ExactSearch(kernels, points, 'cosine'));
  const search = (store: (typeof stores)[number], first: number, count: number) => {
    const found = store.nearestBatch(queries.slice(first, first + count), TOP);
    return found.flatMap(({ rows }) => Array.from(rows));
  };
  const slices = Array.from({ length: BATCH / SLICE }, (_, i) => i * SLICE);
  const naive = (q: number) => naiveRerank(points.data, DIMENSIONS, queries.row(q), ids, TOP);
  return {
    suite: 'rerank',
    name,
    unit: 'Mvectors/s',
    work: (ROWS * BATCH) / 1e6,
    contenders: [
      ...stores.map((store, i): Contender => {
        const contender = {
          name: backends[i].name,
          run: () => void search(store, 0, BATCH),
          verify: () => isRight(search(store, 0, BATCH)),
        };
        if (contender.name !== 'typescript') return contender;
        const run = inTurns(slices, (first: number) => search(store, first, SLICE));
        return { ...contender, run, work: (ROWS * SLICE) / 1e6 };
      }),
      {
        name: 'naive',
        work: ROWS / 1e6,
        run: inTurns(CHECKED, naive),
        verify: () => CHECKED.every((q, i) => naive(q).join() === expected[i]),
      },
    ],
    dispose: () => {
      for (const store of stores) store.dispose();
    },
  };
}
