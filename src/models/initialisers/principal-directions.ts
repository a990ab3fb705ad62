import { Matrix } from '../../core/matrix.ts';
import { pauses } from '../../core/next-task.ts';
import type { Kernels } from '../../kernels/api.ts';
import { featureKernels } from '../../kernels/features/kernels.ts';
import { columnMeans, subtractMean } from '../../preparation/preprocess.ts';
import { eigenvectors } from './decompositions.ts';

/** Rows that are added to the covariance between two looks at the event loop. */
const BATCH_ROWS = 4096;

/** Points about their mean. */
export function centred(kernels: Kernels, points: Matrix): { points: Matrix; mean: Float32Array } {
  const mean = columnMeans(kernels, points);
  return { points: subtractMean(kernels, points, mean), mean };
}

/** X^T X of rows x cols points, cols x cols. */
export async function gramMatrix(
  kernels: Kernels,
  points: Matrix,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const gram = featureKernels(kernels).createGram(points.cols);
  try {
    const pause = pauses(signal);
    for (let first = 0; first < points.rows; first += BATCH_ROWS) {
      await pause();
      const part = points.slice(first, Math.min(points.rows, first + BATCH_ROWS));
      gram.add(part.data, part.rows);
    }
    return gram.matrix();
  } finally {
    gram.dispose();
  }
}

/**
 * The `count` directions of largest variance of centred points, count x dimensions: unit vectors at
 * right angles, those of larger variance first, each with its largest component positive.
 * Cost: rows x dimensions^2 / 2 multiply-adds, and some 10 dimensions^3 operations in float64.
 */
export async function principalDirections(
  kernels: Kernels,
  points: Matrix,
  count: number,
  signal?: AbortSignal,
): Promise<Matrix> {
  const { cols } = points;
  const covariance = await gramMatrix(kernels, points, signal);
  const { vectors } = await eigenvectors(covariance, cols);
  const out = new Matrix(new Float32Array(count * cols), count, cols);
  for (let j = 0; j < count; j++) {
    out.row(j).set(withPositivePeak(vectors.subarray(j * cols, (j + 1) * cols)));
  }
  return out;
}

function withPositivePeak(vector: Float64Array): Float64Array {
  let peak = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(peak)) peak = value;
  return peak < 0 ? vector.map((value) => -value) : vector;
}
