import type { Matrix } from '../../core/matrix.ts';
import type { Kernels, Metric } from '../../kernels/api.ts';
import { mergeRanked, NONE, nearestOfAll, type RankedRows } from '../ranked-rows.ts';

/** Values that pass through the backend together: 1 MiB of float32. */
const BLOCK_VALUES = 2 ** 18;

/** Vectors of which a few at a time are read as float32. */
export interface ReadableVectors {
  readonly rows: number;
  readonly cols: number;
  read(rows: ArrayLike<number>): Matrix;
}

/** The min(k, count) nearest of `rows`, which ascend, or of all; block by block through the backend. */
export function nearestInBlocks(
  kernels: Kernels,
  vectors: ReadableVectors,
  queries: Matrix,
  metric: Metric,
  rows: Uint32Array | null,
  k: number,
): RankedRows[] {
  const count = rows ? rows.length : vectors.rows;
  const step = Math.max(1, k, Math.floor(BLOCK_VALUES / vectors.cols));
  const best = new Array<RankedRows>(queries.rows).fill(NONE);
  for (let first = 0; first < count; first += step) {
    const length = Math.min(step, count - first);
    const block = rows?.subarray(first, first + length) ?? sequence(first, length);
    const resident = kernels.createVectors(vectors.read(block), true);
    try {
      for (const [q, found] of nearestOfAll(resident, queries, metric, k).entries()) {
        const named = { ...found, rows: found.rows.map((row) => block[row]) };
        best[q] = mergeRanked(best[q], named, k);
      }
    } finally {
      resident.dispose();
    }
  }
  return best;
}

export function sequence(first: number, length: number): Uint32Array {
  return Uint32Array.from({ length }, (_, i) => first + i);
}
