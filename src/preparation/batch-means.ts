import { refuse } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { asMatrix, checkFinite, type Matrix, type MatrixLike } from '../core/matrix.ts';
import type { Kernels } from '../kernels/api.ts';
import { normaliseRows } from './preprocess.ts';

/** Column means of points that come batch by batch; equal to those of all points at once. */
export class BatchMeans {
  readonly #kernels: Kernels;
  readonly #normalise: boolean;
  #sums: Float64Array | null = null;
  #rows = 0;

  /** @param normalise - whether rows are divided by their L2 norm first. */
  constructor(kernels: Kernels, normalise: boolean) {
    this.#kernels = kernels;
    this.#normalise = normalise;
  }

  /** @throws InvalidArgumentError if a value is not finite or the dimensions differ. */
  add(points: Matrix): void {
    checkFinite('points', points);
    this.#sums ??= new Float64Array(points.cols);
    if (points.cols !== this.#sums.length) {
      throw new InvalidArgumentError(
        `all batches must have ${this.#sums.length} dimensions like the first, not ${points.cols}`,
      );
    }
    const prepared = this.#normalise ? normaliseRows(this.#kernels, points) : points;
    this.#kernels.addColumnSums(prepared.data, points.rows, points.cols, this.#sums);
    this.#rows += points.rows;
  }

  /** The means so far, rounded to float32. @throws InvalidArgumentError if there were no rows. */
  mean(): Float32Array {
    if (!this.#sums || this.#rows === 0) {
      throw new InvalidArgumentError('points must have at least one row');
    }
    return Float32Array.from(this.#sums, (sum) => sum / this.#rows);
  }
}

/**
 * The mean of points that come batch by batch, and how many of them were looked at: without centring
 * those of the first batch.
 *
 * @throws InvalidArgumentError if there is no batch, or batches differ in their dimensions.
 */
export async function meanOfBatches(
  kernels: Kernels,
  { normalise, centre }: { readonly normalise: boolean; readonly centre: boolean },
  batches: AsyncIterable<MatrixLike> | Iterable<MatrixLike>,
  signal: AbortSignal | undefined,
): Promise<{ mean: Float32Array; points: number }> {
  signal?.throwIfAborted();
  const { [Symbol.iterator]: all, [Symbol.asyncIterator]: each } = Object(batches);
  if (!all && !each) refuse('batches', 'a list of matrices', batches);
  const means = new BatchMeans(kernels, normalise);
  let points = 0;
  for await (const batch of batches) {
    signal?.throwIfAborted();
    const matrix = asMatrix('points', batch);
    means.add(matrix);
    points += matrix.rows;
    if (!centre) break;
  }
  return { mean: means.mean(), points };
}
