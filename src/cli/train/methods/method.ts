import type { Matrix } from '../../../core/matrix.ts';
import type { Dataset } from '../../../data/dataset/dataset.ts';
import type { Kernels } from '../../../kernels/api.ts';
import type { HyperplaneLearner } from '../../../learners/learner.ts';
import type { HyperplaneHasher } from '../../../models/hyperplane-hasher.ts';
import type { Property } from '../../output/properties.ts';
import type { MethodName } from '../names.ts';

/** The options that methods are made with, as the command line gives them. */
export interface MethodSettings {
  readonly bits: number;
  readonly seed: number;
  readonly normalise: boolean;
  readonly centre: boolean;
  readonly iterations: number;
  readonly alpha: number;
  readonly cost: number;
  readonly learner: string;
  /** Whether alpha, iterations and C are chosen by validation; a number bounds the seconds. */
  readonly tune?: boolean | number;
}

/** What a method works with. */
export interface TrainJob {
  readonly kernels: Kernels;
  readonly settings: MethodSettings;
  /** A learner that works on all threads that were asked for. */
  readonly onThreads: (learner: HyperplaneLearner) => HyperplaneLearner;
  /** The rows of the data without labels, batch by batch, however large the file is. */
  readonly batches: () => AsyncIterable<Matrix>;
  /** All points, for methods that need no labels. */
  readonly points: () => Promise<Matrix>;
  /** All points with their labels. */
  readonly labelled: () => Promise<Dataset>;
  readonly onProgress: (what: string, share: number) => void;
  readonly signal: AbortSignal;
}

/** What a method made. */
export interface Trained {
  readonly hasher: HyperplaneHasher;
  /** What there is to say beside the settings that all methods share. */
  readonly summary: readonly Property[];
}

/** A method that makes a hasher. */
export interface TrainMethod {
  readonly name: MethodName;
  /** As people call it. */
  readonly title: string;
  /** Names of the settings that change its result; giving any other is refused. */
  readonly settings: readonly (keyof MethodSettings)[];
  readonly needsLabels: boolean;
  fit(job: TrainJob): Promise<Trained>;
}
