import type { Matrix } from '../../core/matrix.ts';
import type { Kernels, Metric, Vectors } from '../../kernels/api.ts';

/** Rows and distances of the nearest, by ascending distance, ties by ascending row. */
export interface RankedRows {
  readonly rows: Uint32Array;
  readonly distances: Float32Array | Float64Array;
}

/** A copy of vectors that does not change, to rank candidates by. */
export interface KeptVectors {
  readonly rows: number;
  /** Bytes of the copy itself. */
  readonly bytes: number;
  /** Bytes that ranking took beside it. */
  readonly residentBytes: number;
  /** The min(k, count) nearest of `rows`, which ascend, or of all. */
  nearest(
    kernels: Kernels,
    query: Float32Array,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows;
  /** `nearest` for each row of `queries`: the same results, from one pass over the vectors. */
  nearestBatch(
    kernels: Kernels,
    queries: Matrix,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows[];
  /** The rows named, as float32. */
  read(rows: ArrayLike<number>): Matrix;
  /** A copy of the rows named. */
  select(rows: ArrayLike<number>): KeptVectors;
  /** A copy of these and then the others, which are of the same form. */
  followedBy(others: KeptVectors): KeptVectors;
  /** Gives back what ranking took; it is taken again when needed. */
  release(): void;
}

/** First-come rows win ties: those of `a` come before those of `b`. */
export function mergeRanked(a: RankedRows, b: RankedRows, k: number): RankedRows {
  const size = Math.min(k, a.rows.length + b.rows.length);
  const rows = new Uint32Array(size);
  const distances = new Float64Array(size);
  for (let i = 0, j = 0; i + j < size; ) {
    const at = i + j;
    const takesA = j === b.rows.length || (i < a.rows.length && a.distances[i] <= b.distances[j]);
    const [from, place] = takesA ? [a, i++] : [b, j++];
    rows[at] = from.rows[place];
    distances[at] = from.distances[place];
  }
  return { rows, distances };
}

/** The nearest rows of vectors in the backend. */
export function nearestOf(
  vectors: Vectors,
  query: Float32Array,
  metric: Metric,
  rows: Uint32Array | null,
  k: number,
): RankedRows {
  const count = rows ? rows.length : vectors.rows;
  const nearest = new Uint32Array(Math.min(k, count));
  const distances = new Float32Array(nearest.length);
  vectors.nearest(query, metric, rows, count, k, nearest, distances);
  return { rows: nearest, distances };
}

/** The nearest of all vectors in the backend to each query. */
export function nearestOfBatch(
  vectors: Vectors,
  queries: Matrix,
  metric: Metric,
  k: number,
): RankedRows[] {
  const size = Math.min(k, vectors.rows);
  const rows = new Uint32Array(queries.rows * size);
  const distances = new Float32Array(rows.length);
  vectors.nearestBatch(queries.data, queries.rows, metric, k, rows, distances);
  return Array.from({ length: queries.rows }, (_, q) => ({
    rows: rows.subarray(q * size, (q + 1) * size),
    distances: distances.subarray(q * size, (q + 1) * size),
  }));
}

/** One array after another. */
export function joined<T extends Float32Array | Int8Array>(
  type: new (length: number) => T,
  a: T,
  b: T,
): T {
  const both = new type(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
