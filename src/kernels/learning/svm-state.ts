import { Matrix } from '../../core/matrix.ts';
import type { DualProblem, DualProgress } from './api.ts';

// What the SVM learners of all backends share: the layout of their memory, and what is decided
// once an epoch. It is cheap, so it is written here once and not in the kernels.

/** Floats to which points and hyperplanes are padded with zeros. */
const LANES = 16;

/** Floats of the state of one bit in dual coordinate descent. */
export const STATE_FLOATS = 9;
/** Upper bound of a dual variable whose target is +1; that of target -1 follows. */
export const UPPER = 0;
/** What the loss adds to the diagonal of the dual's quadratic form, for targets +1 and -1. */
export const DIAGONAL = 2;
/** A variable at 0 is shrunk if its gradient is above this, the epoch before's largest. */
export const MAX_OLD = 4;
/** A variable at its upper bound is shrunk if its gradient is below this. */
export const MIN_OLD = 5;
/** Largest projected gradient of this epoch so far. */
export const MAX_NEW = 6;
/** Smallest projected gradient of this epoch so far. */
export const MIN_NEW = 7;

const INF = Number.POSITIVE_INFINITY;

/** Floats of a stored row of `dimensions` values. */
export function strideFor(dimensions: number): number {
  return Math.ceil(dimensions / LANES) * LANES;
}

/** Bytes of the flags of one row: the kernels read eight at a time. */
export function flagStrideFor(bits: number): number {
  return Math.ceil(bits / 8) * 8;
}

/** Copies a matrix to `out`, rows padded with zeros to `stride` floats. */
export function padRows(matrix: Matrix, stride: number, out: Float32Array): void {
  copyPadded(matrix.data, matrix.rows, matrix.cols, stride, out);
}

/** Copies rows x cols values to `out`, rows padded with zeros to `stride` floats. */
export function copyPadded(
  data: Float32Array,
  rows: number,
  cols: number,
  stride: number,
  out: Float32Array,
): void {
  if (cols === stride) {
    out.set(data);
    return;
  }
  out.fill(0);
  for (let i = 0; i < rows; i++) out.set(data.subarray(i * cols, (i + 1) * cols), i * stride);
}

/** Copies padded rows to a new matrix of `cols` columns. */
export function unpadRows(padded: Float32Array, rows: number, cols: number): Matrix {
  const stride = strideFor(cols);
  const data = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    data.set(padded.subarray(i * stride, i * stride + cols), i * cols);
  }
  return new Matrix(data, rows, cols);
}

/** Writes the state in which dual coordinate descent starts. */
export function startState(problem: DualProblem, out: Float32Array): void {
  const squared = problem.loss === 'squared-hinge';
  for (let bit = 0; bit < problem.bits; bit++) {
    const at = bit * STATE_FLOATS;
    const costs = [problem.positiveCost[bit], problem.negativeCost[bit]];
    costs.forEach((cost, side) => {
      out[at + UPPER + side] = squared ? INF : cost;
      out[at + DIAGONAL + side] = squared ? 1 / (2 * cost) : 0;
    });
    forgetThresholds(out, at);
    startSpan(out, at);
  }
}

/** Writes the flags in which it starts: only those beyond the last bit are set. */
export function startFlags(rows: number, bits: number, out: Uint8Array): void {
  const stride = flagStrideFor(bits);
  out.fill(0);
  for (let i = 0; i < rows; i++) out.fill(1, i * stride + bits, (i + 1) * stride);
}

/** Writes the dual variables of a warm start, clipped to their bounds, or zeros. */
export function startDual(problem: DualProblem, state: Float32Array, out: Float32Array): void {
  const { bits, dual, signs } = problem;
  out.fill(0);
  if (!dual) return;
  for (let i = 0; i < dual.length; i++) {
    const upper = state[(i % bits) * STATE_FLOATS + UPPER + (signs[i] > 0 ? 0 : 1)];
    out[i] = dual[i] > 0 ? Math.min(dual[i], upper) : 0;
  }
}

/** The progress in which it starts. */
export function startProgress({ bits, tolerance }: DualProblem): DualProgress {
  return {
    solved: new Uint8Array(bits),
    epochs: new Uint32Array(bits),
    violations: new Float32Array(bits).fill(INF),
    tolerances: new Float64Array(bits).fill(tolerance),
  };
}

/** A copy to hand out. */
export function copyProgress({ solved, epochs, violations, tolerances }: DualProgress) {
  return {
    solved: solved.slice(),
    epochs: epochs.slice(),
    violations: violations.slice(),
    tolerances: tolerances.slice(),
  };
}

/** Makes a solved bit one that is worked on again, from where it is. */
export function reopenBit(
  flags: Uint8Array,
  { solved, tolerances }: DualProgress,
  bit: number,
  tolerance: number,
): void {
  solved[bit] = 0;
  tolerances[bit] = tolerance;
  fillFlags(flags, bit, flagStrideFor(solved.length), 0);
}

/**
 * Ends an epoch as liblinear does, bit by bit. A bit whose projected gradients span at most its
 * tolerance is solved if none of its variables was shrunk; else all of them are looked at again.
 * The flags of a solved bit are all set, so that it costs nothing from then on.
 *
 * @param progress - updated.
 * @returns the number of bits not yet solved.
 */
export function endEpoch(state: Float32Array, flags: Uint8Array, progress: DualProgress): number {
  const { solved, epochs, violations, tolerances } = progress;
  const bits = solved.length;
  const stride = flagStrideFor(bits);
  let unsolved = 0;
  for (let bit = 0; bit < bits; bit++) {
    if (solved[bit]) continue;
    const at = bit * STATE_FLOATS;
    const max = state[at + MAX_NEW];
    const min = state[at + MIN_NEW];
    epochs[bit]++;
    // No variable was looked at where all are shrunk.
    violations[bit] = max >= min ? max - min : 0;
    if (max - min > tolerances[bit]) {
      state[at + MAX_OLD] = max > 0 ? max : INF;
      state[at + MIN_OLD] = min < 0 ? min : -INF;
    } else {
      solved[bit] = anyFlag(flags, bit, stride) ? 0 : 1;
      fillFlags(flags, bit, stride, solved[bit]);
      forgetThresholds(state, at);
    }
    startSpan(state, at);
    unsolved += 1 - solved[bit];
  }
  return unsolved;
}

function forgetThresholds(state: Float32Array, at: number): void {
  state[at + MAX_OLD] = INF;
  state[at + MIN_OLD] = -INF;
}

function startSpan(state: Float32Array, at: number): void {
  state[at + MAX_NEW] = -INF;
  state[at + MIN_NEW] = INF;
}

function anyFlag(flags: Uint8Array, bit: number, stride: number): boolean {
  for (let i = bit; i < flags.length; i += stride) if (flags[i]) return true;
  return false;
}

function fillFlags(flags: Uint8Array, bit: number, stride: number, value: number): void {
  for (let i = bit; i < flags.length; i += stride) flags[i] = value;
}

/**
 * The averaged hyperplanes of Pegasos after `steps` steps: 2 / (T (T + 1)) sum_t t w_t, from the
 * kernels' sums u and v, padded: sum_t t w_t = ((T + 1) u - v) / lambda. Zeros before the first
 * step. In float64, rounded once.
 */
export function averageIterates(
  u: Float32Array,
  v: Float32Array,
  steps: number,
  lambda: number,
  bits: number,
  cols: number,
): Matrix {
  const average = new Float32Array(u.length);
  const scale = steps > 0 ? 2 / (lambda * steps * (steps + 1)) : 0;
  for (let k = 0; k < u.length; k++) average[k] = ((steps + 1) * u[k] - v[k]) * scale;
  return unpadRows(average, bits, cols);
}
