import type { RbfFeatures } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { rbfLandmarks } from '../../features/rbf-landmarks.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { FeatureMap } from '../../kernels/features/api.ts';
import { featureKernels } from '../../kernels/features/kernels.ts';
import {
  factoriseWithRidge,
  inBatches,
  solveInPlace,
  transposed,
  type WorkOptions,
} from '../self-training/linear-systems.ts';
import { calibrate } from './calibrate.ts';
import { classShares, type GradedProblem } from './problem.ts';
import type { RidgeMember, RidgeSettings } from './ridge-member.ts';

/** Rows whose features are computed together; a multiple of the kernels' blocks. */
const BATCH = 512;
/** Rows that are left out of a first fit to calibrate the second: an eighth, at most so many. */
const JUDGED_SHARE = 8;
const JUDGED = 2000;

/** The labelled rows of a problem in an order of their own, and what their features are taken about. */
interface Rows {
  readonly problem: GradedProblem;
  /** Numbers of labelled points: those that are left out first come first. */
  readonly order: Uint32Array;
  readonly map: FeatureMap;
  readonly centre: Float32Array;
  readonly shares: Float64Array;
}

/**
 * Ridge regression of the classes on similarities to landmarks drawn among the labelled points, features
 * about their mean over the landmarks and classes about their shares. The features of a batch are
 * computed, added to the normal equations and forgotten. A first fit leaves out some rows, whose
 * scores calibrate the probabilities of the second, which has learned from all.
 *
 * Cost: rows x landmarks x dimensions + rows x landmarks^2 / 2 + landmarks^3 / 3 multiply-adds, and
 * 8 landmarks^2 bytes four times, the kernels' own among them.
 */
export async function landmarkRidge(
  kernels: Kernels,
  problem: GradedProblem,
  { relativeWidth, ridge, landmarks }: RidgeSettings,
  seed: number,
  options: WorkOptions = {},
): Promise<RidgeMember> {
  const count = problem.classOf.length;
  const order = new RandomState(seed).permutation(count);
  const drawn = order.slice(count - landmarks).map((row) => problem.labelledRows[row]);
  const featureMap = rbfLandmarks({ landmarks, relativeWidth, seed }).fit(
    kernels,
    problem.points.selectRows(drawn.sort()),
  ) as RbfFeatures;
  const map = featureKernels(kernels).createFeatureMap(featureMap);
  try {
    const judged = Math.min(JUDGED, Math.ceil(count / JUDGED_SHARE));
    const centre = meanFeatures(map, featureMap.landmarks);
    const rows = { problem, order, map, centre, shares: classShares(problem) };
    const sums = await normalEquations(kernels, rows, judged, options);
    const first = solve(kernels, sums, map.features, ridge);
    await normalEquations(kernels, { ...rows, order: order.subarray(0, judged) }, 0, options, sums);
    const weights = solve(kernels, sums, map.features, ridge);
    const { scores, classOf } = scoresOf(kernels, rows, first, judged);
    const { scale, accuracy } = calibrate(scores, classOf);
    return { featureMap, weights, offsets: offsetsOf(weights, rows), scale, accuracy };
  } finally {
    map.dispose();
  }
}

function meanFeatures(map: FeatureMap, landmarks: Matrix): Float32Array {
  const sums = new Float64Array(map.features);
  const out = new Float32Array(Math.min(BATCH, landmarks.rows) * map.features);
  for (let first = 0; first < landmarks.rows; first += BATCH) {
    const part = landmarks.slice(first, Math.min(landmarks.rows, first + BATCH));
    map.map(part.data, part.rows, out);
    for (let at = 0; at < part.rows * map.features; at++) sums[at % map.features] += out[at];
  }
  return Float32Array.from(sums, (sum) => sum / landmarks.rows);
}

/**
 * The sum of [f y]^T [f y] over rows `from` and on of the order, f the features and y the targets about
 * their centres, added to `before`.
 */
async function normalEquations(
  kernels: Kernels,
  rows: Rows,
  from: number,
  options: WorkOptions,
  before?: Float64Array,
): Promise<Float64Array> {
  const { order, map } = rows;
  const gram = featureKernels(kernels).createGram(map.features + rows.problem.classes);
  try {
    const add = (first: number, end: number) => {
      const part = rowsOf(rows, order.subarray(from + first, from + end));
      gram.add(part.data, part.rows);
    };
    await inBatches(order.length - from, BATCH, add, options);
    const sums = gram.matrix();
    if (!before) return sums;
    for (let at = 0; at < before.length; at++) before[at] += sums[at];
    return before;
  } finally {
    gram.dispose();
  }
}

/** Features and targets of some labelled points, about their centres. */
function rowsOf({ problem, map, centre, shares }: Rows, some: Uint32Array): Matrix {
  const { features } = map;
  const { classes, classOf, points, labelledRows } = problem;
  const own = points.selectRows(some.map((row) => labelledRows[row]));
  const found = new Float32Array(some.length * features);
  map.map(own.data, own.rows, found);
  const cols = features + classes;
  const out = new Float32Array(some.length * cols);
  some.forEach((row, i) => {
    for (let k = 0; k < features; k++) out[i * cols + k] = found[i * features + k] - centre[k];
    for (let c = 0; c < classes; c++) {
      out[i * cols + features + c] = (classOf[row] === c ? 1 : 0) - shares[c];
    }
  });
  return new Matrix(out, some.length, cols);
}

/** Weights, classes x features. */
function solve(kernels: Kernels, sums: Float64Array, size: number, ridge: number): Matrix {
  const all = Math.round(Math.sqrt(sums.length));
  const classes = all - size;
  const products = new Float64Array(size * classes);
  for (let i = 0; i < size; i++) {
    products.set(sums.subarray(i * all + size, (i + 1) * all), i * classes);
  }
  const copyOf = () => {
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) matrix.set(sums.subarray(i * all, i * all + size), i * size);
    return matrix;
  };
  const factor = factoriseWithRidge(featureKernels(kernels), copyOf, size, ridge);
  solveInPlace(factor, products, classes);
  return transposed(products, size, classes);
}

/** What is added to weights . features: the share of the class, less the score of the centre. */
function offsetsOf(weights: Matrix, { centre, shares }: Pick<Rows, 'centre' | 'shares'>) {
  return Float32Array.from(shares, (share, c) => {
    const row = weights.row(c);
    return row.reduce((sum, weight, k) => sum - weight * centre[k], share);
  });
}

/** Scores of the first rows of the order, and their classes. */
function scoresOf(kernels: Kernels, rows: Rows, weights: Matrix, count: number) {
  const { problem, order, map, shares } = rows;
  const { classes } = problem;
  const some = order.subarray(0, count);
  const scores = new Matrix(new Float32Array(count * classes), count, classes);
  const projector = kernels.createProjector(weights, Float32Array.from(shares));
  try {
    for (let first = 0; first < count; first += BATCH) {
      const part = rowsOf(rows, some.subarray(first, first + BATCH));
      const { features } = map;
      const seen = new Float32Array(part.rows * features);
      for (let i = 0; i < part.rows; i++) {
        seen.set(part.row(i).subarray(0, features), i * features);
      }
      projector.project(seen, part.rows, scores.data.subarray(first * classes));
    }
  } finally {
    projector.dispose();
  }
  return { scores, classOf: Uint32Array.from(some, (row) => problem.classOf[row]) };
}
