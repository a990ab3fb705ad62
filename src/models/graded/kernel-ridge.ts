import type { RbfFeatures } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';
import { pauses } from '../../core/next-task.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { meanSquaredDistance } from '../../features/rbf-landmarks.ts';
import type { Kernels } from '../../kernels/api.ts';
import { featureKernels } from '../../kernels/features/kernels.ts';
import { solveBackwards } from '../../learners/ridge/normal-equations.ts';
import { eachFeatureBatch } from '../self-training/landmark-basis.ts';
import type { WorkOptions } from '../self-training/linear-systems.ts';
import { type Calibration, calibrate } from './calibrate.ts';
import { classShares, type GradedProblem, labelledPoints } from './problem.ts';
import type { RidgeMember, RidgeSettings } from './ridge-member.ts';

/** Rows whose left-out scores calibrate the probabilities. */
const JUDGED = 500;
/** Rows that are solved against a factor at once. */
const TOGETHER = 50;

/**
 * Kernel ridge regression of the classes on all labelled points, (K + ridge I) A = Y - shares, with a
 * Gaussian similarity. What a point would score if it had been left out takes no fit of its own: its
 * target less A_i / ((K + ridge I)^-1)_ii, of some of the points, calibrates the probabilities. A ridge
 * below what rounding adds to K grows tenfold until there is a factor.
 *
 * Cost: rows^2 x dimensions + rows^3 / 6 multiply-adds, and 8 rows^2 bytes twice.
 */
export async function kernelRidge(
  kernels: Kernels,
  problem: GradedProblem,
  settings: RidgeSettings,
  seed: number,
  options: WorkOptions = {},
): Promise<RidgeMember> {
  const { relativeWidth, ridge } = settings;
  const landmarks = labelledPoints(problem);
  const width = relativeWidth * meanSquaredDistance(landmarks, landmarks) || 1;
  const featureMap: RbfFeatures = { kind: 'rbf', landmarks, width };
  const size = landmarks.rows;
  const { classes, classOf } = problem;
  const shares = classShares(problem);
  const system = new Float64Array((size + classes) * size);
  await eachFeatureBatch(
    kernels,
    featureMap,
    landmarks,
    ({ data, rows }, first) => {
      for (let i = 0; i < rows; i++) {
        const row = first + i;
        for (let j = 0; j <= row; j++) system[row * size + j] = data[i * size + j];
        system[row * size + row] += ridge;
      }
    },
    options,
  );
  for (let c = 0; c < classes; c++) {
    for (let i = 0; i < size; i++) {
      system[(size + c) * size + i] = (classOf[i] === c ? 1 : 0) - shares[c];
    }
  }
  options.signal?.throwIfAborted();
  if (featureKernels(kernels).factorise(system, size + classes, size) < size) {
    if (ridge > 1) throw new Error(`no Cholesky factor with a ridge of ${ridge}`);
    return kernelRidge(kernels, problem, { ...settings, ridge: 10 * ridge }, seed, options);
  }
  const weights = new Matrix(new Float32Array(classes * size), classes, size);
  for (let c = 0; c < classes; c++) {
    const own = system.subarray((size + c) * size, (size + c + 1) * size);
    solveBackwards(system, size, own);
    weights.row(c).set(own);
  }
  const layer = { weights, offsets: Float32Array.from(shares) };
  const calibration = await calibrated(system, problem, weights, seed, options);
  return { featureMap, ...layer, ...calibration };
}

/** By the left-out scores of rows at random. */
async function calibrated(
  factor: Float64Array,
  { classes, classOf }: GradedProblem,
  weights: Matrix,
  seed: number,
  { signal }: WorkOptions,
): Promise<Calibration> {
  const size = classOf.length;
  const judged = new RandomState(seed).permutation(size).slice(0, JUDGED).sort();
  const scores = new Matrix(new Float32Array(judged.length * classes), judged.length, classes);
  const pause = pauses(signal);
  for (let first = 0; first < judged.length; first += TOGETHER) {
    await pause();
    const rows = judged.subarray(first, first + TOGETHER);
    inverseDiagonal(factor, size, rows).forEach((diagonal, i) => {
      for (let c = 0; c < classes; c++) {
        const target = classOf[rows[i]] === c ? 1 : 0;
        const residual = weights.data[c * size + rows[i]] / diagonal;
        scores.data[(first + i) * classes + c] = target - residual;
      }
    });
  }
  const own = Uint32Array.from(judged, (row) => classOf[row]);
  return calibrate(scores, own);
}

/**
 * Entries (r, r) of (L L^T)^-1: |z|^2 of L z = e_r. Unit vectors are solved side by side, so that a row
 * of the factor is read once for all of them.
 */
function inverseDiagonal(factor: Float64Array, size: number, rows: Uint32Array): Float64Array {
  const count = rows.length;
  const from = rows[0];
  const solved = new Float64Array((size - from) * count);
  const out = new Float64Array(count);
  const sums = new Float64Array(count);
  for (let i = from; i < size; i++) {
    for (let r = 0; r < count; r++) sums[r] = rows[r] === i ? 1 : 0;
    for (let k = from, at = 0; k < i; k++) {
      const entry = factor[i * size + k];
      for (let r = 0; r < count; r++) sums[r] -= entry * solved[at++];
    }
    const pivot = factor[i * size + i];
    for (let r = 0, at = (i - from) * count; r < count; r++) {
      const value = sums[r] / pivot;
      solved[at++] = value;
      out[r] += value * value;
    }
  }
  return out;
}
