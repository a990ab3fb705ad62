// Calls of the kernels with outputs that are not empty before, so that whatever is left of them shows.
import type { Matrix } from '../../src/core/matrix.ts';
import type { Buckets, Codes, Metric, Vectors } from '../../src/kernels/api.ts';
import { soiled } from './parity-case.ts';

/** Rows named beyond the count that kernels are told: they must not matter. */
const SURPLUS = 3;

function withSurplus(ids: Uint32Array | null): Uint32Array | null {
  return ids && Uint32Array.of(...ids, ...new Uint32Array(SURPLUS));
}

export function distancesOf(
  vectors: Vectors,
  query: Float32Array,
  metric: Metric,
  ids: Uint32Array | null,
): Float32Array {
  const count = ids ? ids.length : vectors.rows;
  const out = soiled(new Float32Array(count + 4));
  vectors.distances(query, metric, withSurplus(ids), count, out);
  return out;
}

export interface Neighbours {
  readonly found: number;
  readonly ids: Uint32Array;
  readonly distances: Float32Array;
}

export function nearestOf(
  vectors: Vectors,
  query: Float32Array,
  metric: Metric,
  candidates: Uint32Array | null,
  k: number,
): Neighbours {
  const ids = soiled(new Uint32Array(k));
  const distances = soiled(new Float32Array(k));
  const count = candidates ? candidates.length : vectors.rows;
  const found = vectors.nearest(query, metric, withSurplus(candidates), count, k, ids, distances);
  return { found, ids, distances };
}

/** The nearest rows of all queries, by one call. */
export function nearestBatchOf(
  vectors: Vectors,
  queries: Matrix,
  metric: Metric,
  k: number,
): Neighbours {
  const ids = soiled(new Uint32Array(queries.rows * k + 4));
  const distances = soiled(new Float32Array(queries.rows * k + 4));
  // More values than the kernels are told of queries.
  const values = Float32Array.of(...queries.data, 1, 2, 3);
  const found = vectors.nearestBatch(values, queries.rows, metric, k, ids, distances);
  return { found, ids, distances };
}

export interface WithinRadius {
  readonly found: number;
  readonly positions: Uint32Array;
  readonly distances: Uint16Array;
}

export function withinOf(codes: Codes, query: Uint32Array, radius: number): WithinRadius {
  const positions = soiled(new Uint32Array(codes.count));
  const distances = soiled(new Uint16Array(codes.count));
  const found = codes.within(query, radius, positions, distances);
  return { found, positions: positions.slice(0, found), distances: distances.slice(0, found) };
}

export interface Probed {
  readonly positions: Uint32Array;
  readonly perRadius: Uint32Array;
}

export function probeOf(buckets: Buckets, query: Uint32Array, radius: number): Probed {
  const positions = soiled(new Uint32Array(buckets.count));
  const perRadius = soiled(new Uint32Array(radius + 1));
  const found = buckets.probe(query, radius, positions, perRadius);
  return { positions: positions.slice(0, found), perRadius };
}
