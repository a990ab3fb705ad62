import { DisposedError } from '../../../core/errors.ts';
import type { Matrix } from '../../../core/matrix.ts';
import type { DualCoordinateDescent, DualProblem, DualProgress } from '../api.ts';
import * as svm from '../svm-state.ts';
import { addScaled16, dot16 } from './lanes.ts';

const { fround } = Math;

/** Dual coordinate descent in plain TypeScript, every operation rounded to float32. */
export class TypeScriptDualCoordinateDescent implements DualCoordinateDescent {
  readonly #cols: number;
  readonly #bits: number;
  readonly #stride: number;
  readonly #progress: DualProgress;
  readonly #points: Float32Array;
  readonly #norms: Float32Array;
  readonly #signs: Int8Array;
  readonly #dual: Float32Array;
  readonly #flags: Uint8Array;
  readonly #hyperplanes: Float32Array;
  readonly #state: Float32Array;
  #disposed = false;

  constructor(problem: DualProblem) {
    const { points, bits } = problem;
    const { rows, cols } = points;
    const stride = svm.strideFor(cols);
    this.#cols = cols;
    this.#bits = bits;
    this.#stride = stride;
    this.#progress = svm.startProgress(problem);
    this.#points = new Float32Array(rows * stride);
    this.#norms = new Float32Array(rows);
    this.#signs = problem.signs.slice();
    this.#dual = new Float32Array(rows * bits);
    this.#flags = new Uint8Array(rows * svm.flagStrideFor(bits));
    this.#hyperplanes = new Float32Array(bits * stride);
    this.#state = new Float32Array(bits * svm.STATE_FLOATS);
    svm.padRows(points, stride, this.#points);
    svm.startState(problem, this.#state);
    svm.startFlags(rows, bits, this.#flags);
    svm.startDual(problem, this.#state, this.#dual);
    this.#squaredNorms();
    this.#hyperplanesFromDual();
  }

  epoch(order: Uint32Array): number {
    this.#checkAlive();
    const bits = this.#bits;
    const stride = this.#stride;
    const flagStride = svm.flagStrideFor(bits);
    for (let c = 0; c < order.length; c++) {
      const row = order[c];
      for (let bit = 0; bit < bits; bit++) {
        if (this.#flags[row * flagStride + bit]) continue;
        const dot = dot16(this.#points, row * stride, this.#hyperplanes, bit * stride, stride);
        this.#step(row, bit, dot);
      }
    }
    return svm.endEpoch(this.#state, this.#flags, this.#progress);
  }

  progress(): DualProgress {
    this.#checkAlive();
    return svm.copyProgress(this.#progress);
  }

  reopen(bit: number, tolerance: number): void {
    this.#checkAlive();
    svm.reopenBit(this.#flags, this.#progress, bit, tolerance);
  }

  hyperplanes(): Matrix {
    this.#checkAlive();
    return svm.unpadRows(this.#hyperplanes, this.#bits, this.#cols);
  }

  dual(): Float32Array {
    this.#checkAlive();
    return this.#dual.slice();
  }

  dispose(): void {
    this.#disposed = true;
  }

  /**
   * Minimises the dual over one variable, given the point's dot product with the hyperplane, and
   * moves the hyperplane along. Shrinks the variable where liblinear would.
   */
  #step(row: number, bit: number, dot: number): void {
    const state = this.#state;
    const cell = row * this.#bits + bit;
    const at = bit * svm.STATE_FLOATS;
    const y = this.#signs[cell];
    const side = y > 0 ? at : at + 1;
    const upper = state[side + svm.UPPER];
    const diagonal = state[side + svm.DIAGONAL];
    const alpha = this.#dual[cell];
    const gradient = fround(fround(y * dot - 1) + fround(diagonal * alpha));
    let projected = gradient;
    if (alpha === 0) {
      if (gradient > state[at + svm.MAX_OLD]) {
        this.#shrink(row, bit);
        return;
      }
      if (gradient > 0) projected = 0;
    } else if (alpha === upper) {
      if (gradient < state[at + svm.MIN_OLD]) {
        this.#shrink(row, bit);
        return;
      }
      if (gradient < 0) projected = 0;
    }
    if (projected > state[at + svm.MAX_NEW]) state[at + svm.MAX_NEW] = projected;
    if (projected < state[at + svm.MIN_NEW]) state[at + svm.MIN_NEW] = projected;
    if (projected === 0) return;
    let next = fround(alpha - fround(gradient / fround(this.#norms[row] + diagonal)));
    if (next < 0) next = 0;
    if (next > upper) next = upper;
    if (next === alpha) return;
    this.#dual[cell] = next;
    this.#add(bit, fround(next - alpha) * y, row);
  }

  #shrink(row: number, bit: number): void {
    this.#flags[row * svm.flagStrideFor(this.#bits) + bit] = 1;
  }

  #squaredNorms(): void {
    const stride = this.#stride;
    for (let i = 0; i < this.#norms.length; i++) {
      this.#norms[i] = dot16(this.#points, i * stride, this.#points, i * stride, stride);
    }
  }

  #hyperplanesFromDual(): void {
    const bits = this.#bits;
    for (let cell = 0; cell < this.#dual.length; cell++) {
      const alpha = this.#dual[cell];
      if (alpha !== 0) this.#add(cell % bits, alpha * this.#signs[cell], Math.floor(cell / bits));
    }
  }

  #add(bit: number, scale: number, row: number): void {
    const stride = this.#stride;
    addScaled16(this.#hyperplanes, bit * stride, scale, this.#points, row * stride, stride);
  }

  #checkAlive(): void {
    if (this.#disposed) throw new DisposedError('dual coordinate descent');
  }
}
