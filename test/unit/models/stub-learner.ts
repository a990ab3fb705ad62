import { Matrix } from '../../../src/core/matrix.ts';
import type { HyperplaneLearner, LearnerFitOptions } from '../../../src/learners/learner.ts';

/** What a learner was asked. */
export interface LearnerCall {
  readonly points: Matrix;
  readonly signs: Int8Array;
  readonly bits: number;
  readonly options: LearnerFitOptions;
}

/**
 * A learner that notes what it is asked, and gives the mean of the points times their targets, a
 * plain and deterministic answer.
 */
export function stubLearner(
  during: (call: LearnerCall) => void | Promise<void> = () => {},
): HyperplaneLearner & { readonly calls: LearnerCall[] } {
  const calls: LearnerCall[] = [];
  return {
    name: 'stub',
    calls,
    async fit(_kernels, points, signs, bits, options = {}) {
      const call = { points, signs: signs.slice(), bits, options };
      calls.push(call);
      await during(call);
      return classDifference(points, signs, bits);
    },
  };
}

/** Row j is the sum of all points, those on the negative side of bit j subtracted. */
export function classDifference(points: Matrix, signs: Int8Array, bits: number): Matrix {
  const out = new Matrix(new Float32Array(bits * points.cols), bits, points.cols);
  for (let i = 0; i < points.rows; i++) {
    for (let j = 0; j < bits; j++) {
      const plane = out.row(j);
      points.row(i).forEach((value, d) => {
        plane[d] += signs[i * bits + j] * value;
      });
    }
  }
  return out;
}
