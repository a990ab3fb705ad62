import type { Matrix } from '../../core/matrix.ts';

/** Each row of `matrix` times `vector`, in float64 and rounded once. */
export function dotProducts(matrix: Matrix, vector: ArrayLike<number>): Float32Array {
  const { rows, cols, data } = matrix;
  const out = new Float32Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = 0; k < cols; k++) sum += data[i * cols + k] * vector[k];
    out[i] = sum;
  }
  return out;
}
