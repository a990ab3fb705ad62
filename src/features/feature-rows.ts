import { checkFinite, Matrix } from '../core/matrix.ts';
import { eachBatch, type MatrixRows } from '../core/matrix-rows.ts';
import { pauses } from '../core/next-task.ts';
import type { Kernels } from '../kernels/api.ts';
import type { FeatureMap } from '../kernels/features/api.ts';

/** Values of features that are kept: 448 MiB. */
const KEPT_VALUES = 112 * 2 ** 20;

/** Settings of `featureRows`. */
export interface FeatureRowsOptions {
  /** The most values that are kept. Default: 112 * 2^20, which take 448 MiB. */
  readonly keptValues?: number | undefined;
  /** Aborting rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The features of points, those that are kept computed some at a time, with turns for others between.
 *
 * @param map - must not be disposed while rows are asked for.
 */
export async function featureRows(
  kernels: Kernels,
  map: FeatureMap,
  points: Matrix,
  { keptValues = KEPT_VALUES, signal }: FeatureRowsOptions = {},
): Promise<FeatureRows> {
  const { features } = map;
  const rows = Math.min(points.rows, Math.floor(keptValues / features));
  const kept = new Matrix(new Float32Array(rows * features), rows, features);
  const pause = pauses(signal);
  for (const { first, part } of eachBatch(points.slice(0, rows))) {
    const end = first + part.rows;
    map.map(part.data, part.rows, kept.data.subarray(first * features, end * features));
    await pause();
  }
  return new FeatureRows(kernels, map, points, kept);
}

/**
 * Features of points as a matrix that need not be there as a whole: those of the first rows are
 * kept, up to a limit, and the others computed whenever they are asked for. Every row is the same,
 * bit for bit, whether it is kept or not.
 */
export class FeatureRows implements MatrixRows {
  readonly rows: number;
  readonly cols: number;
  readonly #kernels: Kernels;
  readonly #map: FeatureMap;
  readonly #points: Matrix;
  readonly #kept: Matrix;
  #computed = new Float32Array(0);
  #mean: Float32Array | null = null;

  /** @param kept - features of the first points: see `featureRows`. */
  constructor(kernels: Kernels, map: FeatureMap, points: Matrix, kept: Matrix) {
    this.rows = points.rows;
    this.cols = map.features;
    this.#kernels = kernels;
    this.#map = map;
    this.#points = points;
    this.#kept = kept;
  }

  slice(start: number, end: number): Matrix {
    if (end <= this.#kept.rows) return this.#kept.slice(start, end);
    const rows = end - start;
    const length = rows * this.cols;
    if (this.#computed.length < length) this.#computed = new Float32Array(length);
    const found = new Matrix(this.#computed.subarray(0, length), rows, this.cols);
    this.#map.map(this.#points.slice(start, end).data, rows, found.data);
    if (this.#mean) this.#subtract(found, this.#mean);
    return found;
  }

  /**
   * Subtracts the mean of all rows from each, and returns it; with turns for others meanwhile.
   *
   * @throws InvalidArgumentError if a feature is not finite; the signal's reason once it is aborted.
   */
  async centre(signal?: AbortSignal): Promise<Float32Array> {
    const sums = new Float64Array(this.cols);
    const pause = pauses(signal);
    for (const { first, part } of eachBatch(this)) {
      checkFinite('features', part, first);
      this.#kernels.addColumnSums(part.data, part.rows, part.cols, sums);
      await pause();
    }
    const mean = Float32Array.from(sums, (sum) => sum / this.rows);
    this.#subtract(this.#kept, mean);
    this.#mean = mean;
    return mean;
  }

  #subtract({ data, rows, cols }: Matrix, mean: Float32Array): void {
    this.#kernels.subtractRow(data, rows, cols, mean, data);
  }
}
