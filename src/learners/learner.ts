import type { FeatureMapModel } from '../core/feature-map.ts';
import type { Matrix } from '../core/matrix.ts';
import type { MatrixRows } from '../core/matrix-rows.ts';
import type { Kernels } from '../kernels/api.ts';
import type { FeatureMap } from '../kernels/features/api.ts';
import type { Convergence } from './convergence.ts';

/** Options of every learner's `fit`. */
export interface LearnerFitOptions {
  /** Called now and then with how much of the work is done. */
  onProgress?(done: number, total: number): void;
  /**
   * Called once, before the promise resolves, by learners that have a tolerance: how near each bit
   * came to it.
   */
  onConvergence?(convergence: Convergence): void;
  /** Aborting rejects the promise with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Settings of a learner by name, defaults filled in. */
export type LearnerSettings = Readonly<Record<string, string | number | boolean>>;

/**
 * Fits one hyperplane to each bit, all bits in one call: the second step of graph regularised
 * hashing. Hyperplanes go through the origin, or have an offset where the learner has a bias.
 */
export interface HyperplaneLearner {
  /** Short and stable, for reports and saved models. */
  readonly name: string;
  /** All settings, as plain values: with the name they rebuild the learner elsewhere. */
  readonly settings?: LearnerSettings;
  /** Whether a last column of offsets is added to the hyperplanes. Default false. */
  readonly bias?: boolean;
  /**
   * @param kernels - the backend that does the work; the result does not depend on which.
   * @param points - rows x dimensions.
   * @param signs - rows x bits targets, -1 or +1: on which side of hyperplane j point i should lie.
   * @param bits - number of hyperplanes.
   * @returns the normals as a bits x dimensions matrix: row j is hyperplane j; with a bias
   *   bits x (dimensions + 1), the last value being the offset.
   * @throws InvalidArgumentError if sizes don't fit each other or a value is out of range.
   */
  fit(
    kernels: Kernels,
    points: Matrix,
    signs: Int8Array,
    bits: number,
    options?: LearnerFitOptions,
  ): Promise<Matrix>;
  /**
   * @internal The same, unchecked, of points that need not be there as a whole: of learners that look
   * at them in order, some rows at a time.
   */
  fitRows?(
    kernels: Kernels,
    points: MatrixRows,
    signs: Int8Array,
    bits: number,
    options?: LearnerFitOptions,
  ): Promise<Matrix>;
}

/** What a learner of features fits: hyperplanes, and the map to the features that they see. */
export interface FittedFeatures {
  readonly featureMap: FeatureMapModel;
  /** bits x features. */
  readonly hyperplanes: Matrix;
  /** What is added to the projections, one value a bit. */
  readonly offsets: Float32Array;
}

/** Options of `fit` of learners of features. */
export interface FeatureFitOptions extends LearnerFitOptions {
  /** What was fitted before, to go on from. */
  readonly initial?: FittedFeatures | undefined;
}

/**
 * Learns features together with the hyperplanes that they are split by, all bits in one: a network, whose
 * hidden units are the features. It takes the place of a `HyperplaneLearner`.
 */
export interface FeatureLearner {
  /** Short and stable, for reports and saved models. */
  readonly name: string;
  /** All settings, as plain values. */
  readonly settings?: LearnerSettings;
  /**
   * Takes what `HyperplaneLearner.fit` takes; bits on which all points agree are among them, and should
   * get random hyperplanes.
   *
   * @throws InvalidArgumentError if sizes don't fit each other or a value is out of range.
   */
  fit(
    kernels: Kernels,
    points: Matrix,
    signs: Int8Array,
    bits: number,
    options?: FeatureFitOptions,
  ): Promise<FittedFeatures>;
  /** Starts a map that it fitted on a backend. */
  start(kernels: Kernels, model: FeatureMapModel): FeatureMap;
}

/** Whether a learner makes features of its own. */
export function makesFeatures(
  learner: HyperplaneLearner | FeatureLearner,
): learner is FeatureLearner {
  return typeof (learner as FeatureLearner).start === 'function';
}
