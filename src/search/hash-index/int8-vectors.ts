import { Matrix } from '../../core/matrix.ts';
import { runsOfRows, type Steps } from '../../core/steps.ts';
import type { Kernels, Metric } from '../../kernels/api.ts';
import type { RankedRows } from '../ranked-rows.ts';
import type { KeptVectors } from './kept-vectors.ts';
import { nearestInBlocks } from './nearest-in-blocks.ts';

/** Squared error over squared length, the largest value apart, from which rounding is coarse: of
 * Gaussian values in 128 dimensions beside one 28 times their size, where recall@10 falls to 0.9. */
const COARSE = 0.004;

/** Vectors rounded to 8 bits a value; they are widened block by block to be ranked. */
export class Int8Vectors implements KeptVectors {
  readonly values: Int8Array;
  /** What 1 stands for, one number a row. */
  readonly scales: Float32Array;
  readonly cols: number;
  readonly residentBytes = 0;

  constructor(values: Int8Array, scales: Float32Array, cols: number) {
    this.values = values;
    this.scales = scales;
    this.cols = cols;
  }

  /**
   * How many of the vectors rounding leaves little of: beside their largest value the error is above a
   * tenth of what there is, in squares a hundredth. Cost: one pass.
   */
  static coarseRows({ data, rows, cols }: Matrix, rounded: Int8Vectors): number {
    let coarse = 0;
    for (let i = 0; i < rows; i++) {
      let [largest, all, error] = [0, 0, 0];
      for (let at = i * cols; at < (i + 1) * cols; at++) {
        const square = data[at] * data[at];
        largest = Math.max(largest, square);
        all += square;
        error += (data[at] - rounded.values[at] * rounded.scales[i]) ** 2;
      }
      // What is left of the largest value by float32 rounding is none.
      if (error > COARSE * (all - largest) + 1e-9 * largest) coarse++;
    }
    return coarse;
  }

  static empty(rows: number, cols: number): Int8Vectors {
    return new Int8Vectors(new Int8Array(rows * cols), new Float32Array(rows), cols);
  }

  /** Rounds every value to the nearest multiple of the row's largest magnitude / 127. */
  static from(points: Matrix): Int8Vectors {
    const { data, rows, cols } = points;
    const values = new Int8Array(data.length);
    const scales = new Float32Array(rows);
    for (let i = 0; i < rows; i++) {
      let largest = 0;
      for (let at = i * cols; at < (i + 1) * cols; at++) {
        largest = Math.max(largest, Math.abs(data[at]));
      }
      scales[i] = largest / 127;
      // A scale below the smallest float32 is 0, and so is the row.
      if (scales[i] === 0) continue;
      for (let at = i * cols; at < (i + 1) * cols; at++) {
        values[at] = Math.max(-127, Math.min(127, Math.round(data[at] / scales[i])));
      }
    }
    return new Int8Vectors(values, scales, cols);
  }

  get rows(): number {
    return this.scales.length;
  }

  get bytes(): number {
    return this.values.byteLength + this.scales.byteLength;
  }

  nearest(
    kernels: Kernels,
    query: Float32Array,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows {
    return this.nearestBatch(kernels, new Matrix(query, 1, query.length), metric, rows, k)[0];
  }

  nearestBatch(
    kernels: Kernels,
    queries: Matrix,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows[] {
    return nearestInBlocks(kernels, this, queries, metric, rows, k);
  }

  read(rows: ArrayLike<number>): Matrix {
    const { cols, values } = this;
    const data = new Float32Array(rows.length * cols);
    for (let i = 0, to = 0; i < rows.length; i++) {
      const scale = this.scales[rows[i]];
      for (let at = rows[i] * cols; at < (rows[i] + 1) * cols; at++)
        data[to++] = values[at] * scale;
    }
    return new Matrix(data, rows.length, cols);
  }

  *select(rows: readonly number[]): Steps<Int8Vectors> {
    const { cols } = this;
    const values = new Int8Array(rows.length * cols);
    for (const [first, end] of runsOfRows(rows.length, cols)) {
      for (let i = first; i < end; i++) {
        values.set(this.values.subarray(rows[i] * cols, (rows[i] + 1) * cols), i * cols);
      }
      yield;
    }
    return new Int8Vectors(
      values,
      Float32Array.from(rows, (row) => this.scales[row]),
      cols,
    );
  }

  *followedBy(given: KeptVectors): Steps<Int8Vectors> {
    const others = given as Int8Vectors;
    const all = Int8Vectors.empty(this.rows + others.rows, this.cols);
    for (const [from, start] of [
      [this, 0],
      [others, this.rows],
    ] as const) {
      for (const [first, end] of runsOfRows(from.rows, this.cols)) {
        all.set(start + first, from, first, end);
        yield;
      }
    }
    return all;
  }

  /** Takes rows `first` up to `end` of others over. */
  set(at: number, { values, scales, cols }: Int8Vectors, first: number, end: number): void {
    this.values.set(values.subarray(first * cols, end * cols), at * cols);
    this.scales.set(scales.subarray(first, end), at);
  }

  release(): void {}
}
