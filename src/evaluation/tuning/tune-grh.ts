import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { HyperplaneLearner } from '../../learners/learner.ts';
import { svmDualCoordinateDescent } from '../../learners/svm-dcd.ts';
import {
  GraphRegularisedHashing,
  type GraphRegularisedHashingOptions,
} from '../../models/graph-regularised-hashing.ts';
import { foldsOf } from './folds.ts';
import { type SearchResult, searchStages } from './search.ts';
import { validationScore } from './validate.ts';

/** Settings of graph regularised hashing that validation chooses. */
export type GrhSettings = {
  readonly alpha: number;
  readonly iterations: number;
  /** C of the SVMs. */
  readonly cost: number;
};

/** What `tuneGraphRegularisedHashing` may be told. */
export interface TuneOptions {
  /** Code length at which settings are compared. Default 32. */
  readonly bits?: number;
  /** Parts of the labelled points, each of which is the validation set once. Default 4. */
  readonly folds?: number;
  /** Seed of the hyperplanes, the learner and the folds. Default 0. */
  readonly seed?: number;
  /** Seconds after which nothing more is tried. Default: no limit. */
  readonly seconds?: number;
  /** How points are prepared, and anything else of the model. */
  readonly model?: Pick<GraphRegularisedHashingOptions, 'normalise' | 'centre' | 'rule'>;
  /** The learner with this C. Default: SVMs by dual coordinate descent. */
  readonly learner?: (cost: number) => HyperplaneLearner;
  readonly onProgress?: (done: number, total: number, trial: GrhSettings) => void;
  readonly signal?: AbortSignal;
}

/** Where the search starts: what the model does without tuning. */
export const GRH_DEFAULTS: GrhSettings = { alpha: 1, iterations: 1, cost: 1 };

/** First C, then how far and how often the graph smooths the bits. */
const STAGES: readonly (readonly Partial<GrhSettings>[])[] = [
  [0.03, 0.1, 0.3, 3, 10].map((cost) => ({ cost })),
  [
    { iterations: 2 },
    { alpha: 0.95, iterations: 2 },
    { alpha: 0.9, iterations: 1 },
    { alpha: 0.9, iterations: 3 },
    { alpha: 0.8, iterations: 3 },
    { alpha: 0.7, iterations: 3 },
  ],
];

/**
 * Chooses alpha, the number of iterations and C of graph regularised hashing on validation sets
 * taken from the labelled points, as the paper does: each fold learns from the other parts and is
 * judged by the mean average precision among its own points. C first, then alpha with the
 * iterations. The same seed gives the same choice, unless the time runs out.
 *
 * Cost: 12 trials of `folds` fits each.
 *
 * @param points - rows x dimensions, all labelled.
 * @throws InvalidArgumentError if there are too few points for the folds.
 */
export async function tuneGraphRegularisedHashing(
  kernels: Kernels,
  points: Matrix,
  labels: Int32Array,
  options: TuneOptions = {},
): Promise<SearchResult<GrhSettings>> {
  const { bits = 32, folds: count = 4, seed = 0, model, signal } = options;
  const { learner = (cost: number) => svmDualCoordinateDescent({ cost, seed }) } = options;
  const folds = foldsOf(points, labels, count, seed);
  const score = ({ alpha, iterations, cost }: GrhSettings) =>
    validationScore(kernels, folds, (fold) =>
      new GraphRegularisedHashing({
        ...model,
        kernels,
        bits,
        seed,
        alpha,
        iterations,
        learner: learner(cost),
      }).fit(fold.points, fold.labels, { signal }),
    );
  return searchStages(GRH_DEFAULTS, STAGES, score, options);
}
