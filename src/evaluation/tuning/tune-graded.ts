import { checkKernels, checkRange, checkWhole } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { asIntegers } from '../../core/given.ts';
import { asMatrix, type MatrixLike } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import { RandomState } from '../../core/random/random-state.ts';
import type { Kernels } from '../../kernels/api.ts';
import { type GradedSettings, readGradedSettings } from '../../models/graded/settings.ts';
import { foldsOf } from './folds.ts';
import { GradedFolds } from './graded-folds.ts';
import { either, type TuningResult, type TuningTrial } from './search.ts';

/** Options of `tuneGraded`. */
export interface GradedTuningOptions {
  /** Settings to begin with, in place of the defaults. */
  readonly start?: Partial<GradedSettings> | undefined;
  /** Parts of the labelled points, each of which is the validation set once. Default 4. */
  readonly folds?: number | undefined;
  /** Seed of the classifiers and the folds. Default 0. */
  readonly seed?: number | undefined;
  /** Seconds after which nothing more is tried. Default: no limit. */
  readonly seconds?: number | undefined;
  /**
   * Called before each trial and in it, with the number of trials so far, of which the one at work counts
   * with the share that is done, and of all that may come.
   */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Aborting rejects the promise with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Aborting ends the search as if its time were up: the best so far is the outcome. Rejects with
   * the reason where nothing was tried yet.
   */
  readonly enough?: AbortSignal | undefined;
}

type Changes = Partial<GradedSettings>;

/** More labelled points are judged by so many of them, at random. */
const MOST_POINTS = 5000;

/** What is tried, one stage after another, from what costs little to what costs a training of networks. */
function stagesFor({ ridge, relativeWidth, units }: GradedSettings): Changes[][] {
  return [
    [{ relativeWidth: relativeWidth / 2 }, { relativeWidth: relativeWidth * 2 }],
    [{ ridge: ridge / 3 }, { ridge: ridge * 3 }],
    [0.25, 0.75, 0, 1].map((networkShare) => ({ networkShare })),
    [{ layers: 2, units: Math.ceil(units / 2) }, { dropout: 0.3 }],
  ];
}

/**
 * Chooses settings of the classifier behind graded codes on validation sets taken from the labelled points:
 * each fold learns from the other parts and is judged by the mean average precision of 32-bit codes among
 * its own points. A change of the settings is taken over if it is better by more than one standard
 * error of its differences over the folds: what is no better for sure stays as it was. The student
 * is not judged.
 *
 * Of more than 5,000 points so many are drawn, and what is chosen for them is carried on to all.
 *
 * Cost: six trainings of the ridge and three of the networks for each fold, on its points.
 *
 * @param given - points, rows x dimensions, all labelled: a matrix, or an array of rows.
 * @param classes - labels, the class of each.
 * @returns as `best` the changes to the defaults, `settings` of `trainGraded`.
 * @throws InvalidArgumentError if there are too few points for the folds.
 */
export async function tuneGraded(
  kernels: Kernels,
  given: MatrixLike,
  classes: ArrayLike<number>,
  options: GradedTuningOptions = {},
): Promise<TuningResult<Changes>> {
  checkKernels(kernels);
  const names = { start: 1, folds: 1, seed: 1, seconds: 1, onProgress: 1 } as const;
  checkOptions('tuneGraded', options, { ...names, signal: 1, enough: 1 });
  const points = asMatrix('points', given);
  const labels = asIntegers('labels', classes, Int32Array);
  if (labels.length !== points.rows) {
    throw new InvalidArgumentError(
      `${points.rows} points need as many labels, not ${labels.length}`,
    );
  }
  const { start = {}, folds: count = 4, seed = 0, enough, onProgress } = options;
  const signal = either(options.signal, enough);
  const { seconds: limit = Number.POSITIVE_INFINITY } = options;
  checkRange('seconds', limit, 0, Number.POSITIVE_INFINITY);
  checkWhole('seed', seed, 0, 2 ** 32 - 1);
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  const rows = new RandomState(seed).permutation(points.rows).slice(0, MOST_POINTS).sort();
  const own = Int32Array.from(rows, (row) => labels[row]);
  const folds = foldsOf(points.selectRows(rows), own, count, seed);
  const judged = new GradedFolds(kernels, folds, seed, signal);
  const complete = (changes: Changes) => readGradedSettings(changes, rows.length, rows.length);
  const stages = stagesFor(complete(start));
  const total = 1 + stages.flat().length;
  const trials: TuningTrial<Changes>[] = [];
  const attempt = async (settings: Changes): Promise<number[]> => {
    signal?.throwIfAborted();
    onProgress?.(trials.length, total);
    const since = elapsed();
    const scores = await judged.scores(complete(settings), (share) =>
      onProgress?.(trials.length + share, total),
    );
    trials.push({ settings, score: mean(scores), seconds: elapsed() - since });
    return scores;
  };
  let best = { settings: start, scores: await attempt(start) };
  let isComplete = true;
  try {
    for (const changes of stages) {
      const base = best.settings;
      for (const change of changes) {
        if (elapsed() >= limit) {
          isComplete = false;
          break;
        }
        const settings = { ...base, ...change };
        const scores = await attempt(settings);
        if (isBetter(scores, best.scores)) best = { settings, scores };
      }
    }
  } catch (error) {
    if (!enough?.aborted || error !== enough.reason) throw error;
    isComplete = false;
  }
  return { best: best.settings, trials, isComplete, seconds: elapsed() };
}

/** Whether the mean of the differences is more than its standard error above 0. */
export function isBetter(scores: readonly number[], than: readonly number[]): boolean {
  const differences = scores.map((score, i) => score - than[i]);
  const middle = mean(differences);
  const squares = differences.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const { length } = differences;
  return middle > Math.sqrt(squares / (length - 1) / length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
