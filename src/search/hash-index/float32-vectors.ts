import { MemoryError } from '../../core/errors.ts';
import { Matrix } from '../../core/matrix.ts';
import { runsOfRows, type Steps } from '../../core/steps.ts';
import type { Kernels, Metric } from '../../kernels/api.ts';
import { BoundedVectors } from '../bounded-vectors.ts';
import type { RankedRows } from '../ranked-rows.ts';
import type { KeptVectors } from './kept-vectors.ts';
import { sequence } from './nearest-in-blocks.ts';

/**
 * Vectors as they were given, held once: in JavaScript until they are searched, then in the backend,
 * out of which they are copied when they are asked for. The TypeScript backend goes on with the same
 * array.
 */
export class Float32Vectors implements KeptVectors {
  readonly rows: number;
  readonly cols: number;
  /** Where they lie: a matrix, or what searches it. */
  #kept: Matrix | BoundedVectors;

  /** @param points - they must not change, and are not kept for longer than needed. */
  constructor(points: Matrix) {
    this.rows = points.rows;
    this.cols = points.cols;
    this.#kept = points;
  }

  get bytes(): number {
    return this.rows * this.cols * 4;
  }

  get residentBytes(): number {
    return this.#kept instanceof Matrix ? 0 : this.#kept.bytesBeside;
  }

  nearest(
    kernels: Kernels,
    query: Float32Array,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows {
    return this.#searched(kernels, metric).nearest(query, rows, k);
  }

  nearestBatch(
    kernels: Kernels,
    queries: Matrix,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows[] {
    return this.#searched(kernels, metric).nearestBatch(queries, rows, k);
  }

  #searched(kernels: Kernels, metric: Metric): BoundedVectors {
    if (this.#kept instanceof Matrix) this.#kept = searchOf(kernels, this.#kept, metric);
    return this.#kept;
  }

  read(rows: ArrayLike<number>): Matrix {
    if (this.#kept instanceof Matrix) return this.#kept.selectRows(rows);
    const data = new Float32Array(rows.length * this.cols);
    this.#kept.read(rows, data);
    return new Matrix(data, rows.length, this.cols);
  }

  /** All rows: not to be written to. */
  *readAll(): Steps<Matrix> {
    if (this.#kept instanceof Matrix) return this.#kept;
    const data = new Float32Array(this.rows * this.cols);
    yield* this.#copyTo(data, null);
    return new Matrix(data, this.rows, this.cols);
  }

  /** @param rows - null: all. A search between two steps may move them to the backend. */
  *#copyTo(out: Float32Array, rows: readonly number[] | null): Steps<void> {
    const { cols } = this;
    for (const [first, end] of runsOfRows(rows?.length ?? this.rows, cols)) {
      const isSlice = rows === null && this.#kept instanceof Matrix;
      const some = isSlice
        ? (this.#kept as Matrix).slice(first, end)
        : this.read(rows?.slice(first, end) ?? sequence(first, end - first));
      out.set(some.data, first * cols);
      yield;
    }
  }

  *select(rows: readonly number[]): Steps<Float32Vectors> {
    const data = new Float32Array(rows.length * this.cols);
    yield* this.#copyTo(data, rows);
    return new Float32Vectors(new Matrix(data, rows.length, this.cols));
  }

  *followedBy(given: KeptVectors): Steps<Float32Vectors> {
    const others = given as Float32Vectors;
    const rows = this.rows + others.rows;
    const own = this.rows * this.cols;
    const data = new Float32Array(rows * this.cols);
    yield* this.#copyTo(data.subarray(0, own), null);
    yield* others.#copyTo(data.subarray(own), null);
    return new Float32Vectors(new Matrix(data, rows, this.cols));
  }

  release(): void {
    if (!(this.#kept instanceof Matrix)) this.#kept.dispose();
  }
}

function searchOf(kernels: Kernels, points: Matrix, metric: Metric): BoundedVectors {
  try {
    return new BoundedVectors(kernels, points, metric, 'taken');
  } catch (error) {
    if (!(error instanceof MemoryError)) throw error;
    // More than fits the backend: a quarter of it may, and candidates are copied for each search.
    return new BoundedVectors(kernels, points, metric, 'borrowed');
  }
}
