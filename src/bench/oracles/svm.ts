import type { Matrix } from '../../core/matrix.ts';

/** Linear SVMs without bias, one a bit: min 1/2 |w|^2 + C sum_i max(0, 1 - y_i w.x_i). */
export interface SvmProblem {
  readonly points: Matrix;
  readonly bits: number;
  /** rows x bits of -1 and +1. */
  readonly signs: Int8Array;
  readonly cost: number;
}

/**
 * The dual objective of one bit in float64: sum alpha - 1/2 |sum alpha y x|^2. Whoever found the
 * alphas, and however well: no hyperplane has a smaller objective.
 */
export function dualObjective(problem: SvmProblem, dual: Float32Array, bit: number): number {
  const { points, bits, signs, cost } = problem;
  const w = new Float64Array(points.cols);
  let sum = 0;
  for (let i = 0; i < points.rows; i++) {
    const alpha = Math.min(Math.max(dual[i * bits + bit], 0), cost);
    if (alpha === 0) continue;
    sum += alpha;
    const row = points.row(i);
    for (let k = 0; k < w.length; k++) w[k] += alpha * signs[i * bits + bit] * row[k];
  }
  return sum - squareNorm(w) / 2;
}

/** The objective of one bit's hyperplane, in float64. */
export function primalObjective(problem: SvmProblem, hyperplanes: Matrix, bit: number): number {
  const { points, bits, signs, cost } = problem;
  const w = hyperplanes.row(bit);
  let losses = 0;
  for (let i = 0; i < points.rows; i++) {
    const row = points.row(i);
    let dot = 0;
    for (let k = 0; k < w.length; k++) dot += w[k] * row[k];
    losses += Math.max(0, 1 - signs[i * bits + bit] * dot);
  }
  return squareNorm(w) / 2 + cost * losses;
}

function squareNorm(w: Float32Array | Float64Array): number {
  let sum = 0;
  for (let k = 0; k < w.length; k++) sum += w[k] * w[k];
  return sum;
}
