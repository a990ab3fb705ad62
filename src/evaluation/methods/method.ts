import type { Executor } from '../../core/executor.ts';
import type { HashCodes } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { HyperplaneLearner } from '../../learners/learner.ts';
import type { FittedModel } from './fitted-model.ts';
import type { MethodName } from './names.ts';

/** What a method may use in one partition. Points are normalised and centred already. */
export interface MethodInput {
  readonly kernels: Kernels;
  /** Threads to work on, where there are any. */
  readonly executor: Executor | null;
  /** Labelled points, T x dimensions. */
  readonly labelled: Matrix;
  /** Their classes. */
  readonly labels: Int32Array;
  /** All points that may be looked at, without labels; made when it is first called for. */
  readonly visible: () => Matrix;
  /** Where the labelled points are in `visible`: a row for each. */
  readonly labelledInVisible: Uint32Array;
  /** Code lengths to be fitted, so that a method can share work among them. */
  readonly bits: readonly number[];
  readonly seed: number;
  /**
   * What codes are for: a ranking of the whole database, the default, or looking up a query's own bucket
   * and those around it.
   */
  readonly aim?: 'ranking' | 'buckets' | undefined;
  /** How settings are chosen; null leaves the method's defaults. */
  readonly tuning: TuningBudget | null;
  /**
   * Work that methods share: kept while a partition lasts, whatever the number of labels, which a key
   * therefore names where the work depends on it. Keys begin with the name of who made it.
   */
  readonly shared: Map<string, unknown>;
  /** A learner that works on all threads there are, with the same results. */
  readonly onThreads?: ((learner: HyperplaneLearner) => HyperplaneLearner) | undefined;
  /** Called with a few words and the share that is done. */
  readonly onProgress?: (what: string, share: number) => void;
  /** Aborting rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * Aborting asks for what there is: methods that `endsEarly` then give the best of their settings,
   * iterations or epochs so far, and reject with the reason where there is none yet.
   */
  readonly enough?: AbortSignal | undefined;
}

/** How much may be spent on choosing settings. */
export interface TuningBudget {
  /** Parts into which the labelled points are divided. */
  readonly folds: number;
  /** Seconds after which no further settings are tried. */
  readonly seconds: number;
}

/** Settings as they are reported. */
export type MethodSettings = Readonly<Record<string, string | number | boolean>>;

/** What is known of one code length of a method. */
export interface FittedLength {
  readonly bits: number;
  /** Seconds that training this length alone takes, without choosing settings. */
  readonly trainSeconds: number;
  /** Seconds spent on choosing settings, for all lengths together; 0 where nothing was chosen. */
  readonly tuneSeconds: number;
  /** Whether settings were left untried because the time was up, or enough. */
  readonly tuningCutShort?: boolean;
  readonly settings: MethodSettings;
}

/** What methods of both kinds may have. */
interface Predicting {
  /** The classes that the classifier behind a method gives prepared points, where there is one. */
  predict?(points: Matrix): Promise<Int32Array>;
}

/** A method that makes hash codes. */
export interface CodeMethod extends Predicting {
  readonly kind: 'codes';
  readonly lengths: readonly FittedLength[];
  /**
   * The hasher of prepared points of one of `lengths`, where codes are made by hyperplanes; it is
   * disposed with the method.
   */
  hasher?(bits: number): FittedModel;
  /** Whether it was ended by `enough`, in the middle of training. */
  readonly endedEarly?: boolean;
  /** Codes of prepared points for each of `lengths`, in that order. */
  encode(points: Matrix): Promise<readonly HashCodes[]>;
  dispose(): void;
}

/** A baseline that ranks by real vectors: it has one entry, and no bits. */
export interface VectorMethod extends Predicting {
  readonly kind: 'vectors';
  readonly trainSeconds: number;
  readonly tuneSeconds: number;
  readonly tuningCutShort?: boolean;
  readonly settings: MethodSettings;
  readonly metric: 'cosine' | 'dot';
  /** The vectors of prepared points, one a row. */
  embed(points: Matrix): Promise<Matrix>;
  dispose(): void;
}

export type FittedMethod = CodeMethod | VectorMethod;

/** A method of the comparison: one file each in this folder, listed in names.ts and registry.ts. */
export interface Method {
  readonly name: MethodName;
  /** As reports call it. */
  readonly title: string;
  /** What it is, in a sentence. */
  readonly summary: string;
  /** Raised when its results change: finished cells of another revision are not taken over. */
  readonly revision: number;
  /** The only length that it has, whatever lengths are asked for; null for none at all. */
  readonly ownBits?: (classes: number) => number | null;
  /** Whether it learns from `visible` points without labels too. */
  readonly usesUnlabelled?: boolean;
  /** Whether it heeds `enough`. */
  readonly endsEarly?: boolean;
  fit(input: MethodInput): Promise<FittedMethod>;
}
