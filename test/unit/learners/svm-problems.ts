import { Matrix } from '../../../src/core/matrix.ts';
import { RandomState } from '../../../src/core/random/random-state.ts';
import type { SvmLoss } from '../../../src/kernels/learning/api.ts';

export const ROWS = 300;
export const DIMENSIONS = 64;
export const BITS = 2;

/** The rows and targets that test/fixtures/golden/svm-optimum.json describes. */
export function goldenProblem(): { points: Matrix; signs: Int8Array } {
  const rows = new RandomState(0);
  const x = Array.from({ length: ROWS }, () => {
    const row = Array.from({ length: DIMENSIONS }, () => rows.randn());
    const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    return row.map((value) => value / norm);
  });
  const normals = new RandomState(1);
  const w = Array.from({ length: DIMENSIONS }, () => [normals.randn(), normals.randn()]);
  const flips = new RandomState(2);
  const signs = new Int8Array(ROWS * BITS);
  for (let i = 0; i < signs.length; i++) {
    const projection = x[i >> 1].reduce((sum, value, k) => sum + value * w[k][i & 1], 0);
    const sign = projection >= 0 ? 1 : -1;
    signs[i] = flips.randomSample() < 0.1 ? -sign : sign;
  }
  return { points: Matrix.from(x), signs };
}

/** 1/2 |w|^2 + sum_i C_i loss(y_i w.x_i) in float64, for the bit `bit` of `bits`. */
export function objective(
  points: Matrix,
  signs: Int8Array,
  hyperplanes: Matrix,
  bit: number,
  loss: SvmLoss,
  cost: (sign: number) => number,
): number {
  const w = hyperplanes.row(bit);
  let value = w.reduce((sum, v) => sum + v * v, 0) / 2;
  for (let i = 0; i < points.rows; i++) {
    const y = signs[i * hyperplanes.rows + bit];
    const margin = y * points.row(i).reduce((sum, v, k) => sum + v * w[k], 0);
    const violation = Math.max(0, 1 - margin);
    value += cost(y) * (loss === 'hinge' ? violation : violation * violation);
  }
  return value;
}
