import { Matrix } from '../../core/matrix.ts';
import { runsOfRows, type Steps } from '../../core/steps.ts';
import { Float32Vectors } from './float32-vectors.ts';
import { Int8Vectors } from './int8-vectors.ts';
import type { KeptVectors } from './kept-vectors.ts';
import type { VectorForm } from './types.ts';

const COARSE_ROUNDING =
  "hashplane keeps vectors as int8 that this doesn't suit: one value of most is far larger than the " +
  'others, which are rounded to few steps; subtract the mean before, or keep float32';

/** A copy of vectors in a form; `warn` is told where the form does not suit them. */
export function* keepVectors(
  form: VectorForm,
  vectors: Matrix,
  warn: ((message: string) => void) | null,
): Steps<KeptVectors | null> {
  if (form === false) return null;
  const { rows, cols } = vectors;
  if (form === 'float32') {
    const data = new Float32Array(rows * cols);
    for (const [first, end] of runsOfRows(rows, cols)) {
      data.set(vectors.slice(first, end).data, first * cols);
      yield;
    }
    return new Float32Vectors(new Matrix(data, rows, cols));
  }
  const kept = Int8Vectors.empty(rows, cols);
  let coarse = 0;
  for (const [first, end] of runsOfRows(rows, cols)) {
    const some = vectors.slice(first, end);
    const rounded = Int8Vectors.from(some);
    kept.set(first, rounded, 0, rounded.rows);
    if (warn) coarse += Int8Vectors.coarseRows(some, rounded);
    yield;
  }
  if (coarse > rows / 2) warn?.(COARSE_ROUNDING);
  return kept;
}

const UNEVEN_NORMS =
  "hashplane ranks by dot products of vectors whose lengths differ, but codes: 'hamming' find candidates " +
  "by their directions alone, and miss many: leave out the hasher, or choose codes: 'estimated'";

/** Most vectors of which the norms are looked at. */
const SAMPLE = 1000;
/** Standard deviation of the norms, as a share of their mean. */
const UNEVEN = 0.2;

/** Warns where the lengths of vectors, which Hamming codes do not see, differ much. */
export function warnOfNorms(vectors: Matrix, warn: ((message: string) => void) | null): void {
  if (warn && hasUnevenNorms(vectors)) warn(UNEVEN_NORMS);
}

function hasUnevenNorms(vectors: Matrix): boolean {
  const rows = Math.min(SAMPLE, vectors.rows);
  let [sum, squares] = [0, 0];
  for (let i = 0; i < rows; i++) {
    const row = vectors.row(Math.floor((i * vectors.rows) / rows));
    const square = row.reduce((total, value) => total + value * value, 0);
    sum += Math.sqrt(square);
    squares += square;
  }
  const mean = sum / rows;
  return squares / rows - mean * mean > (UNEVEN * mean) ** 2;
}
