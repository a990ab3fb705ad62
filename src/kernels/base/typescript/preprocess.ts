// Row norms, column sums and centring, with the additions of assembly/base/preprocess.ts.
import { allFinite } from '../../../core/matrix.ts';
import type { Preparation } from '../../api.ts';

export function normaliseRows(
  points: Float32Array,
  rows: number,
  cols: number,
  out: Float32Array,
): void {
  for (let i = 0; i < rows; i++) {
    const start = i * cols;
    const squares = sumOfSquares(points, start, cols);
    const inverse = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let k = start; k < start + cols; k++) out[k] = points[k] * inverse;
  }
}

/**
 * Writes prepared rows to `out`, which may be `points`; returns whether all values were finite. Of a
 * preparation that does nothing, rows are just copied.
 */
export function prepareRows(
  points: Float32Array,
  rows: number,
  cols: number,
  { normalise, mean }: Preparation,
  out: Float32Array,
): boolean {
  const given = points.subarray(0, rows * cols);
  const areFinite = allFinite(given);
  if (normalise) normaliseRows(given, rows, cols, out);
  else out.set(given);
  if (mean) subtractRow(out, rows, cols, mean, out);
  return areFinite;
}

/** Float64 sum of squares over four lanes (k mod 4), added as (0 + 1) + (2 + 3). */
export function sumOfSquares(x: Float32Array, start: number, cols: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const end = start + cols;
  let k = start;
  for (; k + 4 <= end; k += 4) {
    s0 += x[k] * x[k];
    s1 += x[k + 1] * x[k + 1];
    s2 += x[k + 2] * x[k + 2];
    s3 += x[k + 3] * x[k + 3];
  }
  if (k < end) s0 += x[k] * x[k];
  if (k + 1 < end) s1 += x[k + 1] * x[k + 1];
  if (k + 2 < end) s2 += x[k + 2] * x[k + 2];
  return s0 + s1 + (s2 + s3);
}

export function addColumnSums(
  points: Float32Array,
  rows: number,
  cols: number,
  sums: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const start = i * cols;
    for (let k = 0; k < cols; k++) sums[k] += points[start + k];
  }
}

export function subtractRow(
  points: Float32Array,
  rows: number,
  cols: number,
  offset: Float32Array,
  out: Float32Array,
): void {
  for (let i = 0; i < rows; i++) {
    const start = i * cols;
    for (let k = 0; k < cols; k++) out[start + k] = points[start + k] - offset[k];
  }
}
