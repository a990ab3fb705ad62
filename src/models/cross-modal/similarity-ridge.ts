import type { DenseLayer, RbfFeatures } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { randomLandmarks } from '../../features/landmarks.ts';
import { meanSquaredDistance } from '../../features/rbf-landmarks.ts';
import type { Kernels } from '../../kernels/api.ts';
import { featureKernels } from '../../kernels/features/kernels.ts';
import { solveBackwards } from '../../learners/ridge/normal-equations.ts';
import { eachFeatureBatch } from '../self-training/landmark-basis.ts';
import { factoriseWithRidge, type WorkOptions } from '../self-training/linear-systems.ts';

/** Rows whose left-out values judge settings. */
const JUDGED = 1000;
/** Added to the diagonal, over the number of rows: what float32 sums need to stay definite. */
const RELATIVE_JITTER = 2e-6;
/** Below this a row decides its own value alone, and nothing is left out. */
const LEAST_REST = 1e-6;

/** Rows to learn from. */
export interface RidgeRows {
  /** rows x dimensions, scaled. */
  readonly points: Matrix;
  /** rows x targets. */
  readonly targets: Matrix;
  /** The first so many rows have targets that are known, and may judge. */
  readonly known: number;
}

/** What one ridge gives. */
export interface SimilarityRidge extends DenseLayer {
  readonly featureMap: RbfFeatures;
  /** Rows that judge, ascending. */
  readonly judged: Uint32Array;
  /** What each of them would get if it had been left out: judged x targets. */
  readonly leftOut: Matrix;
}

/** The system of one width, to be solved for as many ridges as are wanted. */
export interface SimilaritySystem {
  readonly featureMap: RbfFeatures;
  readonly rows: RidgeRows;
  /** Means of the targets. */
  readonly means: Float64Array;
  /** Products of features, and of targets with features: (landmarks + targets) x landmarks. */
  readonly products: Float64Array;
  /** Similarities of landmarks: landmarks x landmarks. */
  readonly own: Matrix;
  readonly judged: Uint32Array;
  /** Features of rows that judge. */
  readonly judgedFeatures: Matrix;
}

/**
 * Ridge regression with a Gaussian similarity, restricted to landmarks: K of rows and landmarks, K_own of
 * landmarks among themselves, weights A = (K^T K + ridge K_own)^-1 K^T (Y - means). Where all rows are
 * landmarks that is kernel ridge regression, (K + ridge I)^-1 (Y - means).
 *
 * Cost: rows x landmarks x (dimensions + landmarks / 2) multiply-adds.
 *
 * @param relativeWidth - width of the similarity over the mean squared distance of rows and landmarks.
 */
export async function similaritySystem(
  kernels: Kernels,
  rows: RidgeRows,
  { relativeWidth, landmarks }: { readonly relativeWidth: number; readonly landmarks: number },
  seed: number,
  options: WorkOptions = {},
): Promise<SimilaritySystem> {
  const { points, targets, known } = rows;
  const random = new RandomState(seed);
  const judged = random.permutation(known).slice(0, JUDGED).sort();
  const chosen = points.rows <= landmarks ? points : randomLandmarks(points, landmarks, random);
  const width = relativeWidth * meanSquaredDistance(points, chosen) || 1;
  const featureMap: RbfFeatures = { kind: 'rbf', landmarks: chosen, width };
  const size = chosen.rows;
  const count = targets.cols;
  const means = columnMeans(targets);
  const gram = featureKernels(kernels).createGram(size + count);
  try {
    let batch = new Float32Array(0);
    await eachFeatureBatch(
      kernels,
      featureMap,
      points,
      (features, first) => {
        const both = size + count;
        if (batch.length < features.rows * both) batch = new Float32Array(features.rows * both);
        for (let i = 0; i < features.rows; i++) {
          batch.set(features.row(i), i * both);
          for (let c = 0; c < count; c++) {
            batch[i * both + size + c] = targets.data[(first + i) * count + c] - means[c];
          }
        }
        gram.add(batch.subarray(0, features.rows * both), features.rows);
      },
      options,
    );
    return {
      featureMap,
      rows,
      means,
      products: leadingColumns(gram.matrix(), size, count),
      own: await featuresOfRows(kernels, featureMap, chosen, options),
      judged,
      judgedFeatures: await featuresOfRows(kernels, featureMap, points.selectRows(judged), options),
    };
  } finally {
    gram.dispose();
  }
}

/**
 * The regression for one ridge, and what rows would get if they had been left out: y - (y - f) / (1 - h),
 * h the weight that a row has in its own value, k^T (K^T K + ridge K_own)^-1 k.
 *
 * Cost: landmarks^3 / 6 + (targets + judged) x landmarks^2 / 2 multiply-adds.
 */
export function solveSimilarities(
  kernels: Kernels,
  system: SimilaritySystem,
  ridge: number,
): SimilarityRidge {
  const { featureMap, rows, means, products, own, judged, judgedFeatures } = system;
  const size = own.rows;
  const count = means.length;
  const copy = () => {
    const all = new Float64Array((size + count + judged.length) * size);
    all.set(products);
    for (let at = 0; at < size * size; at++) all[at] += ridge * own.data[at];
    all.set(judgedFeatures.data, (size + count) * size);
    return all;
  };
  const jitter = RELATIVE_JITTER * rows.points.rows;
  const { lower } = factoriseWithRidge(featureKernels(kernels), copy, size, jitter);
  const row = (i: number) => lower.subarray((size + i) * size, (size + i + 1) * size);
  const leftOut = new Matrix(new Float32Array(judged.length * count), judged.length, count);
  judged.forEach((at, i) => {
    const seen = row(count + i);
    const rest = Math.max(LEAST_REST, 1 - dot(seen, seen));
    for (let c = 0; c < count; c++) {
      const target = rows.targets.data[at * count + c];
      const fitted = means[c] + dot(row(c), seen);
      leftOut.data[i * count + c] = target - (target - fitted) / rest;
    }
  });
  const weights = new Matrix(new Float32Array(count * size), count, size);
  for (let c = 0; c < count; c++) {
    const solved = row(c);
    solveBackwards(lower, size, solved);
    weights.row(c).set(solved);
  }
  return { featureMap, weights, offsets: Float32Array.from(means), judged, leftOut };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

async function featuresOfRows(
  kernels: Kernels,
  featureMap: RbfFeatures,
  points: Matrix,
  { signal }: WorkOptions,
): Promise<Matrix> {
  const cols = featureMap.landmarks.rows;
  const out = new Matrix(new Float32Array(points.rows * cols), points.rows, cols);
  const use = (features: Matrix, first: number) => out.data.set(features.data, first * cols);
  await eachFeatureBatch(kernels, featureMap, points, use, { signal });
  return out;
}

/** In float64, in order of rows. */
function columnMeans({ data, rows, cols }: Matrix): Float64Array {
  const sums = new Float64Array(cols);
  for (let at = 0; at < data.length; at++) sums[at % cols] += data[at];
  return sums.map((sum) => sum / rows);
}

/** The first `size` columns of a square matrix of size + further rows. */
function leadingColumns(matrix: Float64Array, size: number, further: number): Float64Array {
  const all = size + further;
  const out = new Float64Array(all * size);
  for (let i = 0; i < all; i++) out.set(matrix.subarray(i * all, i * all + size), i * size);
  return out;
}
