import { checkKernels, checkPositive, checkWhole } from '../../core/checks.ts';
import type { RbfFeatures } from '../../core/feature-map.ts';
import { asMatrix, Matrix, type MatrixLike } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import { rbfLandmarks } from '../../features/rbf-landmarks.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { FeatureMap } from '../../kernels/features/api.ts';
import { featureKernels } from '../../kernels/features/kernels.ts';
import { type Factor, factoriseWithRidge, inBatches, type WorkOptions } from './linear-systems.ts';

/** Landmarks, and one row in so many points is one by default. */
const MOST_LANDMARKS = 2000;
const POINTS_A_LANDMARK = 4;
/** Ridge over the number of points: just so much that float32 sums leave the system definite. */
const RELATIVE_RIDGE = 2e-6;
/** Rows whose features are computed and used together; a multiple of the kernels' blocks. */
export const BATCH = 256;

/** Settings of `prepareLandmarks`. */
export interface LandmarkBasisOptions extends WorkOptions {
  /** Default: a fourth of the points, at most 2,000. */
  readonly landmarks?: number | undefined;
  /** Width of the similarity over the mean squared distance. Default 0.5. */
  readonly relativeWidth?: number | undefined;
  /** Seed of the choice of landmarks. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * What ridge regression on landmark features needs to know of the points, whatever their labels:
 * computed once for any number of label sets, settings and code lengths.
 */
export interface LandmarkBasis {
  readonly featureMap: RbfFeatures;
  /** @internal Of the sum of f f^T over the features f of all points, plus a ridge. */
  readonly factor: Factor;
}

/**
 * Chooses landmarks among the points and factorises the Gram matrix of their features.
 *
 * Cost: rows x landmarks x dimensions + rows x landmarks^2 / 2 + landmarks^3 / 6 multiply-adds, and
 * landmarks^2 float64 values: 32 MB for 2,000.
 *
 * @param given - points, rows x dimensions, as hyperplanes will see them: normalised, centred.
 */
export async function prepareLandmarks(
  kernels: Kernels,
  given: MatrixLike,
  options: LandmarkBasisOptions = {},
): Promise<LandmarkBasis> {
  checkKernels(kernels);
  const own = { landmarks: 1, relativeWidth: 1, seed: 1 } as const;
  checkOptions('prepareLandmarks', options, { ...own, onProgress: 1, signal: 1 });
  const points = asMatrix('points', given);
  const { relativeWidth = 0.5, seed = 0 } = options;
  const most = Math.ceil(points.rows / POINTS_A_LANDMARK);
  const { landmarks = Math.min(MOST_LANDMARKS, most) } = options;
  checkWhole('landmarks', landmarks, 1, 2 ** 16);
  checkPositive('relativeWidth', relativeWidth);
  const featureMap = rbfLandmarks({ landmarks, relativeWidth, seed }).fit(kernels, points);
  if (featureMap.kind !== 'rbf') throw new Error('landmarks make radial basis functions');
  const learning = featureKernels(kernels);
  const size = featureMap.landmarks.rows;
  const gram = learning.createGram(size);
  try {
    await eachFeatureBatch(
      kernels,
      featureMap,
      points,
      (features) => gram.add(features.data, features.rows),
      options,
    );
    const ridge = RELATIVE_RIDGE * points.rows;
    return { featureMap, factor: factoriseWithRidge(learning, () => gram.matrix(), size, ridge) };
  } finally {
    gram.dispose();
  }
}

/** Calls `use` with the features of one batch of points after another; their array is reused. */
export async function eachFeatureBatch(
  kernels: Kernels,
  featureMap: RbfFeatures,
  points: Matrix,
  use: (features: Matrix, first: number) => void,
  options: WorkOptions = {},
): Promise<void> {
  const map = featureKernels(kernels).createFeatureMap(featureMap);
  try {
    const out = new Float32Array(Math.min(BATCH, points.rows) * map.features);
    const step = (first: number, end: number) =>
      use(mapped(map, points.slice(first, end), out), first);
    await inBatches(points.rows, BATCH, step, options);
  } finally {
    map.dispose();
  }
}

function mapped(map: FeatureMap, points: Matrix, out: Float32Array): Matrix {
  const part = out.subarray(0, points.rows * map.features);
  map.map(points.data, points.rows, part);
  return new Matrix(part, points.rows, map.features);
}
