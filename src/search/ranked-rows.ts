import type { Matrix } from '../core/matrix.ts';
import type { Metric, Vectors } from '../kernels/api.ts';

/** Rows and distances of the nearest, by ascending distance, ties by ascending row. */
export interface RankedRows {
  readonly rows: Uint32Array;
  readonly distances: Float32Array | Float64Array;
}

export const NONE: RankedRows = { rows: new Uint32Array(0), distances: new Float32Array(0) };

/** The k nearest of both. */
export function mergeRanked(a: RankedRows, b: RankedRows, k: number): RankedRows {
  const size = Math.min(k, a.rows.length + b.rows.length);
  const rows = new Uint32Array(size);
  const areFloat32 = [a, b].every(({ distances }) => distances instanceof Float32Array);
  const distances = areFloat32 ? new Float32Array(size) : new Float64Array(size);
  for (let i = 0, j = 0; i + j < size; ) {
    const at = i + j;
    const [from, place] = isBefore(a, i, b, j) ? [a, i++] : [b, j++];
    rows[at] = from.rows[place];
    distances[at] = from.distances[place];
  }
  return { rows, distances };
}

function isBefore(a: RankedRows, i: number, b: RankedRows, j: number): boolean {
  if (i === a.rows.length || j === b.rows.length) return i < a.rows.length;
  const [own, other] = [a.distances[i], b.distances[j]];
  return own === other ? a.rows[i] < b.rows[j] : own < other;
}

/** The nearest of all vectors in the backend to each query; all share two arrays. */
export function nearestOfAll(
  vectors: Vectors,
  queries: Matrix,
  metric: Metric,
  k: number,
): RankedRows[] {
  const size = Math.min(k, vectors.rows);
  const rows = new Uint32Array(queries.rows * size);
  const distances = new Float32Array(rows.length);
  if (queries.rows === 1) {
    vectors.nearest(queries.data, metric, null, vectors.rows, k, rows, distances);
  } else {
    vectors.nearestBatch(queries.data, queries.rows, metric, k, rows, distances);
  }
  return Array.from({ length: queries.rows }, (_, q) => ({
    rows: rows.subarray(q * size, (q + 1) * size),
    distances: distances.subarray(q * size, (q + 1) * size),
  }));
}
