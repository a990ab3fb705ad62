import { checkKernels, checkObject } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { checkFeatureMap, type RbfFeatures } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { checkGraph, type Graph } from '../../graph/graph.ts';
import type { Kernels } from '../../kernels/api.ts';
import { type FitOptions, ProgressReporter } from '../fit-options.ts';
import {
  type LabelledPoints,
  type LabelledPointsOptions,
  readLabelledPoints,
} from '../labelled-points.ts';
import { judge, type StudentTrial } from './judge.ts';
import { type LandmarkBasis, prepareLandmarks } from './landmark-basis.ts';
import type { WorkOptions } from './linear-systems.ts';
import {
  type StudentProblem,
  type StudentSettings,
  solveStudents,
  studentTargets,
  teacherScores,
} from './student.ts';
import {
  fitTeachers,
  type TeacherProblem,
  type TeacherSettings,
  type TeacherTrial,
} from './teacher.ts';

/** Labelled points beyond these teach the student only: the teacher's cost grows with the cube. */
const MOST_TAUGHT = 3000;
/** Parts of the labelled points, each of which is left out once to judge settings. */
const FOLDS = 5;
const SHARPENINGS = [2, 4, 8];
const SPREADINGS = [0, 0.5];

/** Options of `selfTrain`. */
export interface SelfTrainingOptions extends FitOptions, LabelledPointsOptions {
  /** A graph over `points`, over which scores may be spread; whether they are is validated. */
  readonly graph?: Graph | null | undefined;
  /** From `prepareLandmarks` of the same points; made if left out. */
  readonly basis?: LandmarkBasis | undefined;
  /** Landmarks of the basis that is made. Default: a fourth of the points, at most 2,000. */
  readonly landmarks?: number | undefined;
}

/** A classifier of landmark features. */
export interface SelfTrainedClassifier {
  /** Labels of the classes, ascending. */
  readonly classes: readonly number[];
  readonly featureMap: RbfFeatures;
  /** classes x features: scores are products with the features. */
  readonly weights: Matrix;
  readonly settings: TeacherSettings & StudentSettings;
  readonly trials: {
    readonly teacher: readonly TeacherTrial[];
    readonly student: readonly StudentTrial[];
  };
}

/**
 * Self-training: a teacher learns from the labelled points and scores all others; a student learns
 * their sharpened scores, and with them how points lie.
 *
 * 1. Teacher: kernel ridge regression with a Gaussian similarity on the labelled points.
 * 2. Its scores s of all points are spread over the graph, if there is one and that helps, and
 *    sharpened: s_c^p over its sum. Labelled points have their label.
 * 3. Student: ridge regression of these on the features of landmarks drawn from all points.
 *
 * Width, ridge, p and spreading are chosen by five-fold validation on the labelled points alone: the
 * teacher by its squared error, the student by the share of bits in which a point's code is its
 * class's codeword, both on points whose labels neither has seen.
 *
 * Cost: without `basis` that of `prepareLandmarks`; then rows x (labelled + landmarks) x dimensions
 * + folds x labelled^3 multiply-adds, about.
 *
 * Sources: pseudo-labels as in Lee (ICML workshop 2013), sharpening as in distillation (Hinton et
 * al. 2015) and MixMatch (Berthelot et al., NeurIPS 2019), spreading after Zhou et al. (NIPS 2003).
 *
 * @throws InvalidArgumentError if sizes differ, a row is not there or there is one class only.
 */
export async function selfTrain(
  kernels: Kernels,
  options: SelfTrainingOptions,
): Promise<SelfTrainedClassifier> {
  checkKernels(kernels);
  const { points, labelledRows, labels } = readOptions(options);
  const { seed = 0, signal, graph = null, landmarks } = options;
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  const classOf = Uint32Array.from(labels, (label) => classes.indexOf(label));
  const foldOf = foldsFor(labels.length, seed);
  const reporter = new ProgressReporter(options.onProgress, 100);
  const taught = firstOf(labels.length, MOST_TAUGHT, seed);
  const teachers = await fitTeachers(
    kernels,
    teacherProblem(points.selectRows(labelledRows), classOf, foldOf, taught, classes.length),
    { onProgress: reporter.part('validating the teacher', 0, 20), signal },
  );
  const making = { landmarks, seed, onProgress: reporter.part('landmarks', 20, 60), signal };
  const basis = options.basis ?? (await prepareLandmarks(kernels, points, making));
  const scored = { onProgress: reporter.part('scoring', 60, 75), signal };
  const scores = await teacherScores(kernels, teachers, points, scored);
  const problem = { points, labelledRows, classOf, foldOf, graph };
  const solving = { onProgress: reporter.part('learning from scores', 75, 100), signal };
  const student = await bestStudent(kernels, basis, problem, scores, classes.length, solving);
  signal?.throwIfAborted();
  return {
    classes,
    featureMap: basis.featureMap,
    weights: student.weights,
    settings: { ...teachers.settings, ...student.settings },
    trials: { teacher: teachers.trials, student: student.trials },
  };
}

/** One student for each setting, and of those the best on points that it has not seen. */
async function bestStudent(
  kernels: Kernels,
  basis: LandmarkBasis,
  problem: StudentProblem,
  scores: Matrix,
  classes: number,
  options: WorkOptions,
): Promise<{ settings: StudentSettings; weights: Matrix; trials: readonly StudentTrial[] }> {
  const tried = settingsFor(problem.graph);
  const targets = studentTargets(problem, scores, classes, tried);
  const students = await solveStudents(kernels, basis, problem.points, targets, options);
  const trials = await judge(kernels, basis, problem, students, tried, classes, options.signal);
  const best = trials.reduce((a, b) => (b.agreement > a.agreement ? b : a));
  const { sharpening, spreading } = best;
  const weights = students[trials.indexOf(best)];
  // The last of its models has learned from all teachers' points.
  return {
    settings: { sharpening, spreading },
    weights: weights.slice(weights.rows - classes),
    trials,
  };
}

function settingsFor(graph: Graph | null): StudentSettings[] {
  const spreadings = graph ? SPREADINGS : [0];
  return spreadings.flatMap((spreading) =>
    SHARPENINGS.map((sharpening) => ({ sharpening, spreading })),
  );
}

/** A fold of each labelled point, at random, all of about the same size. */
function foldsFor(count: number, seed: number): Uint8Array {
  const order = new RandomState(seed).permutation(count);
  const foldOf = new Uint8Array(count);
  order.forEach((row, i) => {
    foldOf[row] = i % Math.min(FOLDS, count);
  });
  return foldOf;
}

/** At most `limit` of the numbers 0 to count - 1, at random, ascending. */
function firstOf(count: number, limit: number, seed: number): Uint32Array {
  return new RandomState(seed).permutation(count).slice(0, limit).sort();
}

function teacherProblem(
  points: Matrix,
  classOf: Uint32Array,
  foldOf: Uint8Array,
  taught: Uint32Array,
  classes: number,
): TeacherProblem {
  const targets = new Matrix(new Float32Array(taught.length * classes), taught.length, classes);
  taught.forEach((row, i) => {
    targets.row(i)[classOf[row]] = 1;
  });
  return {
    points: points.selectRows(taught),
    targets,
    foldOf: Uint8Array.from(taught, (row) => foldOf[row]),
    folds: Math.min(FOLDS, points.rows),
  };
}

function checkBasis(basis: LandmarkBasis): void {
  checkObject('basis', basis);
  checkFeatureMap(basis.featureMap);
  if (basis.factor?.size === basis.featureMap.landmarks.rows) return;
  throw new InvalidArgumentError('basis must be what prepareLandmarks gives');
}

/** Points and labels of the options, which are checked. */
function readOptions(options: SelfTrainingOptions): LabelledPoints {
  const own = { points: 1, labelledRows: 1, labels: 1, graph: 1, basis: 1, landmarks: 1 } as const;
  checkOptions('selfTrain', options, { ...own, seed: 1, onProgress: 1, signal: 1 });
  const { graph, basis } = options;
  if (graph) checkGraph(graph);
  if (basis !== undefined) checkBasis(basis);
  const known = readLabelledPoints(options);
  const { points } = known;
  if (graph && graph.rows !== points.rows) {
    throw new InvalidArgumentError(
      `a graph of ${graph.rows} rows does not fit ${points.rows} points`,
    );
  }
  return known;
}
