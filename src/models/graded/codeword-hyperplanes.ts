import { Matrix } from '../../core/matrix.ts';
import { type CodewordOptions, classCodewords } from '../codewords.ts';

/** Hyperplanes of graded codes, bits x classes: hyperplane j is column j of the classes' codewords. */
export function codewordHyperplanes(
  classes: number,
  bits: number,
  options: CodewordOptions = {},
): Matrix {
  const codewords = classCodewords(classes, bits, options);
  const out = new Matrix(new Float32Array(codewords.length), bits, classes);
  for (let j = 0; j < bits; j++) {
    for (let c = 0; c < classes; c++) out.data[j * classes + c] = codewords[c * bits + j];
  }
  return out;
}
