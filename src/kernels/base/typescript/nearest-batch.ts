import { offerNearest, selectNearest } from '../../../core/select-nearest.ts';
import type { Metric } from '../../api.ts';
import { COLUMNS, packColumns, products, ROWS, squares } from './float64-tile.ts';

/** What a search needs to know of the vectors. */
export interface SearchedVectors {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float32Array;
  /** A bound below the float32 distance of a row whose float64 sum is `sum`. */
  lowerBound(metric: Metric, sum: number, queryNorm: number, row: number): number;
  /** The float32 distance. */
  distance(query: Float32Array, queryNorm: number, metric: Metric, row: number): number;
}

/** A query, its nearest rows so far as a heap, the worst of them first. */
interface Search {
  readonly query: Float32Array;
  readonly norm: number;
  readonly ids: Uint32Array;
  readonly distances: Float32Array;
}

/** Behind every row. */
const NO_ROW = 2 ** 32 - 1;
/** Queries packed at a time: as float64 they fit the L2 cache. */
const BATCH_VALUES = 2 ** 16;

/**
 * The `size` nearest of all rows to each query. Sums in float64, in tiles of rows and queries; only
 * rows whose float32 error could bring them among the nearest are computed in the kernels' order.
 */
export function nearestBatch(
  vectors: SearchedVectors,
  queries: readonly { query: Float32Array; norm: number }[],
  metric: Metric,
  size: number,
  outIds: Uint32Array,
  outDistances: Float32Array,
): void {
  const searches = queries.map(({ query, norm }, q): Search => {
    const ids = outIds.subarray(q * size, (q + 1) * size).fill(NO_ROW);
    const distances = outDistances.subarray(q * size, (q + 1) * size).fill(Number.NaN);
    return { query, norm, ids, distances };
  });
  const batch = Math.max(1, Math.floor(BATCH_VALUES / vectors.cols / COLUMNS)) * COLUMNS;
  for (let first = 0; first < searches.length; first += batch) {
    searchRows(vectors, searches.slice(first, first + batch), metric);
  }
  for (const { ids, distances } of searches) {
    // In place: what is a heap becomes a sorted list.
    selectNearest(distances, ids, size, size, ids, distances);
  }
}

function searchRows(vectors: SearchedVectors, searches: readonly Search[], metric: Metric): void {
  const { rows, cols, data } = vectors;
  const packed = packColumns(
    searches.map(({ query }) => query),
    cols,
  );
  const sum = metric === 'euclidean' ? squares : products;
  const x = new Float64Array(ROWS * cols);
  const sums = new Float64Array(ROWS * COLUMNS);
  for (let row = 0; row < rows; row += ROWS) {
    const count = Math.min(ROWS, rows - row);
    x.set(data.subarray(row * cols, (row + count) * cols));
    for (let first = 0; first < searches.length; first += COLUMNS) {
      sum(x, packed, first * cols, cols, sums);
      const columns = Math.min(COLUMNS, searches.length - first);
      for (let c = 0; c < columns; c++) {
        for (let r = 0; r < count; r++) {
          offer(vectors, searches[first + c], metric, sums[r * COLUMNS + c], row + r);
        }
      }
    }
  }
}

function offer(
  vectors: SearchedVectors,
  { query, norm, ids, distances }: Search,
  metric: Metric,
  sum: number,
  row: number,
): void {
  // NaN, from overflow or where the heap is not full yet, is never greater.
  if (vectors.lowerBound(metric, sum, norm, row) > distances[0]) return;
  offerNearest(ids, distances, vectors.distance(query, norm, metric, row), row);
}
