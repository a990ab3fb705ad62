import type { MatrixLike } from '../core/matrix.ts';
import { checkOptions, type OptionNames } from '../core/options.ts';
import type { Convergence } from '../learners/convergence.ts';
import type { Supervision } from './supervision.ts';

/** What one iteration of graph regularised hashing did. */
export interface IterationSummary {
  /** Share of the training bits that the graph step changed. */
  readonly flippedShare: number;
  /** Bits on which all points agreed, and which got a fresh random hyperplane. */
  readonly constantBits: number;
  /** How near the learner came to its tolerance; null for learners that have none. */
  readonly convergence: Convergence | null;
}

/**
 * Where a `fit` is: the same event for every hasher. `done / total` is the share of the whole fit,
 * `total` stays as it is and `done` never falls; the last event has `done` equal to `total`.
 */
export interface FitProgress {
  /** What is being done, in a few words: `first bits`, `iteration 1 of 2`, `landmarks`, ... */
  readonly step: string;
  /** In units of the hasher's own (hyperplanes, rounds, per cent), not always whole. */
  readonly done: number;
  readonly total: number;
  /** The iteration under way, from 1, where the hasher has iterations. */
  readonly iteration?: number;
  readonly iterations?: number;
  /** What the iteration did: told once, when it has ended. */
  readonly summary?: IterationSummary;
}

/** Options of every hasher's `fit`. */
export interface FitOptions {
  readonly onProgress?: ((progress: FitProgress) => void) | undefined;
  /** Aborting rejects the promise with the signal's reason and leaves the hasher as it was. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of `fit` of hashers `H` that are fitted in iterations. */
export interface IterativeFitOptions<H> extends FitOptions {
  /**
   * Told after each iteration, and waited for, what `fit` would give if it ended there: to measure
   * it, or to keep it should the rest be aborted. The hasher is the callee's own, to be disposed;
   * an error ends the fit. Costs a copy of the hyperplanes in the backend.
   */
  readonly onIteration?: ((hasher: H) => void | Promise<void>) | undefined;
}

const OPTION_NAMES: OptionNames<FitOptions> = { onProgress: 1, signal: 1 };

/** Throws unless these are options of a hasher's `fit`, and the fit is still wanted. */
export function checkFitOptions(options: FitOptions): void {
  checkOptions('fit', options, OPTION_NAMES);
  options.signal?.throwIfAborted();
}

/** The same where there are iterations. */
export function checkIterativeFitOptions<H>(options: IterativeFitOptions<H>): void {
  checkOptions('fit', options, { ...OPTION_NAMES, onIteration: 1 });
  options.signal?.throwIfAborted();
}

/** What all hashers that can be fitted have in common. */
export interface FittableHasher {
  /**
   * Learns from rows x dimensions points and what is known of them. What a hasher does not learn
   * from it does not look at. Points are a matrix, or an array of rows, plain or typed ones.
   *
   * @throws InvalidArgumentError if sizes differ, values are not finite, or the hasher needs to know
   *   more of the points than it is given.
   */
  fit(points: MatrixLike, supervision?: Supervision | null, options?: FitOptions): Promise<this>;
}

/** What an event says beside its step and place. */
type Details = Omit<FitProgress, 'step' | 'done' | 'total'>;

/** Tells how far a fit is, and keeps the promises of FitProgress whatever its parts say. */
export class ProgressReporter {
  readonly #onProgress: FitOptions['onProgress'];
  readonly #total: number;
  #done = 0;

  constructor(onProgress: FitOptions['onProgress'], total: number) {
    this.#onProgress = onProgress;
    this.#total = total;
  }

  /** @param done - in units of the total. */
  tell(step: string, done: number, details: Details = {}): void {
    this.#done = Math.min(this.#total, Math.max(this.#done, done));
    this.#onProgress?.({ step, done: this.#done, total: this.#total, ...details });
  }

  /** Tells of a part of the fit, which counts for itself and lies between two places of the whole. */
  part(
    step: string,
    from: number,
    to: number,
    details: Details = {},
  ): (done: number, total: number) => void {
    return (done, total) =>
      this.tell(step, from + ((to - from) * done) / Math.max(1, total), details);
  }
}
