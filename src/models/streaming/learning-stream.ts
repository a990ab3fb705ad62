import { InvalidArgumentError } from '../../core/errors.ts';
import { Matrix } from '../../core/matrix.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { rbfLandmarks } from '../../features/rbf-landmarks.ts';
import type { Kernels, Preparation } from '../../kernels/api.ts';
import { columnMeans, normaliseRows, subtractMean } from '../../preparation/preprocess.ts';
import type { LoadedFeatureMap } from '../hyperplane-hasher.ts';
import { loadFeatureMap } from '../load-feature-map.ts';
import { bitSigns } from '../signs.ts';
import { BalancedRidge } from './balanced-ridge.ts';
import { ClassSample, matrixOfRows } from './class-sample.ts';
import { codeChanges } from './code-changes.ts';
import { hyperplanesOf } from './hyperplanes-of-scores.ts';
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
  /** Whether landmarks were drawn from unlabelled points and stay. */
  readonly #isFixed: boolean;
  #seen = 0;
  #sinceSolved = 0;
  #hasNewClass = false;
  /** Points seen when landmarks were drawn. */
  #drawnAt = 0;
  #mean: Float32Array | null = null;
  #features: LoadedFeatureMap | null = null;
  #ridge: BalancedRidge | null = null;
  /** The last solution; its map may be older than `#features`. */
  #solved: Omit<StreamModel, 'changes'> | null = null;

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
    const { model } = this.#features ?? {};
    return model?.kind === 'rbf' ? model.landmarks.cols : null;
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
    if (!this.#isFixed && (!this.#features || this.#seen >= GROWTH * this.#drawnAt)) {
      this.#drawAnew();
    } else this.#add(points, places);
  }

  get isDue(): boolean {
    if (this.classes.length < 2) return false;
    return this.#hasNewClass || this.#sinceSolved >= this.#settings.solveEvery;
  }

  solve(): StreamModel | null {
    if (this.classes.length < 2 || !this.#ridge || !this.#features) return null;
    const scores = this.#ridge.solve(this.#settings.ridge);
    const made = hyperplanesOf(scores, this.#codewords.codewords, this.#job.bits);
    const model = { ...made, mean: this.#mean, features: this.#features };
    const changes = this.#solved && this.#changes(this.#solved, model);
    this.#solved = model;
    this.#sinceSolved = 0;
    this.#hasNewClass = false;
    return { ...model, changes };
  }

  save(hasher: Uint8Array): Uint8Array<ArrayBuffer> {
    const { model } = this.#features as LoadedFeatureMap;
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
      map: this.#solved?.features === this.#features || model.kind !== 'rbf' ? null : model,
    });
  }

  /** The map of the last solution is the hasher's. */
  dispose(): void {
    this.#ridge?.dispose();
    this.#releaseMap();
  }

  #random(): RandomState {
    return new RandomState((this.#job.seed + Math.imul(this.#seen, SEED_STEP)) >>> 0);
  }

  #releaseMap(): void {
    if (this.#features !== this.#solved?.features) this.#features?.map.dispose();
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

  #start(features: LoadedFeatureMap): void {
    this.#releaseMap();
    this.#ridge?.dispose();
    this.#features = features;
    this.#ridge = new BalancedRidge(this.#kernels, features.map.features);
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
      const features = this.#map(this.#features as LoadedFeatureMap, points.slice(first, end));
      this.#ridge?.add(features.data, places.subarray(first, end), weights?.subarray(first, end));
    }
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
    const seen = this.#map(after.features, points);
    const old = before.features === after.features ? seen : this.#map(before.features, points);
    const [was, is] = [
      bitSigns(this.#kernels, before.hyperplanes, old, before.offsets),
      bitSigns(this.#kernels, after.hyperplanes, seen, after.offsets),
    ];
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
    this.#solved = solved ?? null;
    const own = map && loadFeatureMap(this.#kernels, map);
    this.#start(own ?? (solved?.features as LoadedFeatureMap));
    this.#ridge?.restore(parts.sums);
  }
}
