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
 * What becomes of the given vectors. `copied`: the backend keeps a copy. `taken`: the same, but the
 * TypeScript backend uses the array itself, which nobody else needs or changes; and 8-bit rows are made
 * once a search needs them. `borrowed`: they stay where they are, unchanged, and what bounds leave is
 * copied for each search; where there are no bounds they are kept, by TypeScript without a copy.
 */
export type VectorUse = 'copied' | 'taken' | 'borrowed';

/**
 * Exact search of vectors that lie in the backend as 8 bits a value where it has SIMD. Bounds prove
 * which rows can be among the nearest (src/kernels/exact/bounds.ts); the float32 distances of those
 * decide, so rows and distances are those of a scan of all float32 vectors, to the bit.
 */
export class BoundedVectors {
  readonly #kernels: Kernels;
  readonly #metric: Metric;
  readonly #rows: number;
  readonly #cols: number;
  /** Null where bounds are not worth their while; undefined until they are needed. */
  #bounds: RowBounds | null | undefined;
  /** The float32 vectors, in the backend or where they were given. */
  readonly #floats: Vectors | Matrix;
  /** Bytes of float32 values that the backend keeps. */
  readonly #valueBytes: number;

  constructor(kernels: Kernels, points: Matrix, metric: Metric, use: VectorUse) {
    this.#kernels = kernels;
    this.#metric = metric;
    this.#rows = points.rows;
    this.#cols = points.cols;
    this.#floats = points;
    if (use !== 'taken') this.#bounds = this.#makeBounds();
    if (use === 'borrowed' && this.#bounds) {
      this.#valueBytes = 0;
      return;
    }
    try {
      this.#floats = kernels.createVectors(points, use !== 'copied');
    } catch (error) {
      this.#bounds?.dispose();
      throw error;
    }
    const isShared = kernels.name === 'typescript' && use !== 'copied';
    this.#valueBytes = isShared ? 0 : points.data.byteLength;
  }

  /** Bytes that the backend keeps. */
  get bytes(): number {
    const floats = this.#floats instanceof Matrix ? 0 : this.#floats.bytes;
    return (this.#bounds?.bytes ?? 0) + floats;
  }

  /** The same without the values of the vectors themselves. */
  get bytesBeside(): number {
    return this.bytes - this.#valueBytes;
  }

  #makeBounds(): RowBounds | null {
    if (this.#rows < LEAST_ROWS) return null;
    const slice = (first: number, end: number) => {
      if (this.#floats instanceof Matrix) return this.#floats.slice(first, end);
      const data = new Float32Array((end - first) * this.#cols);
      this.#floats.read(sequence(first, end), data);
      return new Matrix(data, end - first, this.#cols);
    };
    return rowBounds(this.#kernels, { rows: this.#rows, cols: this.#cols, slice }, this.#metric);
  }

  /** Copies the rows named, or all where that is null, one after another to `out`. */
  read(rows: ArrayLike<number> | null, out: Float32Array): void {
    if (!(this.#floats instanceof Matrix)) this.#floats.read(rows, out);
    else out.set((rows ? this.#floats.selectRows(rows) : this.#floats).data);
  }

  /** The min(k, count) nearest of `rows`, or of all; ties by row. */
  nearest(query: Float32Array, rows: Uint32Array | null, k: number): RankedRows {
    const one = new Matrix(query, 1, query.length);
    // Short lists take no detour.
    const left = this.#candidates(one, rows, k)[0];
    return this.#compare(one, left ?? rows, k)[0];
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
    const count = rows ? rows.length : this.#rows;
    const least = rows && !(this.#floats instanceof Matrix) ? LEAST_LISTED : LEAST_ROWS;
    if (count >= least && this.#bounds === undefined) this.#bounds = this.#makeBounds();
    if (!this.#bounds || count < least) return new Array(queries.rows).fill(null);
    const ordered = rows && inOrder(rows, this.#rows);
    return this.#bounds.candidates(queries.data, queries.rows, ordered, count, k);
  }

  /** By float32 distances. */
  #compare(queries: Matrix, rows: Uint32Array | null, k: number): RankedRows[] {
    const vectors = this.#floats;
    if (vectors instanceof Matrix) return this.#compareCopies(vectors, queries, rows, k);
    if (!rows) return nearestOfAll(vectors, queries, this.#metric, k);
    const size = Math.min(k, rows.length);
    return Array.from({ length: queries.rows }, (_, q) => {
      const found = { rows: new Uint32Array(size), distances: new Float32Array(size) };
      const { rows: nearest, distances } = found;
      const query = queries.row(q);
      vectors.nearest(query, this.#metric, rows, rows.length, k, nearest, distances);
      return found;
    });
  }

  /**
   * The same of vectors that are copied to the backend, a block at a time. The nearest of all blocks are
   * compared again, together: their order may hang on more than the float32 distances tell.
   */
  #compareCopies(
    points: Matrix,
    queries: Matrix,
    given: Uint32Array | null,
    k: number,
  ): RankedRows[] {
    // Ties rank by place in a block.
    const rows = given && ascending(given);
    const count = rows ? rows.length : points.rows;
    const step = Math.max(1, k, Math.floor(BLOCK_VALUES / points.cols));
    const blocks: RankedRows[][] = [];
    for (let first = 0; first < count; first += step) {
      const end = Math.min(count, first + step);
      const block = rows?.subarray(first, end) ?? sequence(first, end);
      blocks.push(this.#compareBlock(points.selectRows(block), queries, block, k));
    }
    if (blocks.length === 1) return blocks[0];
    return Array.from({ length: queries.rows }, (_, q) => {
      const best = blocks.flatMap((found) => Array.from(found[q].rows));
      const left = Uint32Array.from(best).sort();
      return this.#compareBlock(points.selectRows(left), queries.slice(q, q + 1), left, k)[0];
    });
  }

  /** By the float32 distances of `points`, which have the numbers `rows`. */
  #compareBlock(points: Matrix, queries: Matrix, rows: Uint32Array, k: number): RankedRows[] {
    const vectors = this.#kernels.createVectors(points, true);
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
    if (!(this.#floats instanceof Matrix)) this.#floats.dispose();
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
