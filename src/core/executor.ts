import { checkBoolean, checkObject, checkWhole } from './checks.ts';
import { InvalidArgumentError } from './errors.ts';
import {
  checkFeatureMap,
  type FeatureMapModel,
  featureCount,
  featureDimensions,
  isFloat32,
} from './feature-map.ts';
import { asIntegers } from './given.ts';
import { checkCodes, type HashCodes, MAX_BITS } from './hash-codes.ts';
import { Matrix, type MatrixLike } from './matrix.ts';
import { checkRotation, type RotationModel } from './rotation.ts';

/** A hasher by what it consists of, so that it can be rebuilt elsewhere. Fitted models are such. */
export interface HyperplaneModel {
  readonly bits: number;
  /** Maps prepared points to the features that hyperplanes see; null: they see the points. */
  readonly featureMap: FeatureMapModel | null;
  /** bits x features, or bits x dimensions without a feature map. */
  readonly hyperplanes: Matrix;
  /**
   * What makes the hyperplanes, where they are the rows of a pseudo-random rotation: nobody looks at
   * `hyperplanes` then, and there are neither a feature map nor offsets. Missing or null elsewhere.
   */
  readonly rotation?: RotationModel | null;
  /** What is added to the projections, one value a bit, or null. */
  readonly offsets: Float32Array | null;
  /** What is subtracted from points, or null. */
  readonly mean: Float32Array | null;
  /** Whether points are divided by their L2 norm first. */
  readonly normalise: boolean;
}

/** Values of a point that the model hashes. */
export function modelDimensions(model: HyperplaneModel): number {
  const { rotation, featureMap } = model;
  if (rotation) return rotation.dimensions;
  return featureMap ? featureDimensions(featureMap) : model.hyperplanes.cols;
}

/** Throws unless `model` is a hasher that was fitted, or what one consists of. */
export function checkModel(model: HyperplaneModel): void {
  checkObject('the hasher', model);
  const { bits, offsets, mean, normalise, rotation } = model;
  checkBoolean('normalise', normalise);
  checkWhole('the bits of the hasher', bits, 1, MAX_BITS);
  if (rotation) checkRotated(model, rotation);
  else checkHyperplanes(model);
  const lengths = { offsets: [offsets, bits], mean: [mean, modelDimensions(model)] } as const;
  for (const [name, [values, length]] of Object.entries(lengths)) {
    if (values === null || isFloat32(values, length)) continue;
    throw new InvalidArgumentError(
      `the ${name} of the hasher must be null or a Float32Array of ${length} values`,
    );
  }
}

function checkHyperplanes({ bits, hyperplanes, featureMap }: HyperplaneModel): void {
  if (!(hyperplanes instanceof Matrix) || hyperplanes.rows !== bits) {
    throw new InvalidArgumentError(
      'the hyperplanes of the hasher must be a Matrix, a row for each bit',
    );
  }
  if (featureMap !== null) {
    checkFeatureMap(featureMap);
    if (featureCount(featureMap) !== hyperplanes.cols) {
      throw new InvalidArgumentError(
        'the hyperplanes of the hasher must have a column for each feature',
      );
    }
  }
}

function checkRotated({ bits, offsets, featureMap }: HyperplaneModel, rotation: RotationModel) {
  checkRotation(rotation);
  if (rotation.outputs === bits && !offsets && !featureMap) return;
  throw new InvalidArgumentError(
    'a hasher with a rotation must have an output of it for each bit, no offsets and no feature map',
  );
}

/** Options of every call. */
export interface ExecutorOptions {
  /** Called now and then with how much of the work is done; never goes back. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Aborting rejects the promise at once with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of `Executor.nearest`. */
export interface NearestOptions extends ExecutorOptions {
  /** Neighbours of each query, at least 1. */
  readonly k: number;
  /** Default `cosine`. */
  readonly metric?: 'cosine' | 'dot' | 'euclidean' | undefined;
}

/** The nearest rows of one query. */
export interface NearestRows {
  /** By ascending distance, ties by ascending row. */
  readonly rows: Uint32Array;
  readonly distances: Float32Array;
}

/** The nearest codes of one query. */
export interface NearestCodes {
  /** By ascending Hamming distance, ties by ascending row. */
  readonly rows: Uint32Array;
  readonly distances: Uint16Array;
}

/** Codes and the class of each. */
export interface LabelledCodes {
  readonly codes: HashCodes;
  readonly labels: ArrayLike<number>;
}

/** Codes with their labels in the form that is worked on. */
export interface CheckedLabelledCodes extends LabelledCodes {
  readonly labels: Int32Array;
}

/**
 * Codes and their labels, checked.
 *
 * @param name - what they are, for messages: queries, database.
 */
export function readLabelledCodes(name: string, given: LabelledCodes): CheckedLabelledCodes {
  checkObject(name, given);
  const { codes } = given;
  checkCodes(`codes of ${name}`, codes);
  const labels = asIntegers('labels', given.labels, Int32Array);
  if (codes.count === labels.length) return { codes, labels };
  throw new InvalidArgumentError(`${codes.count} codes need as many labels, not ${labels.length}`);
}

/** How many database codes lie at each Hamming distance of each query. */
export interface DistanceHistograms {
  /** queries x bins. */
  readonly total: Uint32Array;
  /** Of those, how many carry the query's label; queries x bins. */
  readonly relevant: Uint32Array;
  /** bits + 1. */
  readonly bins: number;
}

/**
 * Work that can be spread over threads. Results equal those of the calls on one thread, bit for
 * bit, for any number of threads. What is passed to a call must not change until it has ended.
 */
export interface Executor {
  /** Threads that work at the same time. */
  readonly threads: number;
  /** `hasher.encode(points)`. */
  encode(
    hasher: HyperplaneModel,
    points: MatrixLike,
    options?: ExecutorOptions,
  ): Promise<HashCodes>;
  /** Exact nearest rows of `points` to each row of `queries`: min(k, points.rows) a query. */
  nearest(
    points: MatrixLike,
    queries: MatrixLike,
    options: NearestOptions,
  ): Promise<readonly NearestRows[]>;
  /** Nearest codes of `database` to each of `queries`: min(k, database.count) a query. */
  hammingNearest(
    database: HashCodes,
    queries: HashCodes,
    options: Omit<NearestOptions, 'metric'>,
  ): Promise<readonly NearestCodes[]>;
  /** The database counted by Hamming distance from each query. */
  distanceHistograms(
    queries: LabelledCodes,
    database: LabelledCodes,
    options?: ExecutorOptions,
  ): Promise<DistanceHistograms>;
}
