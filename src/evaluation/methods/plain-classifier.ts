import type { Matrix } from '../../core/matrix.ts';
import { svmDualCoordinateDescent } from '../../learners/svm-dcd.ts';
import { FittedHasher } from '../../models/fitted-hasher.ts';
import { foldsOf } from '../tuning/folds.ts';
import { type SearchResult, searchStages } from '../tuning/search.ts';
import { timed } from './hashers.ts';
import type { MethodInput } from './method.ts';

/** A linear classifier: one score a class for each point. */
export interface PlainClassifier {
  readonly classes: readonly number[];
  /** rows x classes; the largest score's class is the answer. */
  scores(points: Matrix): Matrix;
  dispose(): void;
}

export type ClassifierSettings = { readonly cost: number };

const START: ClassifierSettings = { cost: 1 };
const STAGES = [[0.03, 0.1, 0.3, 3, 10].map((cost) => ({ cost }))];

/** One linear SVM a class against all others, C by the accuracy on validation sets. */
export async function fitClassifier(input: MethodInput): Promise<{
  classifier: PlainClassifier;
  settings: ClassifierSettings;
  trainSeconds: number;
  tuneSeconds: number;
}> {
  const { labelled, labels } = input;
  const { best, seconds: tuneSeconds } = await choose(input);
  const { result: classifier, seconds } = await timed(() => train(input, labelled, labels, best));
  return { classifier, settings: best, trainSeconds: seconds, tuneSeconds };
}

async function choose(
  input: MethodInput,
): Promise<Pick<SearchResult<ClassifierSettings>, 'best' | 'seconds'>> {
  const { labelled, labels, seed, tuning, signal } = input;
  if (!tuning) return { best: START, seconds: 0 };
  const folds = foldsOf(labelled, labels, tuning.folds, seed);
  const accuracy = async (settings: ClassifierSettings) => {
    let right = 0;
    for (const fold of folds) {
      const classifier = await train(input, fold.points, fold.labels, settings);
      const answers = predictedClasses(classifier.scores(fold.validation));
      classifier.dispose();
      fold.validationLabels.forEach((label, i) => {
        if (classifier.classes[answers[i]] === label) right++;
      });
    }
    return right / labels.length;
  };
  return searchStages(START, STAGES, accuracy, { seconds: tuning.seconds, signal });
}

async function train(
  { kernels, seed, signal }: MethodInput,
  points: Matrix,
  labels: Int32Array,
  { cost }: ClassifierSettings,
): Promise<PlainClassifier> {
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  const bits = classes.length;
  const signs = new Int8Array(labels.length * bits).fill(-1);
  labels.forEach((label, i) => {
    signs[i * bits + classes.indexOf(label)] = 1;
  });
  const learner = svmDualCoordinateDescent({ cost, seed });
  const hyperplanes = await learner.fit(kernels, points, signs, bits, { signal });
  const plain = { featureMap: null, offsets: null, mean: null, normalise: false };
  const hasher = new FittedHasher(kernels, { ...plain, bits, hyperplanes });
  return {
    classes,
    scores: (rows) => hasher.projections(rows),
    dispose: () => hasher.dispose(),
  };
}

/** The column of the largest score of each row, the first of equal ones. */
export function predictedClasses(scores: Matrix): Uint32Array {
  return Uint32Array.from({ length: scores.rows }, (_, i) => {
    const row = scores.row(i);
    return row.indexOf(row.reduce((most, score) => Math.max(most, score)));
  });
}
