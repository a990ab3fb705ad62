import { exp32 } from '../../core/elementary.ts';
import { Matrix } from '../../core/matrix.ts';
import { RandomState } from '../../core/random/random-state.ts';

/** How codes follow the scores of classes. */
export interface CodeForm {
  /**
   * What scores are multiplied by before the softmax. Large: a point has the codeword of its likeliest class
   * but where others come near; small: bits are linear in the scores.
   */
  readonly scale: number;
  /** Weight of the codeword of no class, where that of a class of which a point is sure has 1. */
  readonly neutral: number;
}

/**
 * Hyperplanes, bits x classes, of graded codes: bit j is the sign of sum_c a_c w_cj + neutral b_j, w the
 * codewords, a_c = (sqrt(P_c) - r) / (s - r) and P = softmax(scale scores). s and r are the roots of a
 * class and of the others where scores are 1 and 0: a point of which the classes are sure has a = 1 for its
 * own and 0 for the others, whatever the scale, and with a small scale a is the score itself. What no class
 * claims falls to b, rather than to whatever class is a little ahead.
 *
 * @param codewords - classes x bits, -1 or +1.
 * @param b - the codeword of no class.
 */
export function formHyperplanes(
  codewords: Int8Array,
  b: Int8Array,
  { scale, neutral }: CodeForm,
): { hyperplanes: Matrix; offsets: Float32Array } {
  const bits = b.length;
  const classes = codewords.length / bits;
  const other = exp32(Math.fround(-scale / 2));
  const norm = Math.sqrt(1 + (classes - 1) * other * other);
  const hyperplanes = new Matrix(new Float32Array(codewords.length), bits, classes);
  const offsets = new Float32Array(bits);
  for (let j = 0; j < bits; j++) {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const sign = codewords[c * bits + j];
      hyperplanes.data[j * classes + c] = sign;
      sum += sign;
    }
    offsets[j] = ((1 - other) * neutral * b[j] - other * sum) / norm;
  }
  return { hyperplanes, offsets };
}

/** The codeword of no class: half of the bits at random are -1. */
export function neutralCodeword(bits: number, seed: number): Int8Array {
  const order = new RandomState(seed).permutation(bits);
  const out = new Int8Array(bits).fill(1);
  for (const j of order.subarray(0, bits >>> 1)) out[j] = -1;
  return out;
}
