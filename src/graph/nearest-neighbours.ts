import { checkKernels, checkWhole, refuse, show } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { asIntegers } from '../core/given.ts';
import { asMatrix, checkFinite, type MatrixLike } from '../core/matrix.ts';
import { nextTask } from '../core/next-task.ts';
import { checkOptions } from '../core/options.ts';
import { type Kernels, METRICS, type Metric } from '../kernels/api.ts';
import { checkCompressedRows, graphFromEdges, type SparseGraph, symmetricGraph } from './graph.ts';

/** The nearest other rows of each row. */
export interface NeighbourLists {
  readonly rows: number;
  readonly metric: Metric;
  /** rows + 1: the list of row i starts at offsets[i]. */
  readonly offsets: Uint32Array;
  /** Rows by ascending distance, ties by ascending row. */
  readonly neighbours: Uint32Array;
  readonly distances: Float32Array;
}

/** Options of `nearestNeighbours`. */
export interface NearestNeighboursOptions {
  /** Neighbours of each row, itself not counted. */
  readonly neighbours: number;
  /** Default `cosine`. */
  readonly metric?: Metric | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Rows that are searched for together, between two looks at the clock. */
const BATCH = 64;
const SLICE_MS = 30;

/**
 * The exact nearest other rows of every row: min(neighbours, rows - 1) of them.
 *
 * Cost: rows^2 x dimensions multiply-adds. Where several graphs over parts of the same points are
 * wanted, ask once for some more neighbours and use `restrictNeighbours`.
 *
 * @param given - points, rows x dimensions: a matrix, or an array of rows.
 * @throws InvalidArgumentError if an argument is out of range or a value is not finite.
 */
export async function nearestNeighbours(
  kernels: Kernels,
  given: MatrixLike,
  options: NearestNeighboursOptions,
): Promise<NeighbourLists> {
  checkKernels(kernels);
  const names = { neighbours: 1, metric: 1, onProgress: 1, signal: 1 } as const;
  checkOptions('nearestNeighbours', options, names);
  const points = asMatrix('points', given);
  const { neighbours, metric = 'cosine', onProgress, signal } = options;
  checkWhole('neighbours', neighbours, 1, 2 ** 24);
  if (!METRICS.includes(metric)) {
    refuse('metric', `one of ${METRICS.join(', ')}`, metric);
  }
  checkFinite('points', points);
  signal?.throwIfAborted();
  const { rows } = points;
  const size = Math.max(0, Math.min(neighbours, rows - 1));
  const ids = new Uint32Array(rows * size);
  const distances = new Float32Array(rows * size);
  const vectors = kernels.createVectors(points);
  const found = {
    rows: new Uint32Array(BATCH * (size + 1)),
    distances: new Float32Array(BATCH * (size + 1)),
  };
  try {
    let since = performance.now();
    for (let first = 0; first < rows; first += BATCH) {
      const batch = points.slice(first, Math.min(rows, first + BATCH));
      vectors.nearestBatch(batch.data, batch.rows, metric, size + 1, found.rows, found.distances);
      for (let i = 0; i < batch.rows; i++) {
        const at = (first + i) * size;
        withoutOwn(
          first + i,
          found,
          i * (size + 1),
          ids.subarray(at, at + size),
          distances.subarray(at),
        );
      }
      if (performance.now() - since <= SLICE_MS) continue;
      onProgress?.(first + batch.rows, rows);
      await nextTask();
      signal?.throwIfAborted();
      since = performance.now();
    }
  } finally {
    vectors.dispose();
  }
  onProgress?.(rows, rows);
  const offsets = Uint32Array.from({ length: rows + 1 }, (_, row) => row * size);
  return { rows, metric, offsets, neighbours: ids, distances };
}

/** Copies a list without the row itself, or without the last where twins have pushed that out. */
function withoutOwn(
  row: number,
  found: { rows: Uint32Array; distances: Float32Array },
  from: number,
  ids: Uint32Array,
  distances: Float32Array,
): void {
  const size = ids.length;
  // A row is not always the nearest to itself: twins of lower number come first.
  const own = found.rows.subarray(from, from + size + 1).indexOf(row);
  const skipped = own < 0 ? size : own;
  for (let i = 0, at = 0; i <= size; i++) {
    if (i === skipped) continue;
    ids[at] = found.rows[from + i];
    distances[at++] = found.distances[from + i];
  }
}

/**
 * The lists of some of the rows, with neighbours among those rows only: row subset[i] becomes
 * row i. A list keeps its nearest `limit`; it is the exact one of the subset as long as so many are
 * left of it, and shorter where not.
 *
 * @param rows - the subset, each row at most once.
 */
export function restrictNeighbours(
  lists: NeighbourLists,
  rows: ArrayLike<number>,
  limit: number,
): NeighbourLists {
  checkLists(lists);
  const subset = asIntegers('subset', rows, Uint32Array);
  checkWhole('limit', limit, 1, 2 ** 24);
  const positions = new Int32Array(lists.rows).fill(-1);
  for (let i = 0; i < subset.length; i++) {
    if (subset[i] >= lists.rows) {
      throw new InvalidArgumentError(
        `subset names row ${subset[i]}, but there are lists of ${lists.rows} rows`,
      );
    }
    positions[subset[i]] = i;
  }
  const offsets = new Uint32Array(subset.length + 1);
  const most = subset.length * Math.min(limit, lists.rows);
  const neighbours = new Uint32Array(most);
  const distances = new Float32Array(most);
  let count = 0;
  for (let i = 0; i < subset.length; i++) {
    const end = count + limit;
    for (let m = lists.offsets[subset[i]]; m < lists.offsets[subset[i] + 1]; m++) {
      const position = positions[lists.neighbours[m]];
      if (position < 0 || count === end) continue;
      neighbours[count] = position;
      distances[count++] = lists.distances[m];
    }
    offsets[i + 1] = count;
  }
  return {
    rows: subset.length,
    metric: lists.metric,
    offsets,
    neighbours: neighbours.slice(0, count),
    distances: distances.slice(0, count),
  };
}

function checkLists(lists: NeighbourLists): void {
  checkCompressedRows('lists', lists, lists?.distances ?? undefined);
}

/** Weights of the edges of a graph of nearest neighbours. */
export const EDGE_WEIGHTS = ['binary', 'similarity'] as const;
/**
 * `binary`: 1. `similarity`: the fourth power of the cosine, 0 where that is negative, so that near
 * neighbours count more; for the metric cosine only.
 */
export type EdgeWeight = (typeof EDGE_WEIGHTS)[number];

/** The symmetric graph in which two rows are neighbours if one is in the other's list. */
export function neighbourGraph(lists: NeighbourLists, weight: EdgeWeight = 'binary'): SparseGraph {
  checkLists(lists);
  const { rows, offsets, neighbours, distances, metric } = lists;
  if (!EDGE_WEIGHTS.includes(weight)) {
    refuse('weight', `one of ${EDGE_WEIGHTS.join(', ')}`, weight);
  }
  if (weight === 'similarity' && metric !== 'cosine') {
    throw new InvalidArgumentError(
      `weight similarity needs the metric cosine, not ${show(metric)}`,
    );
  }
  const from = new Uint32Array(neighbours.length);
  for (let row = 0; row < rows; row++) from.fill(row, offsets[row], offsets[row + 1]);
  const weights = weight === 'binary' ? null : distances.map(cosineToTheFourth);
  return symmetricGraph(graphFromEdges(rows, { from, to: neighbours, weights }));
}

function cosineToTheFourth(distance: number): number {
  const cosine = Math.max(0, 1 - distance);
  return cosine * cosine * (cosine * cosine);
}
