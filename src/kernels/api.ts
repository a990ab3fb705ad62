import type { HashCodes } from '../core/hash-codes.ts';
import type { Matrix } from '../core/matrix.ts';

/** The compute backends, fastest first. */
export const BACKENDS = ['wasm-simd', 'wasm', 'typescript'] as const;
/** Name of a compute backend. */
export type BackendName = (typeof BACKENDS)[number];

/** Metrics on real vectors. Distances are smaller for nearer vectors. */
export const METRICS = ['cosine', 'dot', 'euclidean'] as const;
/**
 * `cosine`: 1 - x.y / (|x| |y|), and 1 where a vector is zero or its norm is below 1e-22. `dot`: -x.y.
 * `euclidean`: the *squared* Euclidean distance |x - y|^2.
 */
export type Metric = (typeof METRICS)[number];

/** Something that holds memory of the backend until it is disposed of. */
export interface Resident {
  /** Gives the memory back. Later calls of other methods throw DisposedError. */
  dispose(): void;
}

/**
 * The contract of the three backends, the only place where it is written.
 *
 * - **Identical results.** Every backend returns the same bits for the same input: additions have
 *   a fixed order (stated at each method), there is no fused multiply-add, and only + - x / sqrt
 *   and integers are used.
 * - A hash bit is 1 iff projection >= 0 (so sign(-0) = sign(0) = +1). Bit j belongs to hyperplane j.
 * - Codes are packed as in HashCodes.
 * - **No validation.** Callers check shapes and values; kernels trust them.
 * - Results are copied out; no view of the backend's memory is ever handed to the caller.
 * - Points may be any float32 array, also a subarray with a byteOffset.
 */
export interface Kernels {
  readonly name: BackendName;
  /** Bytes that the backend's linear memory takes now (0 for TypeScript). */
  readonly memoryBytes: number;

  /**
   * Keeps hyperplanes (bits x dimensions), packed for `encode`, and their offsets (one a bit; all
   * +0 if null).
   */
  createProjector(hyperplanes: Matrix, offsets?: Float32Array | null): Projector;
  /** Keeps vectors (rows x dimensions) and their norms, for exact distances. */
  createVectors(points: Matrix): Vectors;
  /** Keeps codes for scans over all of them. */
  createCodes(codes: HashCodes): Codes;
  /** Keeps distinct codes, in any order, for probing. */
  createBuckets(codes: HashCodes): Buckets;
  /** Starts dual coordinate descent on one linear SVM per bit. */
  createDualCoordinateDescent(problem: DualProblem): DualCoordinateDescent;
  /** Starts averaged stochastic gradient descent (Pegasos) on one linear SVM per bit. */
  createPegasos(problem: PegasosProblem): Pegasos;

  /**
   * out[i] = points[i] / |points[i]|_2 for rows x cols points; a zero row stays zero. The norm is
   * summed in float64 over four lanes (k mod 4), lanes added as (0 + 1) + (2 + 3); the quotient
   * is x * (1 / norm) in float64, rounded once. `out` may be `points`.
   */
  normaliseRows(points: Float32Array, rows: number, cols: number, out: Float32Array): void;
  /** sums[k] += points[i][k] for all rows, in float64 and in order of rows. */
  addColumnSums(points: Float32Array, rows: number, cols: number, sums: Float64Array): void;
  /** out[i] = points[i] - offset, in float32. `out` may be `points`. */
  subtractRow(
    points: Float32Array,
    rows: number,
    cols: number,
    offset: Float32Array,
    out: Float32Array,
  ): void;

  /**
   * sums[groups[i]] += signs[i] for all rows: class-wise sums of bits. `signs` is rows x bits of -1
   * and +1, `groups` one number a row, `sums` groups x bits.
   */
  addGroupSums(signs: Int8Array, bits: number, groups: Uint32Array, sums: Int32Array): void;
  /**
   * sums[i] = sum of signs[m] over the neighbours m of row i: a sparse adjacency matrix in CSR form
   * (rows + 1 offsets into `neighbours`) times the signs (any rows x bits); `sums` is rows x bits.
   */
  neighbourSums(
    offsets: Uint32Array,
    neighbours: Uint32Array,
    signs: Int8Array,
    bits: number,
    sums: Int32Array,
  ): void;
}

/** Sign projection. */
export interface Projector extends Resident {
  /**
   * Writes the packed codes of rows x dimensions `points` to `out` (rows x wordsPerCode words).
   * A projection is the float32 sum over k = 0, 1, ... in that order, from the hyperplane's offset.
   * Cost: rows x bits x dimensions multiply-adds.
   */
  encode(points: Float32Array, rows: number, out: Uint32Array): void;
  /** Writes the projections themselves to `out` (rows x bits): `encode` writes their signs. */
  project(points: Float32Array, rows: number, out: Float32Array): void;
}

/** Vectors at hand for exact distances. */
export interface Vectors extends Resident {
  readonly rows: number;
  readonly cols: number;
  /**
   * out[c] = distance of `query` to row ids[c], or to row c where ids is null (then count = rows).
   * Sums run in float32 over eight lanes (k mod 8); lane l and l + 4 are added first, then
   * (0 + 1) + (2 + 3). Norms are square roots of such sums.
   */
  distances(
    query: Float32Array,
    metric: Metric,
    ids: Uint32Array | null,
    count: number,
    out: Float32Array,
  ): void;
  /**
   * The min(k, count) nearest of those rows, by ascending distance, ties by ascending row: writes
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

/** Loss of a support vector machine: max(0, 1 - margin), or its square. */
export type SvmLoss = 'hinge' | 'squared-hinge';

/** One linear SVM per bit over the same points: min 1/2 |w|^2 + sum_i C_i loss(y_i w.x_i). */
export interface DualProblem {
  /** rows x dimensions. */
  readonly points: Matrix;
  readonly bits: number;
  /** rows x bits targets, -1 or +1. */
  readonly signs: Int8Array;
  readonly loss: SvmLoss;
  /** C of a point whose target is +1, for each bit. */
  readonly positiveCost: Float32Array;
  /** C of a point whose target is -1, for each bit. */
  readonly negativeCost: Float32Array;
  /** A bit is solved when its projected gradients span at most this. */
  readonly tolerance: number;
  /** Dual variables to start from (rows x bits), for a warm start. */
  readonly dual?: Float32Array;
}

/**
 * Dual coordinate descent (Hsieh et al., ICML 2008) on all bits at once, in float32.
 *
 * Dot products, squared norms among them, run over 16 lanes (k mod 16); the sums of the lanes are
 * added as r_l = (s_l + s_(l+4)) + (s_(l+8) + s_(l+12)), then (r_0 + r_1) + (r_2 + r_3). A step on
 * row i of a bit computes, every operation rounded:
 * G = (y w.x - 1) + D alpha; next = clip(alpha - G / (|x|^2 + D)); w += ((next - alpha) y) x,
 * with D = 0 for hinge and 1 / (2 C_i) for squared hinge. Variables are shrunk, thresholds set and
 * bits called solved by liblinear's rules, each bit for itself. A warm start clips the dual to its
 * bounds and adds (alpha y) x to w in order of rows.
 */
export interface DualCoordinateDescent extends Resident {
  /** One pass over the points in the given order; returns the number of bits not yet solved. */
  epoch(order: Uint32Array): number;
  /** The hyperplanes so far, bits x dimensions. */
  hyperplanes(): Matrix;
  /** The dual variables so far, rows x bits. */
  dual(): Float32Array;
}

/** One linear SVM per bit: min lambda/2 |w|^2 + 1/n sum_i max(0, 1 - y_i w.x_i). */
export interface PegasosProblem {
  /** rows x dimensions. */
  readonly points: Matrix;
  readonly bits: number;
  /** rows x bits targets, -1 or +1. */
  readonly signs: Int8Array;
  /** Regularisation; 1 / (C n) makes the objective that of DualProblem up to scale. */
  readonly lambda: number;
}

/**
 * Averaged Pegasos (Shalev-Shwartz et al. 2011) on all bits at once: step size 1 / (lambda t).
 *
 * The iterate after step t is u / (lambda t), where u sums y x over the steps that violated the
 * margin: step t does if y u.x <= lambda (t - 1), so the first one always does. The average of the
 * iterates 1..T gives iterate t the weight t, which makes it 2 / (T (T + 1) lambda) ((T + 1) u - v)
 * with v the sum of t y x over the same steps. u, v and the dot products are float32, the latter in
 * the order of DualCoordinateDescent; the average is float64, rounded once.
 */
export interface Pegasos extends Resident {
  /** One pass over the points in the given order. */
  epoch(order: Uint32Array): void;
  /** The averaged hyperplanes so far, bits x dimensions. */
  hyperplanes(): Matrix;
}
