import type { ProbabilityMember } from '../../core/feature-map.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { NetworkPool } from '../../learners/network/train-all.ts';
import type { FitProgress } from '../../models/fit-options.ts';
import { largest } from '../../models/graded/calibrate.ts';
import type { GradedSettings } from '../../models/graded/settings.ts';
import { probabilitiesOf } from '../../models/graded/student.ts';
import { type GradedClassifier, trainAround } from '../../models/graded/train.ts';
import { either } from '../tuning/search.ts';
import { tuneGraded } from '../tuning/tune-graded.ts';
import { PREPARED, type Shared, timed } from './hashers.ts';
import type { MethodInput } from './method.ts';

/** A classifier behind graded codes, and what it took. */
export interface FittedGraded extends Required<Omit<Shared, 'settings'>> {
  readonly settings: GradedSettings;
  readonly classifier: GradedClassifier;
}

/** Settings that were chosen, as changes to the defaults, and what that took. */
interface Choice extends Pick<FittedGraded, 'tuneSeconds' | 'tuningCutShort'> {
  readonly best: Partial<GradedSettings>;
}

/** With more labels than these, points without any teach nothing more, and are not looked at. */
const MOST_WITH_UNLABELLED = 10_000;

/** One training for all methods that see its probabilities, while a partition lasts. */
export function sharedGraded(input: MethodInput): Promise<FittedGraded> {
  return once(input, 'graded', () => fitGraded(input));
}

/** Its networks by themselves, which are trained before it and once. */
export function sharedNetworks(input: MethodInput): Promise<FittedGraded> {
  return once(input, 'graded networks', async () => {
    const { best, ...choice } = await sharedChoice(input);
    const settings = { ...best, networkShare: 1, studentShare: 0 };
    const { result: classifier, seconds } = await timed(() => train(input, settings));
    return { ...choice, classifier, settings: classifier.settings, trainSeconds: seconds };
  });
}

/** A classifier with these settings, whatever validation would say. */
export function train(
  input: MethodInput,
  settings: Partial<GradedSettings>,
  networks: readonly ProbabilityMember[] | null = null,
): Promise<GradedClassifier> {
  const { kernels, seed, labels, labelledInVisible, labelled, enough, onProgress } = input;
  // Settings that were chosen until it was enough are trained with all the same.
  const signal = enough?.aborted ? input.signal : either(input.signal, enough);
  const withOthers = settings.studentShare !== 0 && labels.length <= MOST_WITH_UNLABELLED;
  const options = {
    points: withOthers ? input.visible() : labelled,
    labelledRows: withOthers ? labelledInVisible : labels.map((_, row) => row),
    labels,
    settings,
    seed,
    pool: networkPool(input),
    onProgress: ({ step, done, total }: FitProgress) => onProgress?.(step, done / total),
    signal,
  };
  return trainAround(kernels, options, networks);
}

/** Class probabilities of prepared points, rows x classes. */
export function probabilities(
  { kernels, signal }: MethodInput,
  { featureMap }: GradedClassifier,
  points: Matrix,
): Promise<Matrix> {
  return probabilitiesOf(kernels, featureMap, points, { signal });
}

/** The likeliest class of each of prepared points, by its label. */
export async function predicted(
  input: MethodInput,
  classifier: GradedClassifier,
  points: Matrix,
): Promise<Int32Array> {
  const found = await probabilities(input, classifier, points);
  return Int32Array.from(
    { length: points.rows },
    (_, i) => classifier.classes[largest(found.row(i))],
  );
}

/** The executor, where it is a pool that trains networks. */
function networkPool({ executor }: MethodInput): NetworkPool | undefined {
  const pool = executor as Partial<NetworkPool> | null;
  return typeof pool?.trainNetworks === 'function' ? (pool as NetworkPool) : undefined;
}

async function fitGraded(input: MethodInput): Promise<FittedGraded> {
  const { best, ...choice } = await sharedChoice(input);
  const networks = best.networkShare === 0 ? null : await sharedNetworks(input);
  const members = networks?.classifier.featureMap.members;
  const { result: classifier, seconds } = await timed(() => train(input, best, members));
  const trainSeconds = seconds + (networks?.trainSeconds ?? 0);
  return { ...choice, classifier, settings: classifier.settings, trainSeconds };
}

/** Settings by validation, where it is asked for; else the defaults. */
function sharedChoice(input: MethodInput): Promise<Choice> {
  return once(input, 'graded settings', async () => {
    const { kernels, labelled, labels, seed, signal, enough, tuning, onProgress } = input;
    if (!tuning) return { best: {}, tuneSeconds: 0, tuningCutShort: false };
    const { best, seconds, isComplete } = await tuneGraded(kernels, labelled, labels, {
      folds: tuning.folds,
      seconds: tuning.seconds,
      seed,
      signal,
      enough,
      onProgress: (done: number, total: number) => onProgress?.('choosing settings', done / total),
    });
    return { best, tuneSeconds: seconds, tuningCutShort: !isComplete };
  });
}

/** What was made for so many labels in this partition, or is made now. */
function once<T>(
  { shared, labels }: MethodInput,
  what: string,
  make: () => Promise<T>,
): Promise<T> {
  const key = `${what} of ${labels.length} labels`;
  const known = shared.get(key) as Promise<T> | undefined;
  if (known) return known;
  const made = make();
  // A training that failed, or was given up, is not kept.
  made.catch(() => shared.delete(key));
  shared.set(key, made);
  return made;
}

/** Options of a graded hasher of prepared points. */
export const gradedOptions = ({ kernels, seed, aim }: MethodInput, bits: number) => ({
  ...PREPARED,
  kernels,
  bits,
  seed,
  exponent: aim === 'buckets' ? (1 as const) : (0.5 as const),
});
