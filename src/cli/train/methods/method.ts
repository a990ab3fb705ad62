import type { Executor } from '../../../core/executor.ts';
import type { Matrix } from '../../../core/matrix.ts';
import type { Dataset } from '../../../data/dataset/dataset.ts';
import type { Kernels } from '../../../kernels/api.ts';
import type { HyperplaneLearner } from '../../../learners/learner.ts';
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
  /** The threads that were asked for, where the method uses any. */
  readonly executor: Executor | null;
  /** A learner that works on all threads that were asked for. */
  readonly onThreads: (learner: HyperplaneLearner) => HyperplaneLearner;
  /** The rows of the data without labels, batch by batch, however large the file is. */
  readonly batches: () => AsyncIterable<Matrix>;
  /** All points, for methods that need no labels. */
  readonly points: () => Promise<Matrix>;
  /** All points with their labels. */
  readonly labelled: () => Promise<Dataset>;
  /** Further points, without labels; null where none are given. */
  readonly unlabelled: () => Promise<Matrix | null>;
  readonly onProgress: (what: string, share: number) => void;
  /**
   * Aborted when a signal asks to stop. A method that has something by then gives it, with
   * `endedEarly`; else it rejects with the reason.
   */
  readonly signal: AbortSignal;
  /** Says that from now on a method that is asked to stop may take its time, to give what it has. */
  readonly holdOn: () => void;
}

/** What a method made. */
export interface Trained {
  readonly hasher: { save(): Uint8Array<ArrayBuffer> };
  /** What there is to say beside the settings that all methods share. */
  readonly summary: readonly Property[];
  /** What the hasher is, where a signal ended its training: `the hasher after 2 iterations`. */
  readonly endedEarly?: string | undefined;
}

/** A method that makes a hasher. */
export interface TrainMethod {
  readonly name: MethodName;
  /** As people call it. */
  readonly title: string;
  /** Names of the settings that change its result; giving any other is refused. */
  readonly settings: readonly (keyof MethodSettings)[];
  readonly needsLabels: boolean;
  /** Whether it learns from points without labels beside those with them. */
  readonly usesUnlabelled?: boolean | undefined;
  /** Whether it works on threads. */
  readonly usesThreads?: boolean | undefined;
  fit(job: TrainJob): Promise<Trained>;
}
