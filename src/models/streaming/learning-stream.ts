import { InvalidArgumentError } from '../../core/errors.ts';
import type { DenseLayer, ProbabilityFeatures, RbfFeatures } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { rbfLandmarks } from '../../features/rbf-landmarks.ts';
import type { Kernels, Preparation, Projector } from '../../kernels/api.ts';
import { columnMeans, normaliseRows, subtractMean } from '../../preparation/preprocess.ts';
import type { LoadedFeatureMap } from '../hyperplane-hasher.ts';
import { loadFeatureMap } from '../load-feature-map.ts';
import { bitSigns } from '../signs.ts';
import { BalancedRidge } from './balanced-ridge.ts';
import { chooseForm, FIRST_FORM } from './choose-form.ts';
import { ClassSample, matrixOfRows } from './class-sample.ts';
import { codeChanges } from './code-changes.ts';
import { type CodeForm, formHyperplanes, neutralCodeword } from './code-form.ts';
import { RecentScores, type ScoredPoints } from './recent-scores.ts';
import { scoreLayer } from './score-layer.ts';
import type { CodeChanges, HashingStream, StreamJob, StreamModel } from './stream.ts';
import { StreamCodewords } from './stream-codewords.ts';
import { type StreamParts, withState } from './stream-state.ts';

/** Settings of `landmarkStream` with defaults filled in. */
export interface LearningStreamSettings {
  readonly landmarks: number;
  readonly relativeWidth: number;
  readonly ridge: number;
  readonly solveEvery: number;
  readonly sample: number;
}

/** Landmarks of the stream's own are drawn anew when it has grown so much. */
const GROWTH = 1.5;
/** Points on which changes are estimated: shares are then within .07, twice the standard error. */
const ESTIMATED_ON = 200;
/** Points by which the form of codes is chosen. */
const SCORED = 1000;
/** Features that are computed and used together. */
const BATCH = 256;
/** Odd, so that random numbers of one place in the stream are those of no other nearby. */
const SEED_STEP = 0x9e3779b1;

/** What `landmarkStream` starts. */
export class LearningStream implements HashingStream {
  readonly #kernels: Kernels;
  readonly #job: StreamJob;
  readonly #settings: LearningStreamSettings;
  readonly #codewords: StreamCodewords;
  readonly #sample: ClassSample;
  readonly #recent = new RecentScores(SCORED);
  /** Whether landmarks were drawn from unlabelled points and stay. */
  readonly #isFixed: boolean;
  #seen = 0;
  #sinceSolved = 0;
  #hasNewClass = false;
  /** Points seen when landmarks were drawn. */
  #drawnAt = 0;
  #mean: Float32Array | null = null;
  #landmarks: LoadedFeatureMap | null = null;
  #ridge: BalancedRidge | null = null;
  #form: CodeForm = FIRST_FORM;
  /** The last solution, whose landmarks may be older than `#landmarks`. */
  #solved: Omit<StreamModel, 'changes'> | null = null;
  /** What gives scores by it; null before it, and where landmarks are newer. */
  #scorer: Projector | null = null;

  /** @param from - unlabelled points, or the parts of a stream that was saved. */
  constructor(
    kernels: Kernels,
    job: StreamJob,
    settings: LearningStreamSettings,
    from: Matrix | StreamParts | null,
  ) {
    this.#kernels = kernels;
    this.#job = job;
    this.#settings = settings;
    this.#codewords = new StreamCodewords(job.bits, job.seed);
    this.#sample = new ClassSample(settings.sample);
    this.#isFixed = from instanceof Matrix || Boolean(from?.isFixed);
    if (from instanceof Matrix) this.#draw(from);
    else if (from) this.#restore(from);
  }

  get seen(): number {
    return this.#seen;
  }

  get sinceSolved(): number {
    return this.#sinceSolved;
  }

  get classes(): readonly number[] {
    return this.#codewords.classes;
  }

  get dimensions(): number | null {
    return this.#landmarks?.map.dimensions ?? null;
  }

  learn(points: Matrix, labels: Int32Array): void {
    const codewords = this.#codewords;
    const added = codewords.newAmong(labels);
    const { sample } = this.#settings;
    if (codewords.classes.length + added.length > sample) {
      throw new InvalidArgumentError(
        `a sample of ${sample} points has no room for more classes: make it larger (sample)`,
      );
    }
    codewords.add(added);
    const places = codewords.placesOf(labels);
    const random = this.#random();
    for (const [i, place] of places.entries()) this.#sample.add(points.row(i), place, random);
    this.#seen += points.rows;
    this.#sinceSolved += points.rows;
    this.#hasNewClass ||= added.length > 0;
    if (!this.#isFixed && (!this.#landmarks || this.#seen >= GROWTH * this.#drawnAt)) {
      this.#drawAnew();
    } else this.#add(points, places);
  }

  get isDue(): boolean {
    if (this.classes.length < 2) return false;
    return this.#hasNewClass || this.#sinceSolved >= this.#settings.solveEvery;
  }

  solve(): StreamModel | null {
    if (this.classes.length < 2 || !this.#ridge || !this.#landmarks) return null;
    const layer = scoreLayer(this.#ridge.solve(this.#settings.ridge));
    const { bits, seed } = this.#job;
    const { codewords } = this.#codewords;
    const neutral = neutralCodeword(bits, seed);
    const scored = this.#scored();
    this.#form = chooseForm(this.#kernels, scored, codewords, neutral, this.#form);
    const member = {
      ...{ ...layer, featureMap: this.#landmarks.model as RbfFeatures },
      ...{ scale: this.#form.scale, share: 1, link: 'softmax' as const },
    };
    const model = {
      ...formHyperplanes(codewords, neutral, this.#form),
      mean: this.#mean,
      features: loadFeatureMap(this.#kernels, { kind: 'probabilities', members: [member] }),
    };
    const changes = this.#solved && this.#changes(this.#solved, model);
    this.#solved = model;
    this.#scoreBy(layer);
    this.#sinceSolved = 0;
    this.#hasNewClass = false;
    return { ...model, changes };
  }

  save(hasher: Uint8Array): Uint8Array<ArrayBuffer> {
    const { model } = this.#landmarks as LoadedFeatureMap;
    return withState(hasher, {
      isFixed: this.#isFixed,
      seen: this.#seen,
      sinceSolved: this.#sinceSolved,
      hasNewClass: this.#hasNewClass,
      drawnAt: this.#drawnAt,
      classes: this.#codewords.classes,
      codewords: this.#codewords.codewords,
      first: this.#codewords.first,
      sample: matrixOfRows(
        this.#sample.points().map(({ values }) => values),
        this.dimensions as number,
      ),
      ...this.#sample.counts(),
      sums: (this.#ridge as BalancedRidge).save(),
      mean: this.#mean,
      map: this.#scorer ? null : (model as RbfFeatures),
      form: this.#form,
      recent: this.#recent.points(this.classes.length),
    });
  }

  /** The map of the last solution is the hasher's. */
  dispose(): void {
    this.#ridge?.dispose();
    this.#landmarks?.map.dispose();
    this.#scorer?.dispose();
  }

  #random(): RandomState {
    return new RandomState((this.#job.seed + Math.imul(this.#seen, SEED_STEP)) >>> 0);
  }

  /** Takes landmarks from these points, and begins sums of their features. */
  #draw(points: Matrix): void {
    const { normalise, centre, seed } = this.#job;
    const { landmarks, relativeWidth } = this.#settings;
    const kernels = this.#kernels;
    const normalised = normalise ? normaliseRows(kernels, points) : points;
    // Once: similarities don't depend on it, and so the hasher keeps one mean.
    if (centre) this.#mean ??= columnMeans(kernels, normalised);
    const prepared = this.#mean ? subtractMean(kernels, normalised, this.#mean) : normalised;
    const model = rbfLandmarks({ landmarks, relativeWidth, seed }).fit(kernels, prepared);
    this.#start(loadFeatureMap(kernels, model));
    this.#drawnAt = this.#seen;
  }

  #start(landmarks: LoadedFeatureMap): void {
    this.dispose();
    this.#landmarks = landmarks;
    this.#scorer = null;
    this.#ridge = new BalancedRidge(this.#kernels, landmarks.map.features);
  }

  #scoreBy({ weights, offsets }: DenseLayer): void {
    this.#scorer?.dispose();
    this.#scorer = this.#kernels.createProjector(weights, offsets);
  }

  /** Takes landmarks from the sample, which then stands for all points so far. */
  #drawAnew(): void {
    const sampled = this.#sample.points();
    const all = matrixOfRows(
      sampled.map(({ values }) => values),
      sampled[0].values.length,
    );
    this.#draw(all);
    const places = Uint32Array.from(sampled, ({ place }) => place);
    this.#add(all, places, this.#weights(places));
  }

  /** Points that each sampled one stands for. */
  #weights(places: Uint32Array): Float64Array {
    return Float64Array.from(
      places,
      (place) => this.#sample.came(place) / this.#sample.kept(place),
    );
  }

  #add(points: Matrix, places: Uint32Array, weights?: Float64Array): void {
    for (let first = 0; first < points.rows; first += BATCH) {
      const end = Math.min(points.rows, first + BATCH);
      const features = this.#map(this.#landmarks as LoadedFeatureMap, points.slice(first, end));
      const own = places.subarray(first, end);
      if (this.#scorer)
        this.#recent.add({ scores: this.#scores(this.#scorer, features), places: own });
      this.#ridge?.add(features.data, own, weights?.subarray(first, end));
    }
  }

  #scores(scorer: Projector, { data, rows }: Matrix): Matrix {
    const classes = this.#solved?.hyperplanes.cols as number;
    const scores = new Matrix(new Float32Array(rows * classes), rows, classes);
    scorer.project(data, rows, scores.data);
    return scores;
  }

  /** In random order. */
  #scored(): ScoredPoints {
    const { scores, places } = this.#recent.points(this.classes.length);
    const order = this.#random().permutation(places.length);
    return { scores: scores.selectRows(order), places: Uint32Array.from(order, (i) => places[i]) };
  }

  #map({ map }: LoadedFeatureMap, points: Matrix): Matrix {
    const out = new Float32Array(points.rows * map.features);
    const preparation: Preparation = { normalise: this.#job.normalise, mean: this.#mean };
    map.map(points.data, points.rows, out, preparation);
    return new Matrix(out, points.rows, map.features);
  }

  /** Estimated on some points of the sample, each of which stands for others of its class. */
  #changes(before: Omit<StreamModel, 'changes'>, after: Omit<StreamModel, 'changes'>): CodeChanges {
    const sampled = this.#sample.points();
    const rows = this.#random().permutation(sampled.length).subarray(0, ESTIMATED_ON);
    const chosen = Array.from(rows, (row) => sampled[row]);
    const points = matrixOfRows(
      chosen.map(({ values }) => values),
      chosen[0].values.length,
    );
    const [was, is] = [before, after].map(({ features, hyperplanes, offsets }) =>
      bitSigns(this.#kernels, hyperplanes, this.#map(features, points), offsets),
    );
    const places = Uint32Array.from(chosen, ({ place }) => place);
    return codeChanges(was, is, this.#weights(places));
  }

  #restore(parts: StreamParts): void {
    const { solved, map } = parts;
    this.#seen = parts.seen;
    this.#sinceSolved = parts.sinceSolved;
    this.#hasNewClass = parts.hasNewClass;
    this.#drawnAt = parts.drawnAt;
    this.#mean = parts.mean;
    this.#codewords.restore(parts.classes, parts.codewords, parts.first);
    this.#sample.restore(parts.sample, parts);
    this.#recent.add(parts.recent);
    this.#form = parts.form;
    this.#solved = solved;
    const [member] = (solved.features.model as ProbabilityFeatures).members;
    this.#start(loadFeatureMap(this.#kernels, map ?? (member.featureMap as RbfFeatures)));
    if (!map) this.#scoreBy(member);
    this.#ridge?.restore(parts.sums);
  }
}
