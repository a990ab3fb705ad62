import { Matrix } from '../../../core/matrix.ts';
import type { Kernels, Metric } from '../../../kernels/api.ts';
import { ExactSearch } from '../../../search/exact-search.ts';
import { ClusteredVectors, normalFrom } from '../../clusters.ts';
import { fastRandom } from '../../random-data.ts';
import type { BenchContext } from '../suite.ts';
import { sharedBy } from './shared.ts';

/** Neighbours that are looked for. */
export const TOP = 10;
export const QUERIES = 500;
const MADE_UP_QUERIES = 100;
const MADE_UP_ROWS = 1_000_000;
const NORMAL_DIMENSIONS = 384;

/** Vectors to search in, queries that are not among them, and their true neighbours. */
export interface SearchProblem {
  readonly name: string;
  readonly points: Matrix;
  readonly queries: Matrix;
  readonly metric: Metric;
  /** Rows of the TOP nearest by the metric, one list a query: exact search must find them. */
  readonly truth: readonly ReadonlySet<number>[];
  /** Rows that count as found for recall: the same, or those that the set itself names. */
  readonly neighbours: readonly ReadonlySet<number>[];
  /** Classes of points and queries, or null. */
  readonly labels: Int32Array | null;
  readonly queryLabels: Int32Array | null;
}

/** The labelled set: 500 of its rows, drawn at random, are the queries. */
export function labelledProblem(context: BenchContext, kernels: Kernels): Promise<SearchProblem> {
  return sharedBy(context, 'labelled', async () => {
    const { points, labels, name } = await context.dataset();
    const order = Array.from({ length: points.rows }, (_, i) => i);
    const random = fastRandom(12);
    for (let i = order.length - 1; i > 0; i--) {
      const j = random() % (i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    const asked = order.slice(0, Math.min(QUERIES, points.rows >>> 1));
    const rest = order.slice(asked.length).sort((a, b) => a - b);
    const database = points.selectRows(rest);
    const queries = points.selectRows(asked);
    const truth = trueNeighbours(kernels, database, queries, 'cosine');
    return {
      name: `${name.replaceAll(' ', '-')} n=${database.rows} d=${points.cols}`,
      points: database,
      queries,
      metric: 'cosine',
      truth,
      neighbours: truth,
      labels: Int32Array.from(rest, (row) => labels[row]),
      queryLabels: Int32Array.from(asked, (row) => labels[row]),
    };
  });
}

/** A million vectors in 1,000 Gaussian clusters. */
export function clusteredProblem(context: BenchContext, kernels: Kernels): Promise<SearchProblem> {
  const settings = { clusters: 1000, dimensions: 64, noise: 0.7, seed: 3 };
  const vectors = new ClusteredVectors(settings);
  return madeUpProblem(context, kernels, 'clustered', (rows) => vectors.next(rows));
}

/** A million independent standard normal vectors: no neighbour is much nearer than any other row. */
export function normalProblem(context: BenchContext, kernels: Kernels): Promise<SearchProblem> {
  const normal = normalFrom(fastRandom(7));
  return madeUpProblem(context, kernels, 'normal', (rows) => {
    const data = new Float32Array(rows * NORMAL_DIMENSIONS);
    for (let i = 0; i < data.length; i++) data[i] = normal();
    return new Matrix(data, rows, NORMAL_DIMENSIONS);
  });
}

/** Vectors that `next` makes, and queries from where they came. */
function madeUpProblem(
  context: BenchContext,
  kernels: Kernels,
  name: string,
  next: (rows: number) => Matrix,
): Promise<SearchProblem> {
  return sharedBy(context, name, () => {
    const points = next(Math.min(MADE_UP_ROWS, context.rows));
    const queries = next(MADE_UP_QUERIES);
    const truth = trueNeighbours(kernels, points, queries, 'cosine');
    return {
      name: `${name} n=${points.rows} d=${points.cols}`,
      points,
      queries,
      metric: 'cosine',
      truth,
      neighbours: truth,
      labels: null,
      queryLabels: null,
    };
  });
}

/** The TOP nearest of each query by exact search. */
export function trueNeighbours(
  kernels: Kernels,
  points: Matrix,
  queries: Matrix,
  metric: Metric,
): Set<number>[] {
  const exact = new ExactSearch(kernels, points, metric);
  const truth = Array.from(
    { length: queries.rows },
    (_, q) => new Set(exact.nearest(queries.row(q), TOP).rows),
  );
  exact.dispose();
  return truth;
}
