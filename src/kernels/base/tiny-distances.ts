// Float32 squares of what is below 2^-75 are 0, and lose digits from 2^-63 on. Products keep theirs if
// queries are multiplied by a power of two, which rounds nothing; distances that come out tiny are
// computed again from differences that are brought up in the same way.
import { selectNearest } from '../../core/select-nearest.ts';
import type { Metric } from '../api.ts';
import { squaredDistance, TINY, UP } from './typescript/float32-sums.ts';

/** What the largest value of a query is brought up to for products: they fit where norms are below 2^62. */
const QUERY_SIZE = 2 ** 40;

/** A power of two to multiply a query by before products, so that those with tiny rows keep digits. */
export function upscaling(query: Float32Array, metric: Metric): number {
  if (metric === 'euclidean') return 1;
  let largest = 0;
  for (let k = 0; k < query.length; k++) {
    const value = Math.abs(query[k]);
    if (value > largest) largest = value;
  }
  let up = 1;
  if (largest > 0) while (largest * up * 2 <= QUERY_SIZE) up *= 2;
  return up;
}

/** The query times a power of two; itself if that is 1. */
export function scaledBy(query: Float32Array, up: number): Float32Array {
  if (up === 1) return query;
  const scaled = query.slice();
  scaleBack(scaled, 1 / up);
  return scaled;
}

/** Divides distances by what the query was multiplied by. */
export function scaleBack(distances: Float32Array, up: number): void {
  const down = 1 / up;
  for (let i = 0; i < distances.length; i++) distances[i] *= down;
}

/** Vectors of which distances to a query are mended. */
export interface MendedVectors {
  readonly query: Float32Array;
  /** The values of a row. */
  rowOf(row: number): Float32Array;
}

/** |q - x|^2, where float32 gave less than `TINY`, times UP^2. */
function scaledSquare({ query, rowOf }: MendedVectors, row: number): number {
  return squaredDistance(query, rowOf(row), 0, query.length, UP);
}

/** Computes the tiny ones of squared distances again; entry c belongs to ids[c], or to c. */
export function mendDistances(
  vectors: MendedVectors,
  ids: Uint32Array | null,
  distances: Float32Array,
): void {
  for (let c = 0; c < distances.length; c++) {
    if (!(distances[c] < TINY)) continue;
    distances[c] = scaledSquare(vectors, ids ? ids[c] : c) / UP / UP;
  }
}

/**
 * Ranks the tiny ones among `size` nearest rows, which selectNearest wrote, by their scaled squares:
 * their distances may all be 0 in float32.
 *
 * @param all - the squared distances of all candidates, entry c being of ids[c], or of c.
 */
export function rankTiny(
  vectors: MendedVectors,
  ids: Uint32Array | null,
  all: Float32Array,
  size: number,
  outIds: Uint32Array,
  outDistances: Float32Array,
): void {
  if (size === 0 || !(outDistances[0] < TINY)) return;
  const rows: number[] = [];
  for (let c = 0; c < all.length; c++) if (all[c] < TINY) rows.push(ids ? ids[c] : c);
  const squares = Float64Array.from(rows, (row) => scaledSquare(vectors, row));
  const kept = new Float64Array(Math.min(size, rows.length));
  const own = Uint32Array.from(rows);
  selectNearest(squares, own, rows.length, kept.length, outIds, kept);
  for (let i = 0; i < kept.length; i++) outDistances[i] = kept[i] / UP / UP;
}

/**
 * The same for the nearest rows of a batch, whose other distances are gone. Returns false if all are
 * tiny and rows that were left out may be as near: they are to be searched for by themselves.
 */
export function rankTinyOfBatch(
  vectors: MendedVectors,
  isAll: boolean,
  ids: Uint32Array,
  distances: Float32Array,
): boolean {
  const size = ids.length;
  if (!isAll && distances[size - 1] < TINY) return false;
  rankTiny(vectors, ids.slice(), distances.slice(), size, ids, distances);
  return true;
}
