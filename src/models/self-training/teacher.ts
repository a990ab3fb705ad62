import type { RbfFeatures } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';
import { meanSquaredDistance } from '../../features/rbf-landmarks.ts';
import type { Kernels } from '../../kernels/api.ts';
import { featureKernels } from '../../kernels/features/kernels.ts';
import { solveBackwards } from '../../learners/ridge/normal-equations.ts';
import { eachFeatureBatch } from './landmark-basis.ts';
import { inBatches, type WorkOptions } from './linear-systems.ts';

/** Settings of the teacher. */
export interface TeacherSettings {
  /** Width of its similarity over the mean squared distance between labelled points. */
  readonly relativeWidth: number;
  readonly ridge: number;
}

/** Where the search for settings starts, and what else is tried, one setting after the other. */
const START: TeacherSettings = { relativeWidth: 0.5, ridge: 0.1 };
const STAGES: readonly (readonly Partial<TeacherSettings>[])[] = [
  [{ relativeWidth: 0.25 }, { relativeWidth: 1 }],
  [{ ridge: 0.03 }, { ridge: 0.3 }],
];

/** Labelled points and what is to be learned of them. */
export interface TeacherProblem {
  readonly points: Matrix;
  /** rows x classes: 1 in the column of the own class. */
  readonly targets: Matrix;
  /** Which part of the labelled points each row is in: 0, 1, ..., folds - 1. */
  readonly foldOf: Uint8Array;
  readonly folds: number;
}

/** One tried setting and the mean squared error of its scores of points that it had not seen. */
export interface TeacherTrial extends TeacherSettings {
  readonly error: number;
}

/** Kernel machines with the same settings: one for all labelled points, one without each fold. */
export interface Teachers {
  readonly settings: TeacherSettings;
  readonly trials: readonly TeacherTrial[];
  /** The labelled points and the width of the similarity. */
  readonly featureMap: RbfFeatures;
  /**
   * (folds + 1) classes x labelled points: scores are products with the similarities. Row m x
   * classes + c scores class c without fold m, or by all points for m = folds.
   */
  readonly weights: Matrix;
  /** What is added to the scores: the share of each class. */
  readonly shares: Float64Array;
}

/**
 * Kernel ridge regression of the classes, (K + ridge I) W = Y, on the labelled points, width and
 * ridge by the mean squared error on folds that were left out: one setting after the other.
 *
 * Cost: folds x rows^3 / 6 multiply-adds for each of five trials.
 */
export async function fitTeachers(
  kernels: Kernels,
  problem: TeacherProblem,
  options: WorkOptions = {},
): Promise<Teachers> {
  const total = 1 + STAGES.flat().length;
  let done = 0;
  let best = await attempt(kernels, problem, START, options);
  const trials = [best.trial];
  for (const stage of STAGES) {
    const from = best.trial;
    for (const change of stage) {
      options.onProgress?.(++done, total);
      const { relativeWidth, ridge } = { ...from, ...change };
      const next = await attempt(kernels, problem, { relativeWidth, ridge }, options);
      trials.push(next.trial);
      if (next.trial.error < best.trial.error) best = next;
    }
  }
  options.onProgress?.(total, total);
  return finish(kernels, problem, best, trials);
}

/** What a trial leaves behind. */
interface Attempt {
  readonly trial: TeacherTrial;
  readonly featureMap: RbfFeatures;
  /** rows x rows similarities. */
  readonly similarities: Float32Array;
  /** For each fold, classes x rows. */
  readonly weights: readonly Matrix[];
}

async function attempt(
  kernels: Kernels,
  problem: TeacherProblem,
  settings: TeacherSettings,
  { signal }: WorkOptions,
): Promise<Attempt> {
  const { points, folds } = problem;
  const width = settings.relativeWidth * meanSquaredDistance(points, points) || 1;
  const featureMap: RbfFeatures = { kind: 'rbf', landmarks: points, width };
  const similarities = new Float32Array(points.rows ** 2);
  await eachFeatureBatch(kernels, featureMap, points, (features, first) =>
    similarities.set(features.data, first * points.rows),
  );
  const weights: Matrix[] = [];
  let error = 0;
  const oneFold = (fold: number) => {
    const solved = solveWithout(kernels, problem, similarities, settings.ridge, fold);
    weights.push(solved);
    error += squaredError(problem, similarities, solved, fold);
  };
  await inBatches(folds, 1, oneFold, { signal });
  return { trial: { ...settings, error: error / points.rows }, featureMap, similarities, weights };
}

function finish(
  kernels: Kernels,
  problem: TeacherProblem,
  { trial, featureMap, similarities, weights }: Attempt,
  trials: readonly TeacherTrial[],
): Teachers {
  const { folds, targets } = problem;
  const all = [...weights, solveWithout(kernels, problem, similarities, trial.ridge, folds)];
  const data = new Float32Array(all.length * all[0].data.length);
  all.forEach((matrix, m) => {
    data.set(matrix.data, m * matrix.data.length);
  });
  const { relativeWidth, ridge } = trial;
  return {
    settings: { relativeWidth, ridge },
    trials,
    featureMap,
    weights: new Matrix(data, all.length * targets.cols, targets.rows),
    shares: classShares(targets),
  };
}

/** The weights of all rows but those of one fold (0 there), classes x rows. */
function solveWithout(
  kernels: Kernels,
  { targets, foldOf }: TeacherProblem,
  similarities: Float32Array,
  ridge: number,
  fold: number,
): Matrix {
  const { rows, cols: classes } = targets;
  const kept = Uint32Array.from({ length: rows }, (_, row) => row).filter(
    (row) => foldOf[row] !== fold,
  );
  const size = kept.length;
  const shares = classShares(targets);
  // The system, and below it the targets, which `factorise` solves against the factor on its way.
  const system = new Float64Array((size + classes) * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) system[i * size + j] = similarities[kept[i] * rows + kept[j]];
    system[i * size + i] += ridge;
    for (let c = 0; c < classes; c++) {
      system[(size + c) * size + i] = targets.data[kept[i] * classes + c] - shares[c];
    }
  }
  featureKernels(kernels).factorise(system, size + classes, size);
  const out = new Matrix(new Float32Array(classes * rows), classes, rows);
  for (let c = 0; c < classes; c++) {
    const x = system.subarray((size + c) * size, (size + c + 1) * size);
    solveBackwards(system, size, x);
    for (let i = 0; i < size; i++) out.data[c * rows + kept[i]] = x[i];
  }
  return out;
}

/** Summed over the rows of a fold: the squared error of their scores, all classes together. */
function squaredError(
  { targets, foldOf }: TeacherProblem,
  similarities: Float32Array,
  weights: Matrix,
  fold: number,
): number {
  const { rows, cols: classes, data } = targets;
  const shares = classShares(targets);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    if (foldOf[i] !== fold) continue;
    for (let c = 0; c < classes; c++) {
      let score = shares[c];
      for (let k = 0; k < rows; k++)
        score += similarities[i * rows + k] * weights.data[c * rows + k];
      sum += (score - data[i * classes + c]) ** 2;
    }
  }
  return sum;
}

/** The share of each class among the labelled points. */
function classShares({ data, rows, cols }: Matrix): Float64Array {
  const shares = new Float64Array(cols);
  for (let at = 0; at < data.length; at++) shares[at % cols] += data[at] / rows;
  return shares;
}
