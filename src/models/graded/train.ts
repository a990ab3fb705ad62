import { checkKernels } from '../../core/checks.ts';
import type { ProbabilityFeatures, ProbabilityMember } from '../../core/feature-map.ts';
import { checkOptions } from '../../core/options.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { NetworkPool } from '../../learners/network/train-all.ts';
import { type FitOptions, ProgressReporter } from '../fit-options.ts';
import { type LabelledPointsOptions, readLabelledPoints } from '../labelled-points.ts';
import type { GradedProblem } from './problem.ts';
import { fitRidgeMember } from './ridge.ts';
import { type GradedSettings, readGradedSettings } from './settings.ts';
import { studentMember } from './student.ts';
import { blended, networkMembers, ridgeMember } from './teacher.ts';

/** Options of `trainGraded`. */
export interface GradedOptions extends FitOptions, LabelledPointsOptions {
  /** Those that are not given have defaults by the number of points; see `GradedSettings`. */
  readonly settings?: Partial<GradedSettings> | undefined;
  /** Workers that train several networks at a time, from `createPool`; results are the same. */
  readonly pool?: NetworkPool | undefined;
}

/** A classifier whose probabilities graded codes are made of. */
export interface GradedClassifier {
  /** Labels of the classes, ascending. */
  readonly classes: readonly number[];
  /** Square roots of the blended probabilities, a feature for each class. */
  readonly featureMap: ProbabilityFeatures;
  readonly settings: GradedSettings;
  /** Share of right answers of the ridge to points that it was not fitted to; null: no ridge. */
  readonly ridgeAccuracy: number | null;
}

/**
 * Trains a classifier for graded codes: a blend of the probabilities of
 *
 * 1. ridge regression of the classes on Gaussian similarities to the labelled points, or to landmarks among
 *    them where they are many, through a softmax that is calibrated on points left out;
 * 2. one or more networks, trained by cross-entropy with dropout and mixup;
 * 3. where most points are unlabelled, a student: ridge regression on similarities to landmarks among all
 *    points, of the labels and of what 1 and 2 say of the points without any.
 *
 * Settings are the defaults unless they are given: `tuneGraded` chooses some by validation.
 *
 * Cost: with n labelled points, d dimensions, h units a layer and e epochs 3 n d h e multiply-adds for each
 * network of one layer; n^3 / 6 + n^2 d for the ridge of fewer points than `landmarks`, else
 * n landmarks^2 / 2; for the student `unlabelled` x studentLandmarks x (2 d + studentLandmarks / 2).
 *
 * Sources: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017; Lee, "Pseudo-Label", ICML
 * workshop 2013; for networks see `trainNetwork`.
 *
 * @throws InvalidArgumentError if sizes differ, a row is not there or there is one class only.
 */
export function trainGraded(kernels: Kernels, options: GradedOptions): Promise<GradedClassifier> {
  return trainAround(kernels, options, null);
}

/**
 * The same around networks that were trained before, if there are any.
 *
 * @param trained - of the same labelled points, settings and seed, with shares that sum to 1.
 */
export async function trainAround(
  kernels: Kernels,
  options: GradedOptions,
  trained: readonly ProbabilityMember[] | null,
): Promise<GradedClassifier> {
  checkKernels(kernels);
  const names = { points: 1, labelledRows: 1, labels: 1, settings: 1, seed: 1 } as const;
  checkOptions('trainGraded', options, { ...names, pool: 1, onProgress: 1, signal: 1 });
  const { points, labelledRows, labels } = readLabelledPoints(options);
  const { seed = 0, signal, settings: given = {} } = options;
  const settings = readGradedSettings(given, labels.length, points.rows);
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  const classOf = Uint32Array.from(labels, (label) => classes.indexOf(label));
  const problem: GradedProblem = { points, labelledRows, classOf, classes: classes.length };
  const { networkShare, studentShare } = settings;
  const reporter = new ProgressReporter(options.onProgress, 100);
  const work = (step: string, from: number, to: number) => ({
    onProgress: reporter.part(step, from, to),
    signal,
  });
  const ridge =
    networkShare < 1
      ? await fitRidgeMember(kernels, problem, settings, seed, work('kernel ridge', 0, 20))
      : null;
  const networks =
    networkShare > 0
      ? (trained ??
        (await networkMembers(kernels, problem, settings, seed, {
          ...work('network', 20, 70),
          pool: options.pool,
        })))
      : [];
  const ridges = ridge ? [ridgeMember(ridge, 1)] : [];
  const teacher = blended([ridges, 1 - networkShare], [networks, networkShare]);
  const hasStudent = studentShare > 0 && labels.length < points.rows;
  const students = hasStudent
    ? [await studentMember(kernels, problem, teacher, settings, seed, work('student', 70, 100))]
    : [];
  const featureMap = hasStudent
    ? blended([teacher.members, 1 - studentShare], [students, studentShare])
    : teacher;
  signal?.throwIfAborted();
  reporter.tell('trained', 100);
  return { classes, featureMap, settings, ridgeAccuracy: ridge?.accuracy ?? null };
}
