import type { Matrix } from '../../core/matrix.ts';
import type { Metric, Resident } from '../api.ts';

/** How many bits a code may have for each coded dimension. */
export const BITS_PER_DIMENSION = [1, 2, 4] as const;
export type BitsPerDimension = (typeof BITS_PER_DIMENSION)[number];

/** Most centres: the list of a row is kept as a number of 16 bits. */
export const MAX_CENTRES = 2 ** 16;
/** Codes of whole blocks that a scan reads together: lists are padded to them. */
export const CODES_PER_BLOCK = 32;

/**
 * What makes codes of vectors and tables of queries. For the rotation R and the residual r = R (x - c) of
 * a vector x about its centre c, the code holds the levels t: of each of the first `codedDimensions` values
 * of r the nearest of the odd numbers 1 - 2^bits .. 2^bits - 1, at a scale that is fitted to the row.
 */
export interface QuantiserModel {
  /** Of cosine, vectors and queries are divided by their norms first, as `normaliseRows` does it. */
  readonly metric: Metric;
  readonly dimensions: number;
  readonly bitsPerDimension: BitsPerDimension;
  /** A multiple of 32, `rotatedDimensions(dimensions, bits)` at most. */
  readonly codedDimensions: number;
  /** For each of three rounds and each rotated dimension 0, or 2^31 where its sign is turned. */
  readonly signs: Uint32Array;
  /** Centres x dimensions, one at least. */
  readonly centres: Matrix;
  /** About which queries are coded: with one centre, that centre; of dot a direction of length 1, or 0. */
  readonly mean: Float32Array;
}

/** Codes of vectors, row by row. */
export interface CodeRows {
  /** coded dimensions x bits / 8 bytes a row: values from the least significant bit up. */
  readonly codes: Uint8Array;
  /**
   * Two a row: the factor f = <r, r> / <r, t>, by which f <R q, t> estimates <q, r> without bias, and what
   * belongs to the row of every distance.
   */
  readonly factors: Float32Array;
  /** The centre of each row; empty where there is one centre. */
  readonly clusters: Uint16Array;
}

/** The nearest rows by estimated distance. */
export interface EstimatedRows {
  readonly rows: Uint32Array;
  /** As the metric's kernels give them; of Euclid half of that. */
  readonly distances: Float32Array;
  /** The factor of each of these rows. */
  readonly factors: Float32Array;
  /** The size of the steps to which the query's tables were rounded. */
  readonly step: number;
}

/** The lists that a query visits. */
export interface Visits {
  /** Numbers of centres, each at most once. */
  readonly lists: Uint32Array;
  /** What belongs to the query of the distances in each of these lists: see `Quantiser`. */
  readonly own: Float32Array;
}

/** The kernels of quantised search; the contract of `Kernels` holds for them. */
export interface QuantisedKernels {
  /** Keeps the rotated centres of a model. */
  createQuantiser(model: QuantiserModel): Quantiser;
}

/**
 * The estimated distance of a query q to a row of centre c is, in float32 and in this order,
 *
 *   (f (scale S + shift) + own of the row x weight) + own of the query,
 *
 * where scale S + shift is -<R (q - mean), t>, the products rounded to `step` in tables of 16 entries a
 * nibble of the code: S is the sum of the entries, whole numbers of at most 31, 63 or 255 for 1, 2 or 4
 * bits. A row's own part is f <R (c - mean), t> and, of Euclid, <r, r> / 2, of cosine -<c, r>; a query's is
 * |q - c|^2 / 2 or 1 - <q, c>; the weight is 1.
 *
 * Of dot, where norms may vary much, rows and queries are coded across one direction u, the mean's: r is
 * R (x - <x, u> u), so is the query; a row's own part is <x, u>, the weight -<q, u> and a query's own part 0.
 *
 * Sums of products in float64, over four lanes (k mod 4), which are added as (0 + 1) + (2 + 3); the rotation
 * and the tables in float32.
 */
export interface Quantiser extends Resident {
  /**
   * Writes codes and factors of rows x dimensions `points`.
   *
   * @param clusters - the centre of each row; null if it is centre 0 of all.
   * @returns the first row with a value that is not finite or, but of cosine, farther than 1e18 from its
   *   centre, `rows` if there is none; and the largest |t| sin(t, r) of the rows.
   */
  encode(
    points: Float32Array,
    rows: number,
    clusters: Uint16Array | null,
    codes: Uint8Array,
    factors: Float32Array,
  ): { readonly unfit: number; readonly spread: number };
  /** Keeps codes of this quantiser in the form that scans read. */
  createLists(codes: CodeRows): CodeLists;
}

/** Codes at hand for scans, a list a centre. */
export interface CodeLists extends Resident {
  readonly count: number;
  /** Bytes that they take. */
  readonly bytes: number;
  /**
   * The min(k, count) rows of the lists visited that are nearest by estimate, ties by ascending row; fewer
   * where lists have fewer.
   *
   * @param excluded - a bit a row, bit row & 7 of byte row >>> 3: those that are left out. Null for none.
   */
  nearest(
    query: Float32Array,
    visits: Visits,
    k: number,
    excluded: Uint8Array | null,
  ): EstimatedRows;
  /**
   * `nearest` in list 0 for each of `count` queries, whose own parts are given: the same results, from one
   * pass over the codes.
   */
  nearestBatch(
    queries: Float32Array,
    count: number,
    own: Float32Array,
    k: number,
    excluded: Uint8Array | null,
  ): EstimatedRows[];
  /** The codes as they were given. */
  read(): CodeRows;
}
