import { Matrix } from '../../core/matrix.ts';
import { eachBatch } from '../../core/matrix-rows.ts';
import { pauses } from '../../core/next-task.ts';
import type { RidgeFit, RidgeRows } from './problem.ts';

/** The rows of a problem, whose means take turns with others. */
export async function scaledRows(problem: RidgeRows, signal?: AbortSignal): Promise<ScaledRows> {
  const means = problem.bias
    ? await weightedMeans(problem, signal)
    : new Float64Array(problem.points.cols + problem.bits);
  return new ScaledRows(problem, means);
}

/**
 * Points beside their targets, as plain least squares sees them: weighted means subtracted where
 * there is a bias, and each row times the square root of its weight.
 */
export class ScaledRows {
  readonly rows: number;
  readonly dimensions: number;
  readonly bits: number;
  readonly #problem: RidgeRows;
  /** Means of points, then of targets; zeros without a bias. */
  readonly #means: Float64Array;
  #scaled = new Float32Array(0);

  /** @param means - see `scaledRows`. */
  constructor(problem: RidgeRows, means: Float64Array) {
    this.#problem = problem;
    this.rows = problem.points.rows;
    this.dimensions = problem.points.cols;
    this.bits = problem.bits;
    this.#means = means;
  }

  /**
   * Rows first..end: those of points, then the targets; (end - first) x (dimensions + bits), valid
   * until the next call.
   */
  slice(first: number, end: number): Float32Array {
    const { points, targets, weights } = this.#problem;
    const { dimensions, bits } = this;
    const means = this.#means;
    const length = (end - first) * (dimensions + bits);
    if (this.#scaled.length < length) this.#scaled = new Float32Array(length);
    const out = this.#scaled.subarray(0, length);
    const { data } = points.slice(first, end);
    for (let i = first, at = 0, from = 0; i < end; i++) {
      const scale = weights ? Math.sqrt(weights[i]) : 1;
      for (let k = 0; k < dimensions; k++, at++, from++) out[at] = (data[from] - means[k]) * scale;
      for (let j = 0; j < bits; j++, at++) {
        out[at] = (targets[i * bits + j] - means[dimensions + j]) * scale;
      }
    }
    return out;
  }

  /** The fit whose hyperplanes are `w`, bits x dimensions. */
  fitted(w: Float64Array): RidgeFit {
    const { dimensions, bits } = this;
    const hyperplanes = new Matrix(Float32Array.from(w), bits, dimensions);
    if (!this.#problem.bias) return { hyperplanes, offsets: null };
    const offsets = Float32Array.from({ length: bits }, (_, j) => {
      let offset = this.#means[dimensions + j];
      for (let k = 0; k < dimensions; k++) offset -= w[j * dimensions + k] * this.#means[k];
      return offset;
    });
    return { hyperplanes, offsets };
  }
}

async function weightedMeans(
  { points, targets, bits, weights }: RidgeRows,
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  const { cols } = points;
  const sums = new Float64Array(cols + bits);
  let total = 0;
  const pause = pauses(signal);
  for (const { first, part } of eachBatch(points)) {
    for (let i = first, from = 0; i < first + part.rows; i++) {
      const weight = weights ? weights[i] : 1;
      total += weight;
      for (let k = 0; k < cols; k++, from++) sums[k] += weight * part.data[from];
      for (let j = 0; j < bits; j++) sums[cols + j] += weight * targets[i * bits + j];
    }
    await pause();
  }
  return sums.map((sum) => sum / total);
}
