import type { HashCodes } from '../core/hash-codes.ts';
import type { Matrix } from '../core/matrix.ts';

/** The compute backends, fastest first. */
export const BACKENDS = ['wasm-simd', 'wasm', 'typescript'] as const;
/** Name of a compute backend. */
export type BackendName = (typeof BACKENDS)[number];

/** Metrics on real vectors. Distances are smaller for nearer vectors. */
export const METRICS = ['cosine', 'dot', 'euclidean'] as const;
/**
 * `cosine`: 1 - x.y / (|x| |y|), from 0 to 2, and 1 where a vector is zero. `dot`: -x.y.
 * `euclidean`: the *squared* Euclidean distance |x - y|^2.
 */
export type Metric = (typeof METRICS)[number];

/** Something that holds memory of the backend until it is disposed of. */
export interface Resident {
  /** Gives the memory back. Later calls of other methods throw DisposedError. */
  dispose(): void;
}

/**
 * A set of kernels that many applications do without: those that don't import it don't carry it.
 * What is said of `Kernels` holds for them too.
 */
export interface KernelExtension<T extends object> {
  readonly name: string;
  /** Bytes of the compiled module, with SIMD or without; null in a worker, which is posted it. */
  module(simd: boolean): Uint8Array<ArrayBuffer> | null;
  /** @param instance - of the module, a WasmInstance. */
  webAssembly(instance: object): T;
  typescript(): T;
}

/**
 * The contract of the three backends, the only place where it is written; those of the other
 * capabilities are in their own api.ts.
 *
 * - **Identical results.** Every backend returns the same bits for the same input: additions have
 *   a fixed order (stated at each method), there is no fused multiply-add, and only + - x / sqrt
 *   and integers are used.
 * - A hash bit is 1 iff projection >= 0 (so sign(-0) = sign(0) = +1). Bit j belongs to hyperplane j.
 * - Codes are packed as in HashCodes.
 * - **No validation.** Callers check shapes and values; kernels trust them.
 * - Results are copied out; no view of the backend's memory is ever handed to the caller.
 * - Points may be any float32 array, also a subarray with a byteOffset.
 *
 * Apps hand it on to what computes; the methods, marked as internal, are for the library itself.
 */
export interface Kernels {
  readonly name: BackendName;
  /** Bytes that the backend's linear memory takes now (0 for TypeScript). */
  readonly memoryBytes: number;

  /**
   * Keeps hyperplanes (bits x dimensions), packed for `encode`, their offsets (one a bit; all +0 if
   * null), and what is done with points before they are projected (nothing if null).
   *
   * @internal
   */
  createProjector(
    hyperplanes: Matrix,
    offsets?: Float32Array | null,
    preparation?: Preparation | null,
  ): Projector;
  /**
   * Keeps vectors (rows x dimensions) and their norms, for exact distances.
   *
   * @internal
   * @param areConstant - whether `points` never change: TypeScript makes no copy of those.
   */
  createVectors(points: Matrix, areConstant?: boolean): Vectors;
  /** @internal Keeps codes for scans over all of them. */
  createCodes(codes: HashCodes): Codes;
  /** @internal Keeps distinct codes, in any order, for probing. */
  createBuckets(codes: HashCodes): Buckets;
  /**
   * More kernels, on this backend, from compiled modules of their own: the same object at every
   * call. Engines must be able to compile some 10 KB at once, which all that have SIMD do.
   *
   * @internal
   */
  extend<T extends object>(extension: KernelExtension<T>): T;

  /**
   * out[i] = points[i] / |points[i]|_2 for rows x cols points; a zero row stays zero. The norm is
   * summed in float64 over four lanes (k mod 4), lanes added as (0 + 1) + (2 + 3); the quotient
   * is x * (1 / norm) in float64, rounded once. `out` may be `points`.
   *
   * @internal
   */
  normaliseRows(points: Float32Array, rows: number, cols: number, out: Float32Array): void;
  /** @internal sums[k] += points[i][k] for all rows, in float64 and in order of rows. */
  addColumnSums(points: Float32Array, rows: number, cols: number, sums: Float64Array): void;
  /** @internal out[i] = points[i] - offset, in float32. `out` may be `points`. */
  subtractRow(
    points: Float32Array,
    rows: number,
    cols: number,
    offset: Float32Array,
    out: Float32Array,
  ): void;
}

/**
 * What is done with points on their way through a kernel, batch by batch, so that they enter its
 * memory once. Results equal those of `normaliseRows`, then `subtractRow`, then the kernel.
 */
export interface Preparation {
  /** Whether rows are divided by their L2 norm. */
  readonly normalise: boolean;
  /** What is subtracted from every row then, one value a column; null for nothing. */
  readonly mean: Float32Array | null;
}

/**
 * Sign projection. A projector that was given a preparation also looks whether points are finite,
 * which costs next to nothing there: its methods return false where a value is not, and what they
 * wrote means nothing. Without one they return true.
 */
export interface Projector extends Resident {
  /**
   * Writes the packed codes of rows x dimensions `points` to `out` (rows x wordsPerCode words).
   * A projection is the float32 sum over k = 0, 1, ... in that order, from the hyperplane's offset.
   * Cost: rows x bits x dimensions multiply-adds.
   */
  encode(points: Float32Array, rows: number, out: Uint32Array): boolean;
  /** Writes the projections themselves to `out` (rows x bits): `encode` writes their signs. */
  project(points: Float32Array, rows: number, out: Float32Array): boolean;
}

/** Vectors at hand for exact distances. */
export interface Vectors extends Resident {
  readonly rows: number;
  readonly cols: number;
  /** Bytes that they take in the backend. */
  readonly bytes: number;
  /** Copies the values of the rows named, or of all where that is null, one after another to `out`. */
  read(rows: ArrayLike<number> | null, out: Float32Array): void;
  /**
   * out[c] = distance of `query` to row ids[c], or to row c where ids is null (then count = rows).
   * Sums run in float32 over eight lanes (k mod 8); lane l and l + 4 are added first, then
   * (0 + 1) + (2 + 3). Norms are square roots of such sums. Where squares would underflow, sums are
   * of values times a power of two; products are of the query times one (base/tiny-distances.ts).
   */
  distances(
    query: Float32Array,
    metric: Metric,
    ids: Uint32Array | null,
    count: number,
    out: Float32Array,
  ): void;
  /**
   * The min(k, count) nearest of those rows, by ascending distance, ties by ascending row (of
   * distances too small for float32, which are written as 0, those before they are rounded): writes
   * their numbers and distances (equal to those of `distances`) and returns how many they are.
   */
  nearest(
    query: Float32Array,
    metric: Metric,
    ids: Uint32Array | null,
    count: number,
    k: number,
    outIds: Uint32Array,
    outDistances: Float32Array,
  ): number;
  /**
   * The size = min(k, rows) nearest of all rows for each of `queryCount` queries, exactly as
   * `nearest` finds them one by one: writes numbers and distances from q * size on and returns size.
   * A batch reads the vectors once for many queries and keeps them in registers for several.
   */
  nearestBatch(
    queries: Float32Array,
    queryCount: number,
    metric: Metric,
    k: number,
    outIds: Uint32Array,
    outDistances: Float32Array,
  ): number;
}

/** Codes at hand for linear scans: one copy of them, in the layout that suits their width. */
export interface Codes extends Resident {
  readonly count: number;
  /**
   * For each of `queryCount` codes the size = min(k, count) nearest, by ascending Hamming distance,
   * ties by ascending position: writes their positions and distances from q * size on and returns
   * size. A batch reads the codes once for many queries; its results are those of single queries.
   */
  nearest(
    queries: Uint32Array,
    queryCount: number,
    k: number,
    positions: Uint32Array,
    distances: Uint16Array,
  ): number;
  /**
   * Adds, for each of `queryCount` codes, how many database codes lie at each Hamming distance
   * 0..bits, and how many of them carry the query's label: total and relevant are
   * queryCount x (bits + 1).
   */
  addDistanceHistograms(
    queries: Uint32Array,
    queryCount: number,
    queryLabels: Int32Array,
    labels: Int32Array,
    total: Uint32Array,
    relevant: Uint32Array,
  ): void;
  /**
   * Writes the positions of all codes within `radius` (inclusive) of the query to `positions`,
   * ascending, and their distances to `distances`; returns how many there are. Both arrays have
   * room for `count` entries.
   */
  within(
    query: Uint32Array,
    radius: number,
    positions: Uint32Array,
    distances: Uint16Array,
  ): number;
}

/** Distinct codes at hand for probing. */
export interface Buckets extends Resident {
  readonly count: number;
  /**
   * Like Codes.within, but by looking up every code within `radius` of the query, in order of
   * distance. Codes of at most 64 bits. `positions` has room for `count` entries; returns how many
   * were found. `perRadius[r]` receives how many of them lie at distance r (radius + 1 entries).
   */
  probe(query: Uint32Array, radius: number, positions: Uint32Array, perRadius: Uint32Array): number;
}
