import { Matrix } from '../../core/matrix.ts';
import type { ClassScores } from './balanced-ridge.ts';

/**
 * The hyperplanes whose projections are the scores of classes times their codewords: the regression
 * of codewords themselves, since it is linear in its targets. Offsets hold the mean codeword and
 * the mean of the features.
 *
 * @param codewords - classes x bits.
 */
export function hyperplanesOf(
  { weights, mean }: ClassScores,
  codewords: Int8Array,
  bits: number,
): { hyperplanes: Matrix; offsets: Float32Array } {
  const size = mean.length;
  const classes = weights.length / size;
  const hyperplanes = new Float32Array(bits * size);
  const offsets = new Float32Array(bits);
  const row = new Float64Array(size);
  for (let j = 0; j < bits; j++) {
    row.fill(0);
    let offset = 0;
    for (let c = 0; c < classes; c++) {
      const sign = codewords[c * bits + j];
      offset += sign / classes;
      for (let i = 0, at = c * size; i < size; i++, at++) row[i] += sign * weights[at];
    }
    for (let i = 0; i < size; i++) offset -= row[i] * mean[i];
    hyperplanes.set(row, j * size);
    offsets[j] = offset;
  }
  return { hyperplanes: new Matrix(hyperplanes, bits, size), offsets };
}
