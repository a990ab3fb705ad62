import { checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { HashCodes, MAX_BITS, wordsFor } from '../core/hash-codes.ts';
import type { Hasher } from '../core/hasher.ts';
import { allFinite, checkFinite, type Matrix } from '../core/matrix.ts';
import { columnMeans, normaliseRows, subtractMean } from '../data/preprocess.ts';
import type { Kernels, Projector } from '../kernels/api.ts';

/** Values of the points that are normalised, centred and projected together: 1 MiB of float32. */
const BATCH_VALUES = 2 ** 18;

/** Settings that every hyperplane model shares. */
export interface HyperplaneHasherOptions {
  /** The compute backend, from `createKernels()`. */
  readonly kernels: Kernels;
  /** Length of the codes, 1..4096. */
  readonly bits: number;
  /** Seed of the Gaussian hyperplanes, 0..2^32-1. Default 0. */
  readonly seed?: number;
  /** Whether points are divided by their L2 norm before hashing. Default true. */
  readonly normalise?: boolean;
  /** Whether the mean of the points seen by `fit` is subtracted before hashing. Default true. */
  readonly centre?: boolean;
}

/**
 * What all hyperplane models have in common: bit j of a code is 1 iff the point, normalised and
 * centred as in `fit`, has a projection >= 0 on hyperplane j.
 */
export abstract class HyperplaneHasher implements Hasher {
  readonly bits: number;
  readonly seed: number;
  readonly normalise: boolean;
  readonly centre: boolean;
  protected readonly kernels: Kernels;
  #hyperplanes: Matrix | null = null;
  #mean: Float32Array | null = null;
  #projector: Projector | null = null;

  constructor(options: HyperplaneHasherOptions) {
    checkWhole('bits', options.bits, 1, MAX_BITS);
    checkWhole('seed', options.seed ?? 0, 0, 2 ** 32 - 1);
    this.kernels = options.kernels;
    this.bits = options.bits;
    this.seed = options.seed ?? 0;
    this.normalise = options.normalise ?? true;
    this.centre = options.centre ?? true;
  }

  /** The hyperplanes, bits x dimensions. @throws InvalidArgumentError before `fit`. */
  get hyperplanes(): Matrix {
    return this.#hyperplanes ?? this.#notFitted();
  }

  /** Values of one point. @throws InvalidArgumentError before `fit`. */
  get dimensions(): number {
    return this.hyperplanes.cols;
  }

  /** The mean that is subtracted from points, or null. */
  get mean(): Float32Array | null {
    return this.#mean;
  }

  /**
   * Codes of rows x dimensions points.
   *
   * @throws InvalidArgumentError before `fit`, and if points have other dimensions or values that
   *   are not finite.
   */
  encode(points: Matrix): HashCodes {
    const projector = this.#projector ?? this.#notFitted();
    if (points.cols !== this.dimensions) {
      throw new InvalidArgumentError(
        `points have ${points.cols} dimensions where the hasher was fitted to ${this.dimensions}`,
      );
    }
    const wordsPerCode = wordsFor(this.bits);
    const words = new Uint32Array(points.rows * wordsPerCode);
    // Batches stay in cache from one step to the next, and memory does not grow with the points.
    const batch = Math.max(1, Math.floor(BATCH_VALUES / points.cols));
    for (let first = 0; first < points.rows; first += batch) {
      const part = points.slice(first, Math.min(points.rows, first + batch));
      // Checked batch by batch, while it is on its way into the cache; all again to name the place.
      if (!allFinite(part.data)) checkFinite('points', points);
      const codes = words.subarray(first * wordsPerCode);
      projector.encode(this.#prepare(part).data, part.rows, codes);
    }
    return new HashCodes(words, points.rows, this.bits);
  }

  /** Gives the backend's memory back; the hasher can be fitted again. */
  dispose(): void {
    this.#projector?.dispose();
    this.#projector = null;
    this.#hyperplanes = null;
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

  /** Takes over what `fit` learned, all at once: a fit that fails leaves the hasher as it was. */
  protected setFitted(hyperplanes: Matrix, mean: Float32Array | null): void {
    const projector = this.kernels.createProjector(hyperplanes);
    this.#projector?.dispose();
    this.#projector = projector;
    this.#hyperplanes = hyperplanes;
    this.#mean = mean;
  }

  #prepare(points: Matrix): Matrix {
    const normalised = this.normalise ? normaliseRows(this.kernels, points) : points;
    return this.#mean ? subtractMean(this.kernels, normalised, this.#mean) : normalised;
  }

  #notFitted(): never {
    throw new InvalidArgumentError('call fit(points) before using this hasher');
  }
}
