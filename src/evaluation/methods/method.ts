import type { Executor } from '../../core/executor.ts';
import type { HashCodes } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
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
  /** How settings are chosen; null leaves the method's defaults. */
  readonly tuning: TuningBudget | null;
  /**
   * Work that depends on the visible points up to a translation alone, not on labels or bits: it is
   * kept while a partition lasts. Keys begin with the name of who made it.
   */
  readonly shared: Map<string, unknown>;
  /** Called with a few words and the share that is done. */
  readonly onProgress?: (what: string, share: number) => void;
  readonly signal?: AbortSignal;
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
  readonly settings: MethodSettings;
}

/** A method that makes hash codes. */
export interface CodeMethod {
  readonly kind: 'codes';
  readonly lengths: readonly FittedLength[];
  /** Codes of prepared points for each of `lengths`, in that order. */
  encode(points: Matrix): Promise<readonly HashCodes[]>;
  dispose(): void;
}

/** A baseline that ranks by real vectors: it has one entry, and no bits. */
export interface VectorMethod {
  readonly kind: 'vectors';
  readonly trainSeconds: number;
  readonly tuneSeconds: number;
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
  fit(input: MethodInput): Promise<FittedMethod>;
}
