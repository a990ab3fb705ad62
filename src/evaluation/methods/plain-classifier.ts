import type { Matrix } from '../../core/matrix.ts';
import { featureRows } from '../../features/feature-rows.ts';
import { rbfLandmarks } from '../../features/rbf-landmarks.ts';
import { solveOnce } from '../../learners/ridge/normal-equations.ts';
import { FittedHasher } from '../../models/fitted-hasher.ts';
import { type Fold, foldsOf } from '../tuning/folds.ts';
import { searchStages, type TuningResult } from '../tuning/search.ts';
import { timed } from './hashers.ts';
import type { MethodInput } from './method.ts';

/** A kernel classifier: one score a class for each point. */
export interface PlainClassifier {
  readonly classes: readonly number[];
  /** rows x classes; the largest score's class is the answer. */
  scores(points: Matrix): Matrix;
  dispose(): void;
}

export type ClassifierSettings = { readonly ridge: number; readonly relativeWidth: number };

const MOST_LANDMARKS = 3000;
const START: ClassifierSettings = { ridge: 0.03, relativeWidth: 0.5 };
const STAGES: readonly (readonly Partial<ClassifierSettings>[])[] = [
  [0.01, 0.1, 0.3, 1].map((ridge) => ({ ridge })),
  [0.125, 0.25, 1].map((relativeWidth) => ({ relativeWidth })),
];

/**
 * Ridge regression of the classes' indicators on radial basis functions at the labelled points;
 * ridge and width by the accuracy on validation sets. It is the classifier behind kernel GRH, whose
 * bits are such scores of two groups of classes.
 */
export async function fitClassifier(input: MethodInput): Promise<{
  classifier: PlainClassifier;
  settings: ClassifierSettings;
  trainSeconds: number;
  tuneSeconds: number;
  tuningCutShort: boolean;
}> {
  const { labelled, labels } = input;
  const { best, seconds: tuneSeconds, isComplete } = await choose(input);
  const { result: classifier, seconds } = await timed(() => train(input, labelled, labels, best));
  const tuningCutShort = !isComplete;
  return { classifier, settings: best, trainSeconds: seconds, tuneSeconds, tuningCutShort };
}

async function choose(
  input: MethodInput,
): Promise<Pick<TuningResult<ClassifierSettings>, 'best' | 'seconds' | 'isComplete'>> {
  const { labelled, labels, seed, tuning, signal, onProgress } = input;
  if (!tuning) return { best: START, seconds: 0, isComplete: true };
  const folds = foldsOf(labelled, labels, tuning.folds, seed);
  const accuracy = async (settings: ClassifierSettings) => {
    let right = 0;
    for (const fold of folds) right += await rightAnswers(input, fold, settings);
    return right / labels.length;
  };
  return searchStages(START, STAGES, accuracy, {
    seconds: tuning.seconds,
    signal,
    onProgress: (done, total) => onProgress?.('choosing settings', done / total),
  });
}

async function rightAnswers(
  input: MethodInput,
  fold: Fold,
  settings: ClassifierSettings,
): Promise<number> {
  const classifier = await train(input, fold.points(), fold.labels, settings);
  try {
    const answers = predictedClasses(classifier.scores(fold.validation()));
    const isRight = (label: number, i: number) => classifier.classes[answers[i]] === label;
    return fold.validationLabels.filter(isRight).length;
  } finally {
    classifier.dispose();
  }
}

async function train(
  { kernels, seed, signal }: MethodInput,
  points: Matrix,
  labels: Int32Array,
  { ridge, relativeWidth }: ClassifierSettings,
): Promise<PlainClassifier> {
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  const bits = classes.length;
  const targets = new Float32Array(labels.length * bits).fill(-1);
  labels.forEach((label, i) => {
    targets[i * bits + classes.indexOf(label)] = 1;
  });
  const landmarks = rbfLandmarks({ landmarks: MOST_LANDMARKS, relativeWidth, seed });
  const featureMap = landmarks.fit(kernels, points);
  const map = landmarks.start(kernels, featureMap);
  try {
    const features = await featureRows(kernels, map, points, { signal });
    const problem = { points: features, targets, bits, bias: true };
    const { hyperplanes, offsets } = await solveOnce(kernels, problem, ridge, { signal });
    const model = { featureMap, hyperplanes, offsets, bits, mean: null, normalise: false };
    const hasher = new FittedHasher(kernels, model);
    return {
      classes,
      scores: (rows) => hasher.projections(rows),
      dispose: () => hasher.dispose(),
    };
  } finally {
    map.dispose();
  }
}

/** The class of the largest score of each row. */
export function predictedLabels({ classes, scores }: PlainClassifier, points: Matrix): Int32Array {
  return Int32Array.from(predictedClasses(scores(points)), (column) => classes[column]);
}

/** The column of the largest score of each row, the first of equal ones. */
export function predictedClasses(scores: Matrix): Uint32Array {
  return Uint32Array.from({ length: scores.rows }, (_, i) => {
    const row = scores.row(i);
    return row.indexOf(row.reduce((most, score) => Math.max(most, score)));
  });
}
