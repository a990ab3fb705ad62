import { checkMethod, checkRange, checkWhole } from '../core/checks.ts';
import type { FeatureMapModel } from '../core/feature-map.ts';
import { asMatrix, type Matrix, type MatrixLike } from '../core/matrix.ts';
import type { OptionNames } from '../core/options.ts';
import { RandomState } from '../core/random/random-state.ts';
import type { FeatureMapFactory } from '../features/feature-map.ts';
import { featuresOf } from '../features/map-features.ts';
import { checkUpdateRule, type UpdateRule } from '../graph/class-labels.ts';
import type { FeatureMap } from '../kernels/features/api.ts';
import type { Convergence } from '../learners/convergence.ts';
import type { HyperplaneLearner } from '../learners/learner.ts';
import { svmDualCoordinateDescent } from '../learners/svm-dcd.ts';
import { columnMeans, subtractMean } from '../preparation/preprocess.ts';
import {
  checkIterativeFitOptions,
  type FittableHasher,
  type IterationSummary,
  type IterativeFitOptions,
  ProgressReporter,
} from './fit-options.ts';
import type { HasherDescription } from './hasher-description.ts';
import {
  HyperplaneHasher,
  type HyperplaneHasherOptions,
  type LoadedFeatureMap,
} from './hyperplane-hasher.ts';
import { dotProducts } from './initialisers/dot-products.ts';
import { type Initialiser, initialSigns, startedMap } from './initialisers/initialiser.ts';
import { LSH } from './initialisers/lsh.ts';
import { type OffsetHyperplanes, partitionSpace } from './partition.ts';
import { bitSigns, constantBits } from './signs.ts';
import { regularise, type Similarity, similarityOf } from './similarity.ts';
import { labelledPart, readSupervision, type Supervision } from './supervision.ts';

/** Settings of graph regularised hashing. */
export interface GraphRegularisedHashingOptions extends HyperplaneHasherOptions {
  /** Rounds of the two steps, 0 or more; 0 leaves the first hyperplanes. Default 1. */
  readonly iterations?: number | undefined;
  /** Weight of the neighbours' bits, 0..1. Default 1: a class shares one codeword. */
  readonly alpha?: number | undefined;
  /** How bits are blended; see `regulariseByClass`. Default `paper`. */
  readonly rule?: UpdateRule | undefined;
  /** Fits the hyperplanes to the bits. Default: linear SVMs with C = 1. */
  readonly learner?: HyperplaneLearner | undefined;
  /** Makes the first bits. Default: random hyperplanes. */
  readonly initialiser?: Initialiser | undefined;
  /**
   * Maps points to the features that learned hyperplanes see, `rbfLandmarks()` for instance; first
   * bits come from the points themselves. Default: none. Features of all training points are held
   * while `fit` runs.
   */
  readonly featureMap?: FeatureMapFactory | undefined;
}

/**
 * Graph regularised hashing (Moran & Lavrenko, "Graph Regularised Hashing", ECIR 2015). Starting
 * from random hyperplanes or another initialiser's bits, every iteration (1) smooths the training
 * bits over the graph of class labels, or any other, and (2) fits one linear classifier per bit to
 * the smoothed bits, whose hyperplanes then hash the training points anew (data-space
 * partitioning). With a feature map the classifiers see features, about their mean.
 */
export class GraphRegularisedHashing extends HyperplaneHasher implements FittableHasher {
  readonly iterations: number;
  readonly alpha: number;
  readonly rule: UpdateRule;
  readonly learner: HyperplaneLearner;
  readonly initialiser: Initialiser;
  readonly featureMapFactory: FeatureMapFactory | null;
  #summary: IterationSummary[] = [];
  #points = 0;

  constructor(options: GraphRegularisedHashingOptions) {
    super(options);
    this.iterations = options.iterations ?? 1;
    this.alpha = options.alpha ?? 1;
    this.rule = options.rule ?? 'paper';
    this.learner = options.learner ?? svmDualCoordinateDescent();
    this.initialiser = options.initialiser ?? LSH;
    this.featureMapFactory = options.featureMap ?? null;
    checkWhole('iterations', this.iterations, 0, 1000);
    checkRange('alpha', this.alpha, 0, 1);
    checkUpdateRule(this.rule);
    const { learner, initialiser, featureMapFactory: featureMap } = this;
    for (const [name, part] of Object.entries({ learner, initialiser, featureMap })) {
      if (part !== null) checkMethod(name, part, 'fit', 'what a function such as ridge() makes');
    }
  }

  /** @internal */
  protected override optionNames(): OptionNames<GraphRegularisedHashingOptions> {
    const parts = { learner: 1, initialiser: 1, featureMap: 1 } as const;
    return { ...super.optionNames(), iterations: 1, alpha: 1, rule: 1, ...parts };
  }

  get description(): HasherDescription {
    const { seed, normalise, centre, iterations, alpha, rule } = this;
    const named = (part: { name: string; settings?: object }) => ({
      name: part.name,
      ...part.settings,
    });
    const learner = named(this.learner);
    const initialiser = named(this.initialiser);
    const featureMap = this.featureMapFactory && named(this.featureMapFactory);
    return {
      method: 'grh',
      settings: {
        ...{ seed, normalise, centre, iterations, alpha, rule },
        ...{ learner, initialiser, featureMap },
      },
      training: { points: this.#points, iterations: this.#summary.map(describeIteration) },
    };
  }

  /** What each iteration of the last `fit` did. */
  get summary(): readonly IterationSummary[] {
    return this.#summary;
  }

  /** How near the learner came to its tolerance in the last iteration; null where it has none. */
  get convergence(): Convergence | null {
    return this.#summary.at(-1)?.convergence ?? null;
  }

  /**
   * Learns hyperplanes from points and what is known of their similarity. Of points of which some
   * have labels it learns from those alone, about the mean of all. Progress counts hyperplanes over
   * all iterations; the event that ends an iteration has its summary. `onIteration` is handed the
   * hasher that a fit of so many iterations would give.
   *
   * @param given - points, rows x dimensions: a matrix, or an array of rows.
   * @param supervision - labels of at least two classes; or a graph over the rows, of nearest
   *   neighbours (`neighbourGraph`) or shared labels (`labelOverlapGraph`), in which a row usually
   *   counts among its own neighbours (`withSelf`); or pairs.
   * @throws InvalidArgumentError if sizes differ, values are not finite, there is one class only, or
   *   the initialiser needs classes where there are none.
   */
  async fit(
    given: MatrixLike,
    supervision: Supervision | null,
    options: IterativeFitOptions<GraphRegularisedHashing> = {},
  ): Promise<this> {
    checkIterativeFitOptions(options);
    const { onProgress, onIteration, signal } = options;
    const points = asMatrix('points', given);
    const { kernels, bits, initialiser, iterations } = this;
    const known = readSupervision(points, supervision);
    const { rows, similarity } = similarityOf(points, known);
    if (initialiser.needsLabels) labelledPart(initialiser.name, points, known);
    const { prepared: all, mean } = this.learnPreparation(points);
    const prepared = rows ? all.selectRows(rows) : all;
    const reporter = new ProgressReporter(onProgress, Math.max(1, iterations) * bits);
    reporter.tell('first bits', 0);
    const random = new RandomState(this.seed);
    const labels = similarity instanceof Int32Array ? similarity : null;
    const first = await initialiser.fit(kernels, prepared, bits, { random, labels, signal });
    const features = iterations > 0 ? this.#learnFeatures(prepared) : null;
    const seen = { mean, features, rows: prepared.rows };
    try {
      const last = await this.#refine(
        { first, initial: initialSigns(kernels, first, prepared), similarity, random },
        features?.seen ?? prepared,
        reporter,
        {
          signal,
          onEach: onIteration && ((soFar) => onIteration(this.#endedAfter(soFar, seen))),
        },
      );
      signal?.throwIfAborted();
      this.#adopt(last, seen, iterations > 0 ? features : startedMap(kernels, first));
    } catch (error) {
      features?.map.dispose();
      throw error;
    }
    if (iterations === 0) reporter.tell('first bits', bits);
    return this;
  }

  /** All iterations, on points as the learner sees them. */
  async #refine(
    { first, initial, similarity, random }: Start,
    points: Matrix,
    reporter: ProgressReporter,
    { signal, onEach }: RefineOptions,
  ): Promise<Refined> {
    const { kernels, bits, alpha, rule, iterations } = this;
    let fitted: OffsetHyperplanes = first;
    let signs = initial;
    const summary: IterationSummary[] = [];
    for (let iteration = 1; iteration <= iterations; iteration++) {
      signal?.throwIfAborted();
      const name = `iteration ${iteration} of ${iterations}`;
      const [from, to] = [(iteration - 1) * bits, iteration * bits];
      const step = { signs, initial, bits, alpha, rule };
      const smoothed = regularise(kernels, step, similarity);
      const constant = constantBits(smoothed, bits);
      const problem = { points, signs: smoothed, bits, constant };
      const found = await partitionSpace(kernels, this.learner, problem, random, {
        signal,
        onProgress: reporter.part(name, from, to, { iteration, iterations }),
      });
      summary.push({
        flippedShare: shareOfChanges(signs, smoothed),
        constantBits: constant.length,
        convergence: found.convergence,
      });
      fitted = found;
      signs = bitSigns(kernels, fitted.hyperplanes, points, fitted.offsets);
      reporter.tell(name, to, { iteration, iterations, summary: summary.at(-1) });
      await onEach?.({ fitted, summary: [...summary] });
    }
    return { fitted, summary };
  }

  /** The hasher that `fit` would give if these iterations were all. */
  #endedAfter(soFar: Refined, seen: Seen): GraphRegularisedHashing {
    const { kernels, bits, seed, normalise, centre, alpha, rule, learner, initialiser } = this;
    const { featureMapFactory: factory } = this;
    const hasher = unfitted({
      ...{ kernels, bits, seed, normalise, centre, alpha, rule, learner, initialiser },
      iterations: soFar.summary.length,
      featureMap: factory ?? undefined,
    });
    const model = seen.features?.model;
    hasher.#adopt(
      soFar,
      seen,
      model && factory ? { model, map: factory.start(kernels, model) } : null,
    );
    return hasher;
  }

  /** Takes over what was learned. */
  #adopt({ fitted, summary }: Refined, seen: Seen, map: LoadedFeatureMap | null): void {
    const { mean, features, rows } = seen;
    const offsets = features ? offsetsAbout(features.mean, fitted) : fitted.offsets;
    this.setFitted(fitted.hyperplanes, mean, offsets, map);
    this.#summary = summary;
    this.#points = rows;
  }

  /** The feature map, and all features about their mean. */
  #learnFeatures(prepared: Matrix): LearnedFeatures | null {
    if (!this.featureMapFactory) return null;
    const model = this.featureMapFactory.fit(this.kernels, prepared);
    const map = this.featureMapFactory.start(this.kernels, model);
    const features = featuresOf(map, prepared);
    const mean = columnMeans(this.kernels, features);
    return { model, map, mean, seen: subtractMean(this.kernels, features, mean) };
  }
}

/** What the iterations start from. */
interface Start {
  readonly first: OffsetHyperplanes;
  /** Its bits, rows x bits. */
  readonly initial: Int8Array;
  readonly similarity: Similarity;
  readonly random: RandomState;
}

/** Options of `#refine`. */
interface RefineOptions {
  readonly signal: AbortSignal | undefined;
  readonly onEach: ((soFar: Refined) => void | Promise<void>) | undefined;
}

/** What iterations made. */
interface Refined {
  readonly fitted: OffsetHyperplanes;
  readonly summary: IterationSummary[];
}

/** What the learner saw: so many points without their mean, and their features. */
interface Seen {
  readonly mean: Float32Array | null;
  readonly features: LearnedFeatures | null;
  readonly rows: number;
}

interface LearnedFeatures {
  readonly model: FeatureMapModel;
  readonly map: FeatureMap;
  readonly mean: Float32Array;
  readonly seen: Matrix;
}

/** Offsets for features as they are, of hyperplanes that were learned on features about `mean`. */
/** Beside the class: one that names itself inside is renamed by the bundler. */
function unfitted(options: GraphRegularisedHashingOptions): GraphRegularisedHashing {
  return new GraphRegularisedHashing(options);
}

function offsetsAbout(mean: Float32Array, { hyperplanes, offsets }: OffsetHyperplanes) {
  return dotProducts(hyperplanes, mean).map((value, j) => (offsets ? offsets[j] : 0) - value);
}

/** Of bits, only those that missed their tolerance: files are to stay small. */
function describeIteration({ flippedShare, constantBits, convergence }: IterationSummary) {
  const missed = convergence?.bits.filter(({ isSolved }) => !isSolved) ?? [];
  return { flippedShare, constantBits, ...(missed.length > 0 && { missed }) };
}

function shareOfChanges(before: Int8Array, after: Int8Array): number {
  let changes = 0;
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) changes++;
  return changes / before.length;
}
