import { checkKernels, checkMethod, checkRange } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { asIntegers } from '../../core/given.ts';
import { asMatrix, type MatrixLike } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import type { Kernels } from '../../kernels/api.ts';
import { svmDualCoordinateDescent } from '../../learners/svm-dcd.ts';
import { GraphRegularisedHashing } from '../../models/graph-regularised-hashing.ts';
import type { GraphRegularisedHashingOptions } from '../../models/grh-options.ts';
import { foldsOf } from './folds.ts';
import { either, searchStages, type TuningResult } from './search.ts';
import { validationScore } from './validate.ts';

/** Settings of graph regularised hashing that validation chooses. */
export type GrhSettings = {
  readonly alpha: number;
  readonly iterations: number;
  /** C of SVMs. */
  readonly cost?: number;
  /** Ridge of ridge regression. */
  readonly ridge?: number;
  /** Width of radial basis functions over the mean squared distance to the landmarks. */
  readonly relativeWidth?: number;
};

/** The model that some settings mean, but for its kernels and its length. */
export type GrhModel = Omit<GraphRegularisedHashingOptions, 'kernels' | 'bits' | 'seed'>;

/** Options of `tuneGraphRegularisedHashing`. */
export interface TuningOptions {
  /**
   * Settings to begin with; those that are not named are not chosen. Default: alpha 1, one
   * iteration, C = 1.
   */
  readonly start?: GrhSettings | undefined;
  /**
   * Makes the model of the settings: learner, features, initialiser, preparation of the points.
   * Alpha and iterations are set for you. Default: linear SVMs from random hyperplanes.
   */
  readonly build?: ((settings: GrhSettings) => GrhModel) | undefined;
  /** Code length at which settings are compared. Default 32. */
  readonly bits?: number | undefined;
  /** Parts of the labelled points, each of which is the validation set once. Default 4. */
  readonly folds?: number | undefined;
  /** Seed of the hyperplanes, the learner and the folds. Default 0. */
  readonly seed?: number | undefined;
  /** Seconds after which nothing more is tried. Default: no limit. */
  readonly seconds?: number | undefined;
  readonly onProgress?: ((done: number, total: number, trial: GrhSettings) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * Aborting ends the search as if its time were up: the best so far is the outcome. Rejects with
   * the reason where nothing was tried yet.
   */
  readonly enough?: AbortSignal | undefined;
}

/** Where the search starts: what the model does without tuning. */
export const GRH_DEFAULTS: GrhSettings = { alpha: 1, iterations: 1, cost: 1 };

/** Values to try. The learner's setting comes before the width, on which it depends least. */
const COSTS = [0.03, 0.1, 0.3, 3, 10];
const RIDGES = [0.01, 0.03, 0.1, 0.3, 1, 3];
const WIDTHS = [0.125, 0.25, 0.5, 1];
const SMOOTHINGS: readonly Partial<GrhSettings>[] = [
  { iterations: 2 },
  { alpha: 0.95, iterations: 2 },
  { alpha: 0.9, iterations: 1 },
  { alpha: 0.9, iterations: 3 },
  { alpha: 0.8, iterations: 3 },
  { alpha: 0.7, iterations: 3 },
];

/**
 * Chooses settings of graph regularised hashing on validation sets taken from the labelled points,
 * as the paper does: each fold learns from the other parts and is judged by the mean average
 * precision among its own points. The learner's C or ridge comes first, then the width of features,
 * then alpha with the iterations. The same seed gives the same choice, unless the time runs out.
 *
 * Cost: some 12 trials (16 with features) of `folds` fits each.
 *
 * @param given - points, rows x dimensions, all labelled: a matrix, or an array of rows.
 * @param classes - labels, the class of each.
 * @throws InvalidArgumentError if there are too few points for the folds.
 */
export async function tuneGraphRegularisedHashing(
  kernels: Kernels,
  given: MatrixLike,
  classes: ArrayLike<number>,
  options: TuningOptions = {},
): Promise<TuningResult<GrhSettings>> {
  checkKernels(kernels);
  const names = { start: 1, build: 1, bits: 1, folds: 1, seed: 1, seconds: 1 } as const;
  checkOptions('tuneGraphRegularisedHashing', options, {
    ...names,
    ...{ onProgress: 1, signal: 1, enough: 1 },
  });
  const points = asMatrix('points', given);
  const labels = asIntegers('labels', classes, Int32Array);
  if (labels.length !== points.rows) {
    throw new InvalidArgumentError(
      `${points.rows} points need as many labels, not ${labels.length}`,
    );
  }
  const { start = GRH_DEFAULTS, bits = 32, folds: count = 4, seed = 0, seconds } = options;
  const { build = ({ cost }) => ({ learner: svmDualCoordinateDescent({ cost, seed }) }) } = options;
  checkMethod('build', build, 'call', 'a function of the settings');
  const settingNames = { alpha: 1, iterations: 1, cost: 1, ridge: 1, relativeWidth: 1 } as const;
  checkOptions('start', start, settingNames);
  if (seconds !== undefined) checkRange('seconds', seconds, 0, Number.POSITIVE_INFINITY);
  const folds = foldsOf(points, labels, count, seed);
  const signal = either(options.signal, options.enough);
  const score = (settings: GrhSettings) => {
    const { alpha, iterations } = settings;
    const model = { ...build(settings), kernels, bits, seed, alpha, iterations };
    return validationScore(kernels, folds, (fold) =>
      new GraphRegularisedHashing(model).fit(fold.points(), fold.labels, { signal }),
    );
  };
  return searchStages(start, stagesFor(start), score, options);
}

function stagesFor(start: GrhSettings): Partial<GrhSettings>[][] {
  const learner = [
    ...(start.cost === undefined ? [] : COSTS.map((cost) => ({ cost }))),
    ...(start.ridge === undefined ? [] : RIDGES.map((ridge) => ({ ridge }))),
  ];
  const widths = WIDTHS.map((relativeWidth) => ({ relativeWidth }));
  const stages = [learner, start.relativeWidth === undefined ? [] : widths, [...SMOOTHINGS]];
  return stages.filter((changes) => changes.length > 0);
}
