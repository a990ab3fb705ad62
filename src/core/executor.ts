import { type FeatureMapModel, featureWeights } from './feature-map.ts';
import type { HashCodes } from './hash-codes.ts';
import type { Matrix } from './matrix.ts';

/** A hasher by what it consists of, so that it can be rebuilt elsewhere. Fitted models are such. */
export interface HyperplaneModel {
  readonly bits: number;
  /** Maps prepared points to the features that hyperplanes see; null: they see the points. */
  readonly featureMap: FeatureMapModel | null;
  /** bits x features, or bits x dimensions without a feature map. */
  readonly hyperplanes: Matrix;
  /** What is added to the projections, one value a bit, or null. */
  readonly offsets: Float32Array | null;
  /** What is subtracted from points, or null. */
  readonly mean: Float32Array | null;
  /** Whether points are divided by their L2 norm first. */
  readonly normalise: boolean;
}

/** Values of a point that the model hashes. */
export function modelDimensions({ featureMap, hyperplanes }: HyperplaneModel): number {
  return (featureMap ? featureWeights(featureMap) : hyperplanes).cols;
}

/** What every call may be told. */
export interface ExecutorOptions {
  /** Called now and then with how much of the work is done; never goes back. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborting rejects the promise at once with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Options of `Executor.nearest`. */
export interface NearestOptions extends ExecutorOptions {
  /** Neighbours of each query, at least 1. */
  readonly k: number;
  /** Default `cosine`. */
  readonly metric?: 'cosine' | 'dot' | 'euclidean';
}

/** The nearest rows of one query. */
export interface NearestRows {
  /** By ascending distance, ties by ascending row. */
  readonly rows: Uint32Array;
  readonly distances: Float32Array;
}

/** Options of `Executor.hammingNearest`. */
export interface HammingOptions extends ExecutorOptions {
  /** Neighbours of each query, at least 1. */
  readonly k: number;
}

/** The nearest codes of one query. */
export interface NearestCodes {
  /** By ascending Hamming distance, ties by ascending row. */
  readonly rows: Uint32Array;
  readonly distances: Uint16Array;
}

/** Codes and the class of each. */
export interface CodesWithLabels {
  readonly codes: HashCodes;
  readonly labels: Int32Array;
}

/** How many database codes lie at each Hamming distance of each query; queries x bins. */
export interface HistogramsByQuery {
  readonly total: Uint32Array;
  /** Of those, how many carry the query's label. */
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
  encode(hasher: HyperplaneModel, points: Matrix, options?: ExecutorOptions): Promise<HashCodes>;
  /** Exact nearest rows of `points` to each row of `queries`: min(k, points.rows) a query. */
  nearest(
    points: Matrix,
    queries: Matrix,
    options: NearestOptions,
  ): Promise<readonly NearestRows[]>;
  /** Nearest codes of `database` to each of `queries`: min(k, database.count) a query. */
  hammingNearest(
    database: HashCodes,
    queries: HashCodes,
    options: HammingOptions,
  ): Promise<readonly NearestCodes[]>;
  /** The database counted by Hamming distance from each query. */
  distanceHistograms(
    queries: CodesWithLabels,
    database: CodesWithLabels,
    options?: ExecutorOptions,
  ): Promise<HistogramsByQuery>;
}
