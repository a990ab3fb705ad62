import type { HashCodes } from '../../core/hash-codes.ts';
import type { Resident } from '../api.ts';

/** The widest substring: its table is addressed by value, 64 MiB at 24 bits. */
export const MAX_SUBSTRING_BITS = 24;
/**
 * Up to this width WebAssembly copies codes into the buckets of every table, where they are read one
 * after another; wider ones are kept once, and each comparison is likely to miss the cache.
 */
export const MAX_COPIED_BITS = 128;

/** The kernels of multi-index hashing; the contract of `Kernels` holds for them. */
export interface MultiIndexKernels {
  /**
   * Keeps codes in as many tables as there are substrings: the first (bits mod substrings) have
   * ceil(bits / substrings) bits, the others one less; none has more than 24, none is empty.
   */
  createMultiIndex(codes: HashCodes, substrings: number): MultiIndex;
}

/** What a search may cost, in comparisons of two codes, and what it did. */
export interface SearchWork {
  /** What a look-up costs, where comparing a code costs 1. */
  readonly lookupCost: number;
  /** The search gives up after the look-up with which it costs more than this. */
  readonly budget: number;
  /** Written: buckets looked up. */
  lookups: number;
  /** Written: codes whose distance was computed, one that lies in several buckets several times. */
  compared: number;
}

/** Hits of one search; arrays of its size. */
export interface MultiIndexHits {
  /** By ascending distance, ties by ascending position. */
  readonly positions: Uint32Array;
  readonly distances: Uint16Array;
}

/**
 * Exact Hamming search by multi-index hashing (Norouzi, Punjani, Fleet, CVPR 2012). For substring
 * distances a = 0, 1, ... the buckets at distance a from the query's substring are visited in every
 * table t in turn, flips in ascending order as numbers; after that all codes within m a + t are
 * known. A code is taken when it is met first. Both methods return null when they give up.
 */
export interface MultiIndex extends Resident {
  readonly count: number;
  /** Bytes that the tables and codes take. */
  readonly bytes: number;
  /** The min(k, count) nearest; ends once that many are known to be nearest, ties included. */
  nearest(query: Uint32Array, k: number, work: SearchWork): MultiIndexHits | null;
  /** All codes within `radius` (inclusive). */
  within(query: Uint32Array, radius: number, work: SearchWork): MultiIndexHits | null;
}
