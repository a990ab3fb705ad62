import { Matrix } from '../core/matrix.ts';

/** Points with a last column of ones: hyperplanes through the origin get an offset from it. */
export function withConstant(points: Matrix): Matrix {
  const { rows, cols } = points;
  const out = new Matrix(new Float32Array(rows * (cols + 1)).fill(1), rows, cols + 1);
  for (let i = 0; i < rows; i++) out.data.set(points.row(i), i * (cols + 1));
  return out;
}

/** Hyperplanes with their offsets as a last column; as they are where there are none. */
export function withOffsets(hyperplanes: Matrix, offsets: Float32Array | null): Matrix {
  if (!offsets) return hyperplanes;
  const { rows, cols } = hyperplanes;
  const out = new Matrix(new Float32Array(rows * (cols + 1)), rows, cols + 1);
  for (let j = 0; j < rows; j++) {
    out.row(j).set(hyperplanes.row(j));
    out.row(j)[cols] = offsets[j];
  }
  return out;
}

/** What a learner returned, taken apart: its last column holds offsets where it has a bias. */
export function splitOffsets(
  fitted: Matrix,
  bias: boolean,
): { hyperplanes: Matrix; offsets: Float32Array | null } {
  if (!bias) return { hyperplanes: fitted, offsets: null };
  const { rows } = fitted;
  const cols = fitted.cols - 1;
  const hyperplanes = new Matrix(new Float32Array(rows * cols), rows, cols);
  const offsets = new Float32Array(rows);
  for (let j = 0; j < rows; j++) {
    hyperplanes.row(j).set(fitted.row(j).subarray(0, cols));
    offsets[j] = fitted.row(j)[cols];
  }
  return { hyperplanes, offsets };
}
