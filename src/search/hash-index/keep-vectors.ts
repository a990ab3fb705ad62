import { Matrix } from '../../core/matrix.ts';
import { Float32Vectors } from './float32-vectors.ts';
import { Int8Vectors } from './int8-vectors.ts';
import type { KeptVectors } from './kept-vectors.ts';
import type { VectorForm } from './types.ts';

const COARSE_ROUNDING =
  "hashplane keeps vectors as int8 that this doesn't suit: one value of most is far larger than the " +
  'others, which are rounded to few steps; subtract the mean before, or keep float32';

/** A copy of vectors in a form; `warn` is told where the form does not suit them. */
export function keepVectors(
  form: VectorForm,
  vectors: Matrix,
  warn: ((message: string) => void) | null,
): KeptVectors | null {
  if (form === false) return null;
  if (form === 'float32') {
    return new Float32Vectors(new Matrix(vectors.data.slice(), vectors.rows, vectors.cols));
  }
  const rounded = Int8Vectors.from(vectors);
  if (warn && Int8Vectors.coarseShare(vectors, rounded) > 0.5) warn(COARSE_ROUNDING);
  return rounded;
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
