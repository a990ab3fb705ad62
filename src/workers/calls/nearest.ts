import { checkWhole, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { NearestOptions, NearestRows } from '../../core/executor.ts';
import { checkFinite, Matrix } from '../../core/matrix.ts';
import { METRICS, type Metric } from '../../kernels/api.ts';
import { checkMagnitude } from '../../search/check-magnitude.ts';
import { nearestOfAll } from '../../search/ranked-rows.ts';
import type { JobFactory } from '../job.ts';
import { forAll, handBack, Parcels, shardSize } from '../memory.ts';
import { NearestMerger } from '../nearest-merger.ts';
import type { Call, Shard } from '../run-call.ts';

interface Setup {
  readonly queries: Float32Array;
  readonly cols: number;
  readonly k: number;
  readonly metric: Metric;
}
interface Input {
  /** Rows of the database. */
  readonly points: Float32Array;
  readonly firstQuery: number;
  readonly endQuery: number;
}
interface Output {
  readonly points: Float32Array;
  /** Queries x min(k, rows), counted from the first of `points`. */
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly distances: Float32Array<ArrayBuffer>;
}

// A block of rows is read once for many queries, out of the cache.
const BLOCK_VALUES = 2 ** 20;
const SHARD_PRODUCTS = 2 ** 28;

/**
 * Exact neighbours, sharded by blocks of rows and ranges of queries: no worker holds more than a
 * block of the database.
 */
export function nearestCall(
  points: Matrix,
  queries: Matrix,
  options: NearestOptions,
  threads: number,
  sharesMemory: boolean,
): { call: Call; neighbours: () => NearestRows[] } {
  const { k, metric = 'cosine' } = options;
  checkNearest(points, queries, k, metric);
  const { rows, cols } = points;
  const merger = new NearestMerger(queries.rows, Math.min(k, rows));
  // Merging costs k a block and query: blocks are larger where k is.
  const target = Math.max(BLOCK_VALUES, 2 * k * cols);
  const step = shardSize(rows, cols, target, threads);
  const queryStep = shardSize(queries.rows, step * cols, SHARD_PRODUCTS, 1);
  const parcels = new Parcels(sharesMemory);
  function* shards(): Generator<Shard> {
    for (let firstQuery = 0; firstQuery < queries.rows; firstQuery += queryStep) {
      const endQuery = Math.min(queries.rows, firstQuery + queryStep);
      for (let first = 0; first < rows; first += step) {
        const block = points.slice(first, Math.min(rows, first + step));
        const { points: parcel, transfer } = parcels.wrap(block.data);
        const input: Input = { points: parcel, firstQuery, endQuery };
        const accept = (output: Output) => {
          merger.add(firstQuery, endQuery, first, output.rows, output.distances);
          parcels.takeBack(output.points);
        };
        yield { input, transfer, size: block.rows * (endQuery - firstQuery), accept };
      }
    }
  }
  const setup: Setup = { queries: forAll(queries.data, sharesMemory), cols, k, metric };
  const size = rows * queries.rows;
  const call: Call = { job: 'nearest', setup, shards: shards(), size, depth: 2 };
  return { call, neighbours: () => merger.results() };
}

function checkNearest(points: Matrix, queries: Matrix, k: number, metric: Metric): void {
  checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
  if (!METRICS.includes(metric)) {
    refuse('metric', `one of ${METRICS.join(', ')}`, metric);
  }
  if (queries.cols !== points.cols) {
    throw new InvalidArgumentError(
      `a query has ${points.cols} values like the vectors, not ${queries.cols}`,
    );
  }
  checkFinite('queries', queries);
}

/** The error that exact search throws for points that it refuses, with their rows. */
export function checkSearchable(points: Matrix, metric?: Metric): void {
  checkMagnitude('points', points, metric ?? 'cosine');
}

export const nearestJob: JobFactory<Setup, Input, Output> = (kernels, setup) => ({
  run({ points, firstQuery, endQuery }) {
    const { queries, cols, k, metric } = setup;
    const block = new Matrix(points, points.length / cols, cols);
    const kept = Math.min(k, block.rows);
    const rows = new Uint32Array((endQuery - firstQuery) * kept);
    const distances = new Float32Array(rows.length);
    const own = queries.subarray(firstQuery * cols, endQuery * cols);
    const asked = new Matrix(own, endQuery - firstQuery, cols);
    checkMagnitude('points', block, metric);
    checkMagnitude('queries', asked, metric);
    // A block is searched once: bounds of its rows would cost more than they save.
    const vectors = kernels.createVectors(block, true);
    try {
      const found = nearestOfAll(vectors, asked, metric, kept);
      for (const [q, neighbours] of found.entries()) {
        rows.set(neighbours.rows, q * kept);
        distances.set(neighbours.distances, q * kept);
      }
    } finally {
      vectors.dispose();
    }
    const transfer = [rows.buffer, distances.buffer, ...handBack(points)];
    return { output: { points, rows, distances }, transfer };
  },
  dispose: () => {},
});
