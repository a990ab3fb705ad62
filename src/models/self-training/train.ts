import { checkWhole } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { RbfFeatures } from '../../core/feature-map.ts';
import { checkFinite, Matrix } from '../../core/matrix.ts';
import { RandomState } from '../../core/random/random-state.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Kernels } from '../../kernels/api.ts';
import { classCodewords } from '../codewords.ts';
import { eachFeatureBatch, type LandmarkBasis, prepareLandmarks } from './landmark-basis.ts';
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
/** Length of the codewords by which students are judged. */
const JUDGED_BITS = 32;

/** What `selfTrain` is given. */
export interface SelfTrainingOptions {
  /** rows x dimensions, as hyperplanes will see them: all points, labelled or not. */
  readonly points: Matrix;
  /** Rows of `points` whose labels are known, each once. */
  readonly labelledRows: Uint32Array;
  /** The class of each of them; at least two classes. */
  readonly labels: Int32Array;
  /** A graph over `points`, over which scores may be spread; whether they are is validated. */
  readonly graph?: Graph | null;
  /** From `prepareLandmarks` of the same points; made if left out. */
  readonly basis?: LandmarkBasis;
  /** Seed of landmarks and folds. Default 0. */
  readonly seed?: number;
  /** What is done now, and the share of all work that is done. */
  readonly onProgress?: (what: string, share: number) => void;
  readonly signal?: AbortSignal;
}

/** One tried setting and the share of right bits of points that teacher and student had not seen. */
export interface StudentTrial extends StudentSettings {
  readonly agreement: number;
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
  checkOptions(options);
  const { points, labelledRows, labels, seed = 0, signal, graph = null } = options;
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  const classOf = Uint32Array.from(labels, (label) => classes.indexOf(label));
  const foldOf = foldsFor(labels.length, seed);
  const steps = progressOf(options);
  const taught = firstOf(labels.length, MOST_TAUGHT, seed);
  const teachers = await fitTeachers(
    kernels,
    teacherProblem(points.selectRows(labelledRows), classOf, foldOf, taught, classes.length),
    { onProgress: steps('validating the teacher', 0, 0.2), signal },
  );
  const basis =
    options.basis ??
    (await prepareLandmarks(kernels, points, {
      seed,
      onProgress: steps('landmarks', 0.2, 0.6),
      signal,
    }));
  const scored = { onProgress: steps('scoring', 0.6, 0.75), signal };
  const scores = await teacherScores(kernels, teachers, points, scored);
  const problem = { points, labelledRows, classOf, foldOf, graph };
  const tried = settingsFor(graph);
  const targets = studentTargets(problem, scores, classes.length, tried);
  const solving = { onProgress: steps('learning from scores', 0.75, 1), signal };
  const students = await solveStudents(kernels, basis, points, targets, solving);
  const trials = await judge(kernels, basis, problem, students, tried, classes.length);
  const best = trials.reduce((a, b) => (b.agreement > a.agreement ? b : a));
  const weights = students[trials.indexOf(best)];
  const { sharpening, spreading } = best;
  return {
    classes,
    featureMap: basis.featureMap,
    // The last student has learned from all teachers' points.
    weights: weights.slice(weights.rows - classes.length),
    settings: { ...teachers.settings, sharpening, spreading },
    trials: { teacher: teachers.trials, student: trials },
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

/** The share of right bits of each student, on the fold that it has not seen. */
async function judge(
  kernels: Kernels,
  basis: LandmarkBasis,
  { points, labelledRows, classOf, foldOf }: StudentProblem,
  students: readonly Matrix[],
  tried: readonly StudentSettings[],
  classes: number,
): Promise<StudentTrial[]> {
  const codewords = classCodewords(classes, JUDGED_BITS);
  const right = new Float64Array(students.length);
  const labelled = points.selectRows(labelledRows);
  const projectors = students.map((weights) => kernels.createProjector(weights));
  try {
    await eachFeatureBatch(kernels, basis.featureMap, labelled, (features, first) => {
      students.forEach(({ rows: columns }, s) => {
        const scores = new Float32Array(features.rows * columns);
        projectors[s].project(features.data, features.rows, scores);
        for (let i = 0; i < features.rows; i++) {
          const from = i * columns + foldOf[first + i] * classes;
          const own = scores.subarray(from, from + classes);
          right[s] += rightBits(own, codewords, classOf[first + i]);
        }
      });
    });
  } finally {
    for (const projector of projectors) projector.dispose();
  }
  const total = labelled.rows * JUDGED_BITS;
  return tried.map((settings, s) => ({ ...settings, agreement: right[s] / total }));
}

/** In how many bits the code of these scores is the codeword of the class. */
function rightBits(scores: Float32Array, codewords: Int8Array, own: number): number {
  const classes = scores.length;
  const bits = codewords.length / classes;
  let right = 0;
  for (let j = 0; j < bits; j++) {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += codewords[c * bits + j] * scores[c];
    if (sum >= 0 === codewords[own * bits + j] > 0) right++;
  }
  return right;
}

function progressOf({ onProgress }: SelfTrainingOptions) {
  return (what: string, from: number, to: number): WorkOptions['onProgress'] =>
    onProgress && ((done, total) => onProgress(what, from + ((to - from) * done) / total));
}

function checkOptions({
  points,
  labelledRows,
  labels,
  graph,
  seed = 0,
}: SelfTrainingOptions): void {
  checkWhole('seed', seed, 0, 2 ** 32 - 1);
  checkFinite('points', points);
  if (labels.length !== labelledRows.length) {
    throw new InvalidArgumentError(
      `${labelledRows.length} labelled rows need as many labels, not ${labels.length}`,
    );
  }
  const wrong = labelledRows.find((row) => row >= points.rows);
  if (wrong !== undefined) {
    throw new InvalidArgumentError(`labelled row ${wrong} is not one of ${points.rows} points`);
  }
  if (new Set(labelledRows).size !== labelledRows.length) {
    throw new InvalidArgumentError('labelled rows must be named once each');
  }
  if (new Set(labels).size < 2) {
    throw new InvalidArgumentError('labels must name at least two classes');
  }
  if (graph && graph.rows !== points.rows) {
    throw new InvalidArgumentError(
      `a graph of ${graph.rows} rows does not fit ${points.rows} points`,
    );
  }
}
