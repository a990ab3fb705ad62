import { checkMethod, checkRange, checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { asMatrix, type Matrix, type MatrixLike } from '../core/matrix.ts';
import type { MatrixRows } from '../core/matrix-rows.ts';
import type { OptionNames } from '../core/options.ts';
import { RandomState } from '../core/random/random-state.ts';
import type { FeatureMapFactory, StartFeatureMap } from '../features/feature-map.ts';
import { featureRows } from '../features/feature-rows.ts';
import { checkUpdateRule, type UpdateRule } from '../graph/class-labels.ts';
import type { Convergence } from '../learners/convergence.ts';
import { type FeatureLearner, type HyperplaneLearner, makesFeatures } from '../learners/learner.ts';
import { svmDualCoordinateDescent } from '../learners/svm-dcd.ts';
import { putFeatureMap } from './feature-map-file.ts';
import {
  checkFitOptions,
  checkIterativeFitOptions,
  type FitOptions,
  type FittableHasher,
  type IterationSummary,
  type IterativeFitOptions,
  ProgressReporter,
} from './fit-options.ts';
import { checkStreamAlone, type GraphRegularisedHashingOptions } from './grh-options.ts';
import type { HasherDescription } from './hasher-description.ts';
import type { LoadedFeatureMap } from './hyperplane-hasher.ts';
import { type Initialiser, initialSigns, startedMap } from './initialisers/initialiser.ts';
import { LSH } from './initialisers/lsh.ts';
import { learnFurther } from './networks/continue.ts';
import {
  learnedMap,
  mapOf,
  type OffsetHyperplanes,
  offsetsAbout,
  type Partitioned,
  partitionSpace,
} from './partition.ts';
import {
  describeIteration,
  type LearnedFeatures,
  type Refined,
  type RefineOptions,
  type Seen,
  type Start,
  shareOfChanges,
} from './refinement.ts';
import { constantBits } from './signs.ts';
import { regularise, similarityOf } from './similarity.ts';
import type { StreamUpdate } from './streaming/stream.ts';
import { StreamingHasher } from './streaming/streaming-hasher.ts';
import { labelledPart, readSupervision, type Supervision } from './supervision.ts';

/**
 * Graph regularised hashing (Moran & Lavrenko, "Graph Regularised Hashing", ECIR 2015). Starting
 * from random hyperplanes or another initialiser's bits, every iteration (1) smooths the training
 * bits over the graph of class labels, or any other, and (2) fits one linear classifier per bit to
 * the smoothed bits, whose hyperplanes then hash the training points anew (data-space
 * partitioning). With a feature map the classifiers see features, about their mean. With a `stream`
 * it learns from points as they come instead (`partialFit`).
 */
export class GraphRegularisedHashing extends StreamingHasher implements FittableHasher {
  readonly iterations: number;
  readonly alpha: number;
  readonly rule: UpdateRule;
  readonly learner: HyperplaneLearner | FeatureLearner;
  readonly initialiser: Initialiser;
  readonly featureMapFactory: FeatureMapFactory | null;
  #summary: IterationSummary[] = [];
  #points = 0;
  #classes = new Set<number>();
  /** Starts feature maps of the kind that was fitted. */
  #start: StartFeatureMap | null = null;

  constructor(options: GraphRegularisedHashingOptions) {
    super(options);
    if (options.stream !== undefined) checkStreamAlone(options);
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
    if (featureMap && makesFeatures(learner)) {
      throw new InvalidArgumentError(
        `the learner ${learner.name} makes features of its own: leave out featureMap`,
      );
    }
  }

  /** @internal */
  protected override optionNames(): OptionNames<GraphRegularisedHashingOptions> {
    const parts = { learner: 1, initialiser: 1, featureMap: 1 } as const;
    return { ...super.optionNames(), iterations: 1, alpha: 1, rule: 1, ...parts };
  }

  get description(): HasherDescription {
    if (this.streamFactory) return this.streamDescription(this.streamFactory);
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
    this.checkFits();
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
    const features = iterations > 0 ? await this.#learnFeatures(prepared, signal) : null;
    const start = this.#starter(first.start);
    const seen = { mean, features, start, rows: prepared.rows };
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
      const map = learnedMap(kernels, last.fitted) ?? features;
      this.#adopt(last, seen, iterations > 0 ? map : startedMap(kernels, first));
      this.#classes = new Set(labels);
    } catch (error) {
      features?.map.dispose();
      throw error;
    }
    if (iterations === 0) reporter.tell('first bits', bits);
    return this;
  }

  /**
   * Learns from further points. With a stream: see `StreamingHasher`. After `fit` with a learner of
   * features, `mlp()`, one more iteration on these points alone, from the network that there is: points
   * of known classes keep their codewords, a new class gets that of most of its own points. What is not
   * among the points may be forgotten; give batches of several classes.
   *
   * @throws InvalidArgumentError as of a stream, and with a network before `fit` and for points of one
   *   class only.
   */
  override async partialFit(
    given: MatrixLike,
    supervision: Supervision,
    options: FitOptions = {},
  ): Promise<StreamUpdate> {
    const { kernels, learner, bits, alpha, rule, normalise, mean } = this;
    if (!makesFeatures(learner)) return super.partialFit(given, supervision, options);
    this.checkThawed();
    checkFitOptions(options);
    const { hyperplanes, featureMap, offsets } = this;
    if (!featureMap || !offsets) {
      throw new InvalidArgumentError(
        'partialFit goes on from a network: fit one iteration at least',
      );
    }
    const initial = { featureMap, hyperplanes, offsets };
    const settings = { kernels, bits, alpha, rule, normalise, mean, initial };
    const further = await learnFurther(learner, settings, given, supervision, options);
    const { fitted, changes, rows, labels } = further;
    if (this.hyperplanes !== hyperplanes) {
      throw new InvalidArgumentError(
        'the hasher has learned something else meanwhile: await each call before the next',
      );
    }
    const map = mapOf(learner, fitted.featureMap)(kernels);
    this.setFitted(fitted.hyperplanes, mean, fitted.offsets, map);
    this.#points += rows;
    const newClasses = [...new Set(labels)].filter((label) => !this.#classes.has(label));
    for (const label of newClasses) this.#classes.add(label);
    newClasses.sort((one, other) => one - other);
    const [version, seen] = [this.version, this.#points];
    return { version, isNew: true, seen, newClasses, changes };
  }

  /** All iterations, on points as the learner sees them. */
  async #refine(
    { first, initial, similarity, random }: Start,
    points: MatrixRows,
    reporter: ProgressReporter,
    { signal, onEach }: RefineOptions,
  ): Promise<Refined> {
    const { kernels, bits, alpha, rule, iterations } = this;
    let fitted: Partitioned | OffsetHyperplanes = first;
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
      if (iteration < iterations) signs = found.signs();
      reporter.tell(name, to, { iteration, iterations, summary: summary.at(-1) });
      await onEach?.({ fitted, summary: [...summary] });
    }
    return { fitted, summary };
  }

  /** The hasher that `fit` would give if these iterations were all. */
  #endedAfter(soFar: Refined, seen: Seen): GraphRegularisedHashing {
    const { kernels, featureMapFactory: factory } = this;
    const hasher = unfitted({ ...this.#settings(), iterations: soFar.summary.length });
    const model = seen.features?.model;
    const map =
      model && factory ? { model, map: factory.start(kernels, model), put: putFeatureMap } : null;
    hasher.#adopt(soFar, seen, learnedMap(kernels, soFar.fitted) ?? map);
    return hasher;
  }

  #settings(): GraphRegularisedHashingOptions {
    const { kernels, bits, seed, normalise, centre, streamFactory: stream } = this;
    const shared = { kernels, bits, seed, normalise, centre };
    if (stream) return { ...shared, stream };
    const { iterations, alpha, rule, learner, initialiser, featureMapFactory } = this;
    const featureMap = featureMapFactory ?? undefined;
    return { ...shared, iterations, alpha, rule, learner, initialiser, featureMap };
  }

  /** @internal */
  protected override unfittedTwin(): this {
    const twin = unfitted(this.#settings());
    twin.#summary = this.#summary;
    twin.#points = this.#points;
    twin.#classes = new Set(this.#classes);
    twin.#start = this.#start;
    return twin as this;
  }

  /** @internal */
  protected override mapStarter(): StartFeatureMap | null {
    return super.mapStarter() ?? this.#start;
  }

  /** What starts the maps of what is fitted: the learner's, those of the option, or of first bits. */
  #starter(first: StartFeatureMap | undefined): StartFeatureMap | null {
    const { iterations, learner, featureMapFactory } = this;
    if (iterations === 0) return first ?? null;
    return (makesFeatures(learner) ? learner.start : featureMapFactory?.start) ?? null;
  }

  /** Takes over what was learned. */
  #adopt({ fitted, summary }: Refined, seen: Seen, map: LoadedFeatureMap | null): void {
    const { mean, features, start, rows } = seen;
    const offsets = features ? offsetsAbout(features.mean, fitted) : fitted.offsets;
    this.setFitted(fitted.hyperplanes, mean, offsets, map);
    this.#summary = summary;
    this.#points = rows;
    this.#start = start;
  }

  /** The feature map, and all features about their mean. */
  async #learnFeatures(prepared: Matrix, signal?: AbortSignal): Promise<LearnedFeatures | null> {
    if (!this.featureMapFactory) return null;
    const model = this.featureMapFactory.fit(this.kernels, prepared);
    const map = this.featureMapFactory.start(this.kernels, model);
    const inParts = !makesFeatures(this.learner) && this.learner.fitRows !== undefined;
    const keptValues = inParts ? undefined : Number.POSITIVE_INFINITY;
    try {
      const seen = await featureRows(this.kernels, map, prepared, { keptValues, signal });
      return { model, map, put: putFeatureMap, mean: await seen.centre(signal), seen };
    } catch (error) {
      map.dispose();
      throw error;
    }
  }
}

/** Beside the class: one that names itself inside is renamed by the bundler. */
function unfitted(options: GraphRegularisedHashingOptions): GraphRegularisedHashing {
  return new GraphRegularisedHashing(options);
}
