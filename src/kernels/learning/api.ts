import type { Matrix } from '../../core/matrix.ts';
import type { Resident } from '../api.ts';

/** The kernels that learning needs; the contract of `Kernels` holds for them. */
export interface LearningKernels {
  /** Starts dual coordinate descent on one linear SVM per bit. */
  createDualCoordinateDescent(problem: DualProblem): DualCoordinateDescent;
  /** Starts averaged stochastic gradient descent (Pegasos) on one linear SVM per bit. */
  createPegasos(problem: PegasosProblem): Pegasos;
  /** Starts passive-aggressive learning of one hyperplane per bit. */
  createPassiveAggressive(problem: PassiveAggressiveProblem): PassiveAggressive;

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
  /** What is known of each bit after the last epoch. */
  progress(): DualProgress;
  /** Goes on with a solved bit to a smaller tolerance; all its variables are looked at again. */
  reopen(bit: number, tolerance: number): void;
  /** The hyperplanes so far, bits x dimensions. */
  hyperplanes(): Matrix;
  /** The dual variables so far, rows x bits. */
  dual(): Float32Array;
}

/** Where dual coordinate descent is: copies, one entry a bit. */
export interface DualProgress {
  /** 1 where a bit is solved, 0 where it is not. */
  readonly solved: Uint8Array;
  /** Epochs in which a bit was worked on. */
  readonly epochs: Uint32Array;
  /** Span of the projected gradients in the last of them, over the variables that were not shrunk. */
  readonly violations: Float32Array;
  readonly tolerances: Float64Array;
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

/** Variants of the passive-aggressive step; see PassiveAggressive. */
export type PassiveAggressiveVariant = 'pa-1' | 'pa-2';

/** What passive-aggressive learning starts from. */
export interface PassiveAggressiveProblem {
  readonly bits: number;
  readonly dimensions: number;
  readonly variant: PassiveAggressiveVariant;
  /** C, how far one point may move a hyperplane. */
  readonly cost: number;
  /** Hyperplanes to start from, bits x dimensions; default zeros. */
  readonly hyperplanes?: Matrix;
}

/**
 * Passive-aggressive learning (Crammer et al. 2006) of all bits at once, in float32. Row x with
 * target y moves a hyperplane by (tau y) x where its loss l = 1 - y w.x is above 0:
 * tau = min(C, l / |x|^2) for `pa-1`, l / (|x|^2 + 1 / (2C)) for `pa-2`. Dot products and squared
 * norms have the order of DualCoordinateDescent; a row of norm 0 moves nothing in `pa-1`.
 */
export interface PassiveAggressive extends Resident {
  /** One step on each of rows x dimensions points, in order; signs are rows x bits, -1 or +1. */
  update(points: Float32Array, signs: Int8Array, rows: number): void;
  /** The hyperplanes so far, bits x dimensions. */
  hyperplanes(): Matrix;
}
