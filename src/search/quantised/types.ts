import type { MatrixLike } from '../../core/matrix.ts';
import type { Metric } from '../../kernels/api.ts';
import type { BitsPerDimension } from '../../kernels/quantised/api.ts';

/** How far making a quantised search has come. */
export interface QuantisedProgress {
  /** Centres are sought, or codes are made. */
  readonly step: 'centres' | 'codes';
  readonly done: number;
  readonly total: number;
}

/** What goes on while vectors are read. */
export interface QuantisedWorkOptions {
  readonly onProgress?: ((progress: QuantisedProgress) => void) | undefined;
  /** Aborting rejects the promise with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How vectors are coded. */
export interface QuantiserOptions extends QuantisedWorkOptions {
  /** On the vectors as given. Default `cosine`. */
  readonly metric?: Metric | undefined;
  /** Default 1. */
  readonly bitsPerDimension?: BitsPerDimension | undefined;
  /**
   * How many dimensions of the rotated vectors are coded, a multiple of 32: fewer make smaller codes and
   * wider errors. Default all of them, which are the dimensions of the vectors, padded to the next 2^k or
   * 3 x 2^k, and to codes of 128 bits at least.
   */
  readonly codedDimensions?: number | undefined;
  /**
   * Centres about which vectors are coded, found by k-means, up to 65,536. A search visits the vectors of
   * some of them, so that it reads a part of the codes. Default 1: the mean, and searches read all codes.
   */
  readonly clusters?: number | undefined;
  /** Of the rotation and of k-means, from 0 to 2^32 - 1. Default 0. */
  readonly seed?: number | undefined;
}

/** Options of `QuantisedSearch.create`. */
export interface QuantisedSearchOptions extends QuantiserOptions {
  /**
   * Whether float32 vectors are kept, by which the best candidates are ranked exactly. Default true; if
   * not, results are ranked by their estimates.
   */
  readonly keepVectors?: boolean | undefined;
}

/** Options of one search by estimates. */
export interface EstimateOptions {
  /** Neighbours of each query, at least 1. Default 10. */
  readonly k?: number | undefined;
  /** Clusters whose vectors are looked at, those nearest to the query. Default a quarter of them. */
  readonly visit?: number | undefined;
  /** Rows that it refuses are left out. Any true answer counts as that of `Array.filter`; no promise. */
  readonly filter?: ((row: number) => unknown) | undefined;
}

/** Options of `QuantisedSearch.search`. */
export interface QuantisedQueryOptions extends EstimateOptions {
  /**
   * So many rows with the smallest estimates are ranked by their vectors. Default 10 x k, but at least 100.
   * Not to be given where no vectors are kept.
   */
  readonly candidates?: number | undefined;
}

/** The neighbours of one query. */
export interface QuantisedNeighbours {
  /** At most k, by ascending distance, ties by ascending row. */
  readonly rows: Uint32Array;
  /** In the metric; an estimate may be a little outside of what the metric allows, below 0 too. */
  readonly distances: Float32Array;
  /**
   * By how much each distance may be off: four standard deviations of an estimate, and 0 for a distance
   * that was computed from the vectors.
   */
  readonly errorBounds: Float32Array;
}

/** What encodes vectors, as plain data. */
export interface QuantiserState {
  readonly metric: Metric;
  readonly dimensions: number;
  readonly bitsPerDimension: BitsPerDimension;
  readonly codedDimensions: number;
  readonly seed: number;
  /** Clusters x dimensions. */
  readonly centres: Float32Array;
}

/** Coded vectors, as plain data; see `CodeRows`. */
export interface EncodedState {
  /** coded dimensions x bits / 8 bytes a row. */
  readonly codes: Uint8Array;
  /** Two a row. */
  readonly factors: Float32Array;
  /** One a row; empty where there is one cluster. */
  readonly clusters: Uint16Array;
  /** The largest |t| sin(t, r) of the rows; error bounds are made of it. */
  readonly spread: number;
}

/** A quantised search as plain data, without vectors. */
export interface QuantisedState extends QuantiserState, EncodedState {
  /** A bit a row, least significant first: 1 if it was removed. */
  readonly removed: Uint8Array;
}

/** Options of `QuantisedSearch.fromState`. */
export interface QuantisedStateOptions {
  /** The vectors of all rows, removed ones too, to rank candidates by. */
  readonly vectors?: MatrixLike | undefined;
}

/** Bytes by what takes them. */
export interface QuantisedBytes {
  readonly codes: number;
  readonly centres: number;
  readonly vectors: number;
}
