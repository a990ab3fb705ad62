import type { Matrix } from '../core/matrix.ts';
import type { Kernels, Metric } from '../kernels/api.ts';

/** Vectors and the class of each. */
export interface LabelledVectors {
  readonly vectors: Matrix;
  readonly labels: Int32Array;
}

/** One query's ranking: items and relevant items at each distinct distance, nearest first. */
export interface TiedRanking {
  readonly total: Uint32Array;
  readonly relevant: Uint32Array;
}

/**
 * Ranks the database by real vectors for one query after another; items at equal distance tie.
 * Cost a query: database x dimensions multiply-adds, and one sort.
 */
export function* vectorRankings(
  kernels: Kernels,
  queries: LabelledVectors,
  database: LabelledVectors,
  metric: Metric,
): Generator<TiedRanking> {
  const count = database.vectors.rows;
  const distances = new Float32Array(count);
  const bits = new Int32Array(distances.buffer);
  const keys = new Float64Array(count);
  const stored = kernels.createVectors(database.vectors);
  try {
    for (let q = 0; q < queries.vectors.rows; q++) {
      stored.distances(queries.vectors.row(q), metric, null, count, distances);
      const label = queries.labels[q];
      for (let i = 0; i < count; i++) {
        // Floats in the order of integers: whole keys sort natively, with relevance as last bit.
        const ordered = bits[i] < 0 ? -(bits[i] & 0x7fffffff) : bits[i];
        keys[i] = 2 * ordered + Number(database.labels[i] === label);
      }
      yield grouped(keys.sort());
    }
  } finally {
    stored.dispose();
  }
}

/** Runs of one distance in sorted keys. */
function grouped(keys: Float64Array): TiedRanking {
  const total = new Uint32Array(keys.length);
  const relevant = new Uint32Array(keys.length);
  let groups = 0;
  let last = Number.NaN;
  for (const key of keys) {
    const distance = Math.floor(key / 2);
    if (distance !== last) groups++;
    last = distance;
    total[groups - 1]++;
    relevant[groups - 1] += key - 2 * distance;
  }
  return { total: total.subarray(0, groups), relevant: relevant.subarray(0, groups) };
}
