import { checkKernels } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { asVector, type VectorLike } from '../core/given.ts';
import { asMatrix, checkFinite, Matrix, type MatrixLike } from '../core/matrix.ts';
import type { Kernels } from '../kernels/api.ts';

/**
 * Divides every row by its L2 norm; a zero row stays zero. Returns a new matrix.
 * Cost: two passes over the points.
 *
 * @param given - points: a matrix, or an array of rows, as for all functions here.
 */
export function normaliseRows(kernels: Kernels, given: MatrixLike): Matrix {
  checkKernels(kernels);
  const points = asMatrix('points', given);
  const out = new Float32Array(points.data.length);
  kernels.normaliseRows(points.data, points.rows, points.cols, out);
  return new Matrix(out, points.rows, points.cols);
}

/** The mean of every column, summed in float64 and rounded once. */
export function columnMeans(kernels: Kernels, given: MatrixLike): Float32Array {
  checkKernels(kernels);
  const points = asMatrix('points', given);
  if (points.rows === 0) throw new InvalidArgumentError('the mean of no rows is not defined');
  const sums = new Float64Array(points.cols);
  kernels.addColumnSums(points.data, points.rows, points.cols, sums);
  return Float32Array.from(sums, (sum) => sum / points.rows);
}

/** Subtracts a mean, one value a column, from every row. Returns a new matrix. */
export function subtractMean(kernels: Kernels, given: MatrixLike, values: VectorLike): Matrix {
  checkKernels(kernels);
  const points = asMatrix('points', given);
  const mean = asVector('mean', values);
  if (mean.length !== points.cols) {
    throw new InvalidArgumentError(
      `the mean has ${mean.length} values where points have ${points.cols}`,
    );
  }
  const out = new Float32Array(points.data.length);
  kernels.subtractRow(points.data, points.rows, points.cols, mean, out);
  return new Matrix(out, points.rows, points.cols);
}

/**
 * The tutorial's preprocessing: L2-normalise each row, then subtract the column means of all rows.
 *
 * @throws InvalidArgumentError if a value is NaN or infinite.
 */
export function normaliseAndCentre(kernels: Kernels, given: MatrixLike): Matrix {
  checkKernels(kernels);
  const points = asMatrix('points', given);
  checkFinite('points', points);
  const normalised = normaliseRows(kernels, points);
  const mean = columnMeans(kernels, normalised);
  // The normalised matrix is ours: centre it in place.
  kernels.subtractRow(normalised.data, points.rows, points.cols, mean, normalised.data);
  return normalised;
}
