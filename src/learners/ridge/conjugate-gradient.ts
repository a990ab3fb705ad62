import { Matrix } from '../../core/matrix.ts';
import { pauses } from '../../core/next-task.ts';
import type { Kernels } from '../../kernels/api.ts';
import { type Convergence, convergenceOf } from '../convergence.ts';
import type { LearnerFitOptions } from '../learner.ts';
import type { RidgeFit, RidgeRows } from './problem.ts';
import { type ScaledRows, scaledRows } from './scaled-rows.ts';

/** When conjugate gradients stop. */
export interface ConjugateGradientOptions extends LearnerFitOptions {
  /** A bit is solved when its residual is at most this share of the right-hand side. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/**
 * Solves the normal equations of NormalEquations without forming their matrix, all bits side by
 * side: products with X and X^T are projections in float32, all else is float64. Suits many
 * dimensions: rows x dimensions x bits x 2 multiply-adds an iteration, where a factorisation takes
 * dimensions^3 / 6. Holds X and X^T. Progress counts solved bits; `onConvergence` tells of residuals.
 */
export async function solveByConjugateGradients(
  kernels: Kernels,
  problem: RidgeRows,
  ridge: number,
  options: ConjugateGradientOptions,
): Promise<RidgeFit> {
  const scaled = await scaledRows(problem, options.signal);
  const { dimensions, bits } = scaled;
  const { x, transposed, y } = split(scaled);
  // R = X^T Y, bits x dimensions; W = 0.
  const residual = Float64Array.from(project(kernels, transposed, y));
  const state = new BitStates(bits, dimensions, residual, options.tolerance);
  const pause = pauses(options.signal);
  for (let i = 0; i < options.maxIterations && state.solved < bits; i++) {
    await pause();
    const direction = Float32Array.from(state.directions);
    // bits x rows, then bits x dimensions.
    const forward = project(kernels, x, new Matrix(direction, bits, dimensions));
    const product = project(kernels, transposed, new Matrix(forward, bits, x.rows));
    state.step(product, ridge);
    options.onProgress?.(state.solved, bits);
  }
  options.onConvergence?.(state.convergence(options.maxIterations));
  return scaled.fitted(state.w);
}

/** Scaled points, their transpose, and the targets, bits x rows. */
function split(scaled: ScaledRows): { x: Matrix; transposed: Matrix; y: Matrix } {
  const { rows, dimensions, bits } = scaled;
  const x = new Matrix(new Float32Array(rows * dimensions), rows, dimensions);
  const transposed = new Matrix(new Float32Array(rows * dimensions), dimensions, rows);
  const y = new Matrix(new Float32Array(rows * bits), bits, rows);
  for (let i = 0; i < rows; i++) {
    const row = scaled.slice(i, i + 1);
    x.data.set(row.subarray(0, dimensions), i * dimensions);
    for (let k = 0; k < dimensions; k++) transposed.data[k * rows + i] = row[k];
    for (let j = 0; j < bits; j++) y.data[j * rows + i] = row[dimensions + j];
  }
  return { x, transposed, y };
}

/** hyperplanes x points: the products of all rows of one with all of the other. */
function project(kernels: Kernels, points: Matrix, hyperplanes: Matrix): Float32Array {
  const projector = kernels.createProjector(hyperplanes);
  try {
    const found = new Float32Array(points.rows * hyperplanes.rows);
    projector.project(points.data, points.rows, found);
    const out = new Float32Array(found.length);
    for (let i = 0, at = 0; i < points.rows; i++) {
      for (let j = 0; j < hyperplanes.rows; j++, at++) out[j * points.rows + i] = found[at];
    }
    return out;
  } finally {
    projector.dispose();
  }
}

/** Where each bit's iteration stands; all matrices bits x dimensions. */
class BitStates {
  readonly w: Float64Array;
  readonly directions: Float64Array;
  solved = 0;
  readonly #residual: Float64Array;
  readonly #squares: Float64Array;
  readonly #startSquares: Float64Array;
  readonly #goals: Float64Array;
  readonly #iterations: Uint32Array;
  readonly #tolerance: number;
  readonly #bits: number;
  readonly #dimensions: number;

  constructor(bits: number, dimensions: number, residual: Float64Array, tolerance: number) {
    this.w = new Float64Array(residual.length);
    this.directions = residual.slice();
    this.#residual = residual;
    this.#bits = bits;
    this.#dimensions = dimensions;
    this.#squares = Float64Array.from({ length: bits }, (_, j) => this.#dot(j, residual, residual));
    this.#startSquares = this.#squares.slice();
    this.#iterations = new Uint32Array(bits);
    this.#tolerance = tolerance;
    this.#goals = this.#squares.map((square) => square * tolerance ** 2);
    this.solved = this.#squares.filter((square) => square === 0).length;
  }

  /** One step along the directions, `product` being X^T X times each of them. */
  step(product: Float32Array, ridge: number): void {
    const d = this.#dimensions;
    for (let j = 0; j < this.#bits; j++) {
      const before = this.#squares[j];
      if (before <= this.#goals[j]) continue;
      this.#iterations[j]++;
      const p = this.directions.subarray(j * d, (j + 1) * d);
      const r = this.#residual.subarray(j * d, (j + 1) * d);
      const w = this.w.subarray(j * d, (j + 1) * d);
      let curvature = 0;
      for (let k = 0; k < d; k++) curvature += p[k] * (product[j * d + k] + ridge * p[k]);
      const length = before / curvature;
      for (let k = 0; k < d; k++) {
        w[k] += length * p[k];
        r[k] -= length * (product[j * d + k] + ridge * p[k]);
      }
      const after = this.#dot(j, this.#residual, this.#residual);
      for (let k = 0; k < d; k++) p[k] = r[k] + (after / before) * p[k];
      this.#squares[j] = after;
      if (after <= this.#goals[j]) this.solved++;
    }
  }

  convergence(maxEpochs: number): Convergence {
    const bits = Array.from(this.#squares, (square, bit) => ({
      bit,
      epochs: this.#iterations[bit],
      violation: square === 0 ? 0 : Math.sqrt(square / this.#startSquares[bit]),
      tolerance: this.#tolerance,
      gap: null,
      isSolved: square <= this.#goals[bit],
    }));
    return convergenceOf(bits, { maxEpochs, maxGap: null });
  }

  #dot(j: number, a: Float64Array, b: Float64Array): number {
    let sum = 0;
    for (let k = j * this.#dimensions; k < (j + 1) * this.#dimensions; k++) sum += a[k] * b[k];
    return sum;
  }
}
