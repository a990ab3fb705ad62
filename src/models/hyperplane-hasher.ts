import { checkBoolean, checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import type { FeatureMapModel } from '../core/feature-map.ts';
import { HashCodes, MAX_BITS, wordsFor } from '../core/hash-codes.ts';
import type { Hasher } from '../core/hasher.ts';
import { asMatrix, checkFinite, Matrix, type MatrixLike } from '../core/matrix.ts';
import { checkOptions, type OptionNames } from '../core/options.ts';
import type { Kernels, Projector } from '../kernels/api.ts';
import type { FeatureMap } from '../kernels/features/api.ts';
import { columnMeans, normaliseRows, subtractMean } from '../preparation/preprocess.ts';
import type { PutFeatureMap } from './feature-map-file.ts';
import type { HasherDescription } from './hasher-description.ts';
import { writeHasher } from './hasher-file.ts';

/** Values of the points, or of their features, that go through both kernels together: 1 MiB. */
const BATCH_VALUES = 2 ** 18;

/** Settings that every hyperplane model shares. */
export interface HyperplaneHasherOptions {
  /** The compute backend, from `createKernels()`. */
  readonly kernels: Kernels;
  /** Length of the codes, 1..4096. */
  readonly bits: number;
  /** Seed of the Gaussian hyperplanes, 0..2^32-1. Default 0. */
  readonly seed?: number | undefined;
  /** Whether points are divided by their L2 norm before hashing. Default true. */
  readonly normalise?: boolean | undefined;
  /** Whether the mean of the points seen by `fit` is subtracted before hashing. Default true. */
  readonly centre?: boolean | undefined;
}

/**
 * A feature map with its kernel at hand. Who makes it brings the kernels for learning; those who
 * only draw random hyperplanes don't carry them.
 */
export interface LoadedFeatureMap {
  readonly model: FeatureMapModel;
  readonly map: FeatureMap;
  /** Puts the model into files. */
  readonly put: PutFeatureMap;
}

/**
 * What all hyperplane models have in common: bit j of a code is 1 iff the point, normalised and
 * centred as in `fit` and mapped to features where there is a feature map, has a projection >= 0 on
 * hyperplane j (plus its offset, where there is one).
 */
export abstract class HyperplaneHasher implements Hasher {
  readonly bits: number;
  readonly seed: number;
  readonly normalise: boolean;
  readonly centre: boolean;
  protected readonly kernels: Kernels;
  #hyperplanes: Matrix | null = null;
  #offsets: Float32Array | null = null;
  #mean: Float32Array | null = null;
  #projector: Projector | null = null;
  #features: LoadedFeatureMap | null = null;

  constructor(options: HyperplaneHasherOptions) {
    checkOptions('the hasher', options, this.optionNames());
    checkWhole('bits', options.bits, 1, MAX_BITS);
    checkWhole('seed', options.seed ?? 0, 0, 2 ** 32 - 1);
    this.kernels = options.kernels;
    this.bits = options.bits;
    this.seed = options.seed ?? 0;
    this.normalise = options.normalise ?? true;
    this.centre = options.centre ?? true;
    checkBoolean('normalise', this.normalise);
    checkBoolean('centre', this.centre);
  }

  /** @internal What the constructor may be given. */
  protected optionNames(): OptionNames<HyperplaneHasherOptions> {
    return { kernels: 1, bits: 1, seed: 1, normalise: 1, centre: 1 };
  }

  /** The hyperplanes, bits x dimensions, or x features. @throws InvalidArgumentError before `fit`. */
  get hyperplanes(): Matrix {
    return this.#hyperplanes ?? this.#notFitted();
  }

  /** What is added to the projections, one value a bit, or null. */
  get offsets(): Float32Array | null {
    return this.#offsets;
  }

  /** Maps prepared points to what the hyperplanes see, or null: they see the points. */
  get featureMap(): FeatureMapModel | null {
    return this.#features?.model ?? null;
  }

  /** Values of one point. @throws InvalidArgumentError before `fit`. */
  get dimensions(): number {
    const { hyperplanes } = this;
    return this.#features?.map.dimensions ?? hyperplanes.cols;
  }

  /** The mean that is subtracted from points, or null. */
  get mean(): Float32Array | null {
    return this.#mean;
  }

  /**
   * Codes of rows x dimensions points. They are prepared, mapped and projected batch by batch:
   * neither features nor projections of all points are ever stored.
   *
   * @param points - a matrix, or an array of rows, plain or typed ones.
   * @throws InvalidArgumentError before `fit`, and if points have other dimensions or values that
   *   are not finite.
   */
  encode(points: MatrixLike): HashCodes {
    const matrix = asMatrix('points', points);
    const wordsPerCode = wordsFor(this.bits);
    const words = new Uint32Array(matrix.rows * wordsPerCode);
    this.#inBatches(matrix, (projector, part, first) =>
      projector.encode(part.data, part.rows, words.subarray(first * wordsPerCode)),
    );
    return new HashCodes(words, matrix.rows, this.bits);
  }

  /**
   * Projections of rows x dimensions points, rows x bits: bit j of a code is 1 iff projection j is
   * at least 0. How far a projection is from 0 tells how sure its bit is.
   *
   * @throws InvalidArgumentError as `encode` does.
   */
  projections(points: MatrixLike): Matrix {
    const matrix = asMatrix('points', points);
    const values = new Float32Array(matrix.rows * this.bits);
    this.#inBatches(matrix, (projector, part, first) =>
      projector.project(part.data, part.rows, values.subarray(first * this.bits)),
    );
    return new Matrix(values, matrix.rows, this.bits);
  }

  /**
   * Hands on what the hyperplanes see: the points, which the projector prepares itself, or features of
   * them, batch by batch, so that memory does not grow with the points. `use` returns whether what it
   * saw is finite.
   */
  #inBatches(
    points: Matrix,
    use: (projector: Projector, seen: Matrix, first: number) => boolean,
  ): void {
    const projector = this.#projector ?? this.#notFitted();
    if (points.cols !== this.dimensions) {
      throw new InvalidArgumentError(
        `points have ${points.cols} dimensions where the hasher was fitted to ${this.dimensions}`,
      );
    }
    if (!this.#features) {
      // Looked at again to name the place.
      if (!use(projector, points, 0)) checkFinite('points', points);
      return;
    }
    const { map } = this.#features;
    const { normalise, mean } = this;
    const widest = Math.max(points.cols, map.features);
    const batch = Math.min(points.rows, Math.max(1, Math.floor(BATCH_VALUES / widest)));
    const features = new Float32Array(batch * map.features);
    for (let first = 0; first < points.rows; first += batch) {
      const { data, rows } = points.slice(first, Math.min(points.rows, first + batch));
      if (!map.map(data, rows, features, { normalise, mean })) checkFinite('points', points);
      const seen = features.subarray(0, rows * map.features);
      use(projector, new Matrix(seen, rows, map.features), first);
    }
  }

  /** What the hasher was made with and learned. */
  abstract get description(): HasherDescription;

  /**
   * The hasher as a safetensors file: hyperplanes, offsets, mean and feature map as float32 tensors,
   * the description as metadata. `loadHasher` reads it, and so does Python.
   *
   * @throws InvalidArgumentError before `fit`.
   */
  save(): Uint8Array<ArrayBuffer> {
    return writeHasher(this, this.description, this.#features?.put);
  }

  /** Gives the backend's memory back; the hasher can be fitted again. */
  dispose(): void {
    this.#projector?.dispose();
    this.#features?.map.dispose();
    this.#projector = null;
    this.#features = null;
    this.#hyperplanes = null;
    this.#offsets = null;
    this.#mean = null;
  }

  /** Points as the hyperplanes will see them, and the mean that centring learned, if any. */
  protected learnPreparation(points: Matrix): { prepared: Matrix; mean: Float32Array | null } {
    if (points.rows === 0) throw new InvalidArgumentError('points must have at least one row');
    checkFinite('points', points);
    const normalised = this.normalise ? normaliseRows(this.kernels, points) : points;
    if (!this.centre) return { prepared: normalised, mean: null };
    const mean = columnMeans(this.kernels, normalised);
    return { prepared: subtractMean(this.kernels, normalised, mean), mean };
  }

  /**
   * Takes over what `fit` learned, all at once: a fit that fails leaves the hasher as it was.
   *
   * @param hyperplanes - null for those who project by a projector of their own.
   */
  protected setFitted(
    hyperplanes: Matrix | null,
    mean: Float32Array | null,
    offsets: Float32Array | null = null,
    features: LoadedFeatureMap | null = null,
    // Features are projected as they are: it is the points that are prepared.
    projector = this.kernels.createProjector(
      hyperplanes as Matrix,
      offsets,
      features ? null : { normalise: this.normalise, mean },
    ),
  ): void {
    this.#projector?.dispose();
    if (this.#features !== features) this.#features?.map.dispose();
    this.#projector = projector;
    this.#features = features;
    this.#hyperplanes = hyperplanes;
    this.#offsets = offsets;
    this.#mean = mean;
  }

  #notFitted(): never {
    throw new InvalidArgumentError('call fit(points) before using this hasher');
  }
}
