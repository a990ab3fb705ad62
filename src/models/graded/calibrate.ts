import { exp32 } from '../../core/elementary.ts';
import type { Matrix } from '../../core/matrix.ts';

/** How scores of points that were left out turn into probabilities, and how often the largest is right. */
export interface Calibration {
  /** What scores are multiplied by before the softmax. */
  readonly scale: number;
  /** Share of the points whose own class has the largest score. */
  readonly accuracy: number;
}

/** Scales are looked for between these, by so many bisections. */
const LEAST = 2 ** -4;
const MOST = 2 ** 8;
const BISECTIONS = 40;

/**
 * The scale s that minimises the mean log loss of softmax(s scores): temperature scaling (Guo et al., ICML
 * 2017). The loss is convex in s, and its derivative, the mean of sum_c P_c score_c less the score of the
 * own class, needs no logarithm: its zero is found by bisection.
 *
 * @param scores - rows x classes, by a model that has not seen the rows.
 * @param classOf - the class of each row.
 */
export function calibrate(scores: Matrix, classOf: Uint32Array): Calibration {
  let low = LEAST;
  let high = MOST;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = Math.sqrt(low * high);
    if (slope(scores, classOf, middle) > 0) high = middle;
    else low = middle;
  }
  let right = 0;
  for (let i = 0; i < scores.rows; i++) {
    if (largest(scores.row(i)) === classOf[i]) right++;
  }
  return { scale: low, accuracy: right / scores.rows };
}

/** The sum over rows of the log loss's derivative by the scale. */
function slope(scores: Matrix, classOf: Uint32Array, scale: number): number {
  let total = 0;
  for (let i = 0; i < scores.rows; i++) {
    const row = scores.row(i);
    const most = row[largest(row)];
    let weights = 0;
    let products = 0;
    for (const score of row) {
      const weight = exp32(Math.fround(scale * (score - most)));
      weights += weight;
      products += weight * score;
    }
    total += products / weights - row[classOf[i]];
  }
  return total;
}

/** The column of the largest value, the first of equal ones. */
export function largest(row: Float32Array): number {
  let best = 0;
  for (let c = 1; c < row.length; c++) if (row[c] > row[best]) best = c;
  return best;
}
