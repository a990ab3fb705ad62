import { Matrix } from '../core/matrix.ts';
import type { Kernels, Metric, Vectors } from '../kernels/api.ts';
import type { RowBounds } from '../kernels/exact/api.ts';
import { rowBounds } from '../kernels/exact/kernels.ts';
import { nearestOfAll, type RankedRows } from './ranked-rows.ts';

/** Fewer rows than these are compared as float32: bounds would leave most of them. */
const LEAST_ROWS = 128;
/** The same for listed rows whose floats the backend keeps (measured: even at 1,000 to 3,000 of 512). */
const LEAST_LISTED = 2000;
/** Values that pass through the backend together where it does not keep them: 1 MiB of float32. */
const BLOCK_VALUES = 2 ** 18;

/**
 * Exact search of vectors that lie in the backend as 8 bits a value where it has SIMD. Bounds prove
 * which rows can be among the nearest (src/kernels/exact/bounds.ts); the float32 distances of those
 * decide, so rows and distances are those of a scan of all float32 vectors, to the bit.
 */
export class BoundedVectors {
  readonly #kernels: Kernels;
  readonly #points: Matrix;
  readonly #metric: Metric;
  readonly #bounds: RowBounds | null;
  /** The float32 vectors in the backend; null where they are taken from `#points`. */
  readonly #vectors: Vectors | null;

  /**
   * @param copies - whether the backend keeps float32 vectors too. If not, `points` must not change,
   *   and what bounds leave is copied for each search; without SIMD they are kept anyway, by
   *   TypeScript without copying them.
   */
  constructor(kernels: Kernels, points: Matrix, metric: Metric, copies: boolean) {
    this.#kernels = kernels;
    this.#metric = metric;
    this.#bounds = points.rows < LEAST_ROWS ? null : rowBounds(kernels, points, metric);
    const keeps = copies || this.#bounds === null;
    this.#points = keeps ? new Matrix(new Float32Array(0), 0, points.cols) : points;
    try {
      this.#vectors = keeps ? kernels.createVectors(points, !copies) : null;
    } catch (error) {
      this.#bounds?.dispose();
      throw error;
    }
  }

  /** Bytes that the backend keeps. */
  get bytes(): number {
    return (this.#bounds?.bytes ?? 0) + (this.#vectors?.bytes ?? 0);
  }

  /** The min(k, count) nearest of `rows`, or of all; ties by row. */
  nearest(query: Float32Array, rows: Uint32Array | null, k: number): RankedRows {
    return this.nearestBatch(new Matrix(query, 1, query.length), rows, k)[0];
  }

  /** `nearest` for each query: the same results, several times as fast. */
  nearestBatch(queries: Matrix, rows: Uint32Array | null, k: number): RankedRows[] {
    const left = this.#candidates(queries, rows, k);
    // What bounds prove nothing of is compared with all rows, together.
    const open = left.flatMap((found, q) => (found ? [] : [q]));
    const compared = open.length > 0 ? this.#compare(queries.selectRows(open), rows, k) : [];
    let next = 0;
    return left.map((found, q) =>
      found ? this.#compare(queries.slice(q, q + 1), found, k)[0] : compared[next++],
    );
  }

  /** The rows that may be among the nearest of each query; null where that may be any. */
  #candidates(queries: Matrix, rows: Uint32Array | null, k: number): (Uint32Array | null)[] {
    const count = rows ? rows.length : (this.#bounds?.rows ?? 0);
    const least = rows && this.#vectors ? LEAST_LISTED : LEAST_ROWS;
    if (!this.#bounds || count < least) return new Array(queries.rows).fill(null);
    const ordered = rows && inOrder(rows, this.#bounds.rows);
    return this.#bounds.candidates(queries.data, queries.rows, ordered, count, k);
  }

  /** By float32 distances. */
  #compare(queries: Matrix, rows: Uint32Array | null, k: number): RankedRows[] {
    if (!this.#vectors) return this.#compareCopies(queries, rows, k);
    if (!rows) return nearestOfAll(this.#vectors, queries, this.#metric, k);
    const size = Math.min(k, rows.length);
    return Array.from({ length: queries.rows }, (_, q) => {
      const found = { rows: new Uint32Array(size), distances: new Float32Array(size) };
      const { rows: nearest, distances } = found;
      const query = queries.row(q);
      this.#vectors?.nearest(query, this.#metric, rows, rows.length, k, nearest, distances);
      return found;
    });
  }

  /**
   * The same of vectors that are copied to the backend, a block at a time. The nearest of all blocks are
   * compared again, together: their order may hang on more than the float32 distances tell.
   */
  #compareCopies(queries: Matrix, given: Uint32Array | null, k: number): RankedRows[] {
    // Ties rank by place in a block.
    const rows = given && ascending(given);
    const count = rows ? rows.length : this.#points.rows;
    const step = Math.max(1, k, Math.floor(BLOCK_VALUES / this.#points.cols));
    const blocks: RankedRows[][] = [];
    for (let first = 0; first < count; first += step) {
      const end = Math.min(count, first + step);
      const block = rows?.subarray(first, end) ?? sequence(first, end);
      blocks.push(this.#compareBlock(queries, block, k));
    }
    if (blocks.length === 1) return blocks[0];
    return Array.from({ length: queries.rows }, (_, q) => {
      const best = blocks.flatMap((found) => Array.from(found[q].rows));
      return this.#compareBlock(queries.slice(q, q + 1), Uint32Array.from(best).sort(), k)[0];
    });
  }

  #compareBlock(queries: Matrix, rows: Uint32Array, k: number): RankedRows[] {
    const vectors = this.#kernels.createVectors(this.#points.selectRows(rows), true);
    try {
      return nearestOfAll(vectors, queries, this.#metric, k).map((found) => ({
        ...found,
        rows: found.rows.map((row) => rows[row]),
      }));
    } finally {
      vectors.dispose();
    }
  }

  dispose(): void {
    this.#bounds?.dispose();
    this.#vectors?.dispose();
  }
}

function sequence(first: number, end: number): Uint32Array {
  return Uint32Array.from({ length: end - first }, (_, i) => first + i);
}

/** Rows ascending, so that memory is read in order, where they are a good part of all. */
function inOrder(rows: Uint32Array, count: number): Uint32Array {
  if (rows.length * 4 < count) return rows;
  const isNamed = new Uint8Array(count);
  for (let i = 0; i < rows.length; i++) isNamed[rows[i]] = 1;
  const ordered = new Uint32Array(rows.length);
  let size = 0;
  for (let row = 0; row < count; row++) if (isNamed[row]) ordered[size++] = row;
  // A row that is named twice counts twice.
  return size === rows.length ? ordered : rows;
}

function ascending(rows: Uint32Array): Uint32Array {
  for (let i = 1; i < rows.length; i++) if (rows[i] < rows[i - 1]) return rows.slice().sort();
  return rows;
}
