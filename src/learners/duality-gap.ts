import type { Matrix } from '../core/matrix.ts';
import type { Kernels } from '../kernels/api.ts';
import type { DualProblem } from '../kernels/learning/api.ts';

/** Hyperplanes and dual variables of all bits, as dual coordinate descent has them. */
export interface DualSolution {
  /** bits x dimensions. */
  readonly hyperplanes: Matrix;
  /** rows x bits. */
  readonly dual: Float32Array;
}

/**
 * The relative duality gap (P - D) / P of some bits, one value each, from 0 to 1:
 *
 * P = 1/2 |w|^2 + sum_i C_i loss(y_i w.x_i), D = sum_i alpha_i - 1/2 |w|^2 - 1/2 sum_i D_i alpha_i^2
 *
 * with D_i = 0 for hinge loss and 1 / (2 C_i) for squared hinge. No hyperplane has an objective below
 * D = (1 - gap) P, as far as float32 lets w be the sum of alpha_i y_i x_i. Sums are float64, in order
 * of rows; projections are the backend's. A large C magnifies their rounding: a gap that is too large
 * is found again with `exactGap`.
 *
 * Cost: rows x dimensions multiply-adds a bit.
 */
export function relativeGaps(
  kernels: Kernels,
  problem: DualProblem,
  solution: DualSolution,
  chosen: readonly number[],
): Float64Array {
  const { points } = problem;
  const projections = new Float32Array(points.rows * chosen.length);
  const projector = kernels.createProjector(solution.hyperplanes.selectRows(chosen));
  try {
    projector.project(points.data, points.rows, projections);
  } finally {
    projector.dispose();
  }
  return Float64Array.from(chosen, (bit, j) =>
    relativeGap(problem, solution, bit, (row) => projections[row * chosen.length + j]),
  );
}

/** The same of one bit with projections in float64, several times slower. */
export function exactGap(problem: DualProblem, solution: DualSolution, bit: number): number {
  const w = solution.hyperplanes.row(bit);
  return relativeGap(problem, solution, bit, (row) => {
    const x = problem.points.row(row);
    let sum = 0;
    for (let k = 0; k < x.length; k++) sum += x[k] * w[k];
    return sum;
  });
}

/**
 * What the gap of a solved bit can hardly exceed, from the dual alone. Term i of P - D is at most C_i
 * times the projected gradient for hinge loss, 2 C_i times its square for squared hinge, and no
 * gradient is beyond the span `violation` of all: they bound P - D, and D bounds P. Not quite a
 * proof, since gradients are those that an epoch met on its way.
 *
 * Cost: rows + dimensions.
 */
export function gapBound(
  problem: DualProblem,
  solution: DualSolution,
  bit: number,
  violation: number,
): number {
  const { bits, signs, loss, positiveCost, negativeCost } = problem;
  let costs = 0;
  for (let at = bit; at < signs.length; at += bits) {
    costs += signs[at] > 0 ? positiveCost[bit] : negativeCost[bit];
  }
  const most = loss === 'hinge' ? costs * violation : 2 * costs * violation ** 2;
  const { objective } = dualObjective(problem, solution, bit);
  return objective > 0 ? most / (most + objective) : 1;
}

function relativeGap(
  problem: DualProblem,
  solution: DualSolution,
  bit: number,
  projection: (row: number) => number,
): number {
  const { points, bits, signs, loss, positiveCost, negativeCost } = problem;
  let losses = 0;
  for (let row = 0; row < points.rows; row++) {
    const y = signs[row * bits + bit];
    const miss = Math.max(0, 1 - y * projection(row));
    losses += (y > 0 ? positiveCost : negativeCost)[bit] * (loss === 'hinge' ? miss : miss * miss);
  }
  const { objective, halfNorm } = dualObjective(problem, solution, bit);
  const primal = halfNorm + losses;
  const gap = (primal - objective) / primal;
  // Values that float32 can't hold leave no number, and prove nothing.
  return Number.isNaN(gap) ? 1 : Math.min(1, Math.max(0, gap));
}

function dualObjective(
  { bits, signs, loss, positiveCost, negativeCost }: DualProblem,
  { hyperplanes, dual }: DualSolution,
  bit: number,
): { objective: number; halfNorm: number } {
  let halfNorm = 0;
  for (const value of hyperplanes.row(bit)) halfNorm += (value * value) / 2;
  let gain = 0;
  for (let at = bit; at < dual.length; at += bits) {
    const alpha = dual[at];
    const cost = (signs[at] > 0 ? positiveCost : negativeCost)[bit];
    gain += loss === 'hinge' ? alpha : alpha - (alpha * alpha) / (4 * cost);
  }
  return { objective: gain - halfNorm, halfNorm };
}
