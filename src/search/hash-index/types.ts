import type { Executor } from '../../core/executor.ts';
import type { BytesLike, VectorLike } from '../../core/given.ts';
import type { Hasher } from '../../core/hasher.ts';
import type { Kernels, Metric } from '../../kernels/api.ts';
import type { BitsPerDimension } from '../../kernels/quantised/api.ts';
import type { ColumnKind } from './documents/column.ts';
import type { IndexDocument, Where } from './documents/types.ts';

/** What names a vector in an index: a whole number or a text; 1 and "1" are two ids. */
export type Id = number | string;

/** Ids in an array, plain or typed; a text alone is one id, no list. */
export type IdList = readonly Id[] | VectorLike;

/** In which form an index keeps vectors; see `HashIndexOptions.keepVectors`. */
export const VECTOR_FORMS = ['float32', 'int8', false] as const;
export type VectorForm = (typeof VECTOR_FORMS)[number];

/** By which codes an index finds candidates; see `HashIndexOptions.codes`. */
export const CODE_FORMS = ['estimated', 'hamming'] as const;
export type CodeFormName = (typeof CODE_FORMS)[number];

/** Options of `HashIndex.create`. */
export interface HashIndexOptions {
  /** The compute backend, from `createKernels()`. */
  readonly kernels: Kernels;
  /**
   * By which codes candidates are found. `estimated`: codes of rotated vectors that estimate the metric
   * without bias (RaBitQ; Gao & Long, SIGMOD 2024), which finds more than Hamming distances of equal
   * length and is right for every metric. `hamming`: the Hamming distance of a hasher's codes, which
   * also stand in tables of buckets. Default: `estimated`, but `hamming` where
   * a hasher is given or fewer than 32 bits are asked for.
   */
  readonly codes?: CodeFormName | undefined;
  /**
   * Bits of `estimated` codes for each coded dimension. Default: 1 where `bits` are given; else chosen by a
   * sample when vectors are first added, and whenever codes are made anew: where vectors are kept what
   * makes searches cheapest, 1 as a rule, without vectors the fewest that reach `recall`, or 4.
   */
  readonly bitsPerDimension?: BitsPerDimension | undefined;
  /**
   * Length of the codes. Of `estimated` ones: as many dimensions are coded as it has room for; by
   * default all. Of `hamming` ones without a hasher: default 256.
   */
  readonly bits?: number | undefined;
  /** Of the rotation that codes begin with where no hasher is given: a whole number. Default 0. */
  readonly seed?: number | undefined;
  /**
   * A fitted hasher for codes `hamming`; several make as many hash tables, and must have the same
   * dimensions. Default: random rotations, which learn the mean of the vectors that are added first.
   */
  readonly hasher?: Hasher | readonly Hasher[] | undefined;
  /** Metric by which results are ranked, on the vectors as given. Default `cosine`. */
  readonly metric?: Metric | undefined;
  /**
   * Which copy of the vectors is kept to rank candidates: `float32` (exact; 4 bytes a value), `int8`
   * (1 byte a value and 4 a vector: every value is rounded to a multiple of its vector's largest
   * magnitude / 127, so that it is off by 1/254 of that at most; see `onWarning`), or `false` (none: results are
   * ranked by their codes, and the index can't be rehashed). Default `float32`.
   */
  readonly keepVectors?: VectorForm | undefined;
  /**
   * The recall that searches aim at unless told otherwise: the share, above 0 and 1 at most, of the k
   * nearest vectors that a result has on average. Default 0.95.
   */
  readonly recall?: number | undefined;
  /**
   * Told once, in a line, when `int8` doesn't suit the vectors: where one value of most vectors is
   * far larger than all others, these are rounded to few steps or none, and ranking suffers.
   * Subtract the mean or scale the values before, or keep float32. Default: console.warn.
   */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * Which ids may be in a result: a function of the id, whose answer is true or false as that of
 * `Array.filter` (no promise), or a bitmap over ids that are whole numbers (bit id & 7 of byte
 * id >>> 3, as in faiss; what lies beyond the bitmap is left out). A function that names a second
 * parameter also gets the document, which is made for it: `where` costs far less.
 */
export type IdFilter<D extends object = IndexDocument> =
  | ((id: Id, document: D | undefined) => unknown)
  | BytesLike;

/**
 * Options of `HashIndex.search`. Of `recall`, `candidates`, `radius` and `probes` one at most: they say
 * which vectors are ranked.
 */
export interface HashIndexSearchOptions<D extends object = IndexDocument> {
  /** Neighbours of each query, at least 1. Default 10. */
  readonly k?: number | undefined;
  /**
   * As many vectors with the nearest codes are ranked as this recall takes: see `HashIndexOptions.recall`
   * and `HashIndexResult.recall`. 1 ranks all. Default: what the index was created with.
   */
  readonly recall?: number | undefined;
  /**
   * So many vectors with the nearest codes (by estimated distance, or by Hamming distance, added over
   * tables; ties by order of insertion) are ranked, or `'all'`: then the result is exact.
   */
  readonly candidates?: number | 'all' | undefined;
  /**
   * All vectors whose code lies within this Hamming radius in at least one table. Like `probes` it
   * needs codes `hamming`.
   */
  readonly radius?: number | undefined;
  /**
   * The vectors in the so many buckets that are likeliest to hold neighbours, over all tables
   * (query-directed multi-probe; Lv et al., VLDB 2007).
   */
  readonly probes?: number | undefined;
  /**
   * Vectors whose documents do not fulfil it are no candidates: `{ language: 'en', year: { gte: 2020 } }`.
   */
  readonly where?: Where<D> | undefined;
  /** Vectors that it refuses are no candidates. With `where`, of those that fulfil it. */
  readonly filter?: IdFilter<D> | undefined;
}

/** Options of `HashIndex.searchBatch`. */
export interface HashIndexBatchOptions<D extends object = IndexDocument>
  extends HashIndexSearchOptions<D> {
  /** A worker pool, which does what reads all codes or vectors. Default: this thread. */
  readonly executor?: Executor | undefined;
  /** Called now and then with how many queries are done. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Aborting rejects the promise with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What a distance is: a metric, or, where no vectors are kept, an estimate of it from the code, or
 * `asymmetric` for codes `hamming` (the sum of the magnitudes of the query's projections over the bits
 * in which the code differs from the query's; Gordo et al., PAMI 2014).
 */
export type DistanceName = Metric | `estimated ${Metric}` | 'asymmetric';

/** One result. */
export interface Neighbour<D extends object = IndexDocument> {
  readonly id: Id;
  readonly distance: number;
  /**
   * The larger, the nearer: the cosine similarity, 1 - distance, for `cosine`; the dot product for `dot`;
   * 1 / (1 + distance) for `euclidean` and `asymmetric`. Of estimates the same, not below 0 in
   * 1 / (1 + distance).
   */
  readonly score: number;
  /** A copy, yours to change; left out where the vector has none. */
  readonly document?: D;
}

/** What a search promises: shares of the k nearest vectors, by the vectors that are kept. */
export interface RecallPromise {
  /** What was asked for. */
  readonly aimed: number;
  /**
   * What is to be expected of this result, computed from its distances and from how far codes are off: on
   * average over queries it is what is found. 1 if all vectors were ranked, null if it is not known.
   */
  readonly estimated: number | null;
}

/** The neighbours of one query. */
export interface HashIndexResult<D extends object = IndexDocument> {
  /** What the distances are. */
  readonly metric: DistanceName;
  /** Of every metric here, the smaller distance belongs to the nearer vector. */
  readonly direction: 'smaller is nearer';
  /** At most k, by ascending distance, ties by order of insertion. */
  readonly neighbours: readonly Neighbour<D>[];
  /** Vectors that were ranked. */
  readonly candidates: number;
  /** Null where `candidates`, `radius` or `probes` said what to rank. */
  readonly recall: RecallPromise | null;
  /** Codes compared or buckets looked up to find them; 0 where all vectors are candidates. */
  readonly probes: number;
}

/** A field of the documents of an index. */
export interface FieldStats {
  readonly name: string;
  /** In which form its values are kept: `json` where they are of several kinds, or objects. */
  readonly kind: ColumnKind;
  /** About. */
  readonly bytes: number;
}

/** What hashers of one version code in an index. */
export interface HasherVersionStats {
  /** 1 for the hashers that an index was made or loaded with, one more for each that followed. */
  readonly version: number;
  readonly entries: number;
}

/** What an index holds. */
export interface HashIndexStats {
  /** Vectors that searches can find. */
  readonly size: number;
  /** Removed vectors whose memory is not yet free. */
  readonly removed: number;
  /** Parts that searches go through; adding merges them, so that they are few. */
  readonly segments: number;
  readonly tables: number;
  /** Length of the codes in each table. */
  readonly bits: readonly number[];
  readonly dimensions: number;
  /** Vectors that searches find by the codes of older hashers: see `HashIndex.adoptHasher`. */
  readonly stale: number;
  /** By which hashers vectors are coded, the oldest first, the newest always; none of codes `estimated`. */
  readonly versions: readonly HasherVersionStats[];
  /** Vectors that have a document. */
  readonly documents: number;
  /** What their documents have, in the order in which it was met first. */
  readonly fields: readonly FieldStats[];
  /**
   * Bytes by what takes them, in JavaScript or in the backend, to which searches move float32 vectors;
   * `resident` are what searches built beside them.
   */
  readonly bytes: {
    readonly codes: number;
    readonly vectors: number;
    readonly ids: number;
    readonly documents: number;
    readonly resident: number;
  };
}
