import { asMatrix, type Matrix, type MatrixLike } from '../../core/matrix.ts';
import type { SentVectors } from './protocol.ts';

/** What the page copies at once: a millisecond or two. */
const PIECE_BYTES = 2 ** 22;

/**
 * Copies of vectors, a piece at a time; at least one piece.
 *
 * @throws InvalidArgumentError as `asMatrix` would for all of them.
 */
export function* piecesOf(name: string, given: MatrixLike): Generator<SentVectors> {
  const isRows = Array.isArray(given) && given.length > 0 && typeof given[0] !== 'number';
  const rows = isRows ? given.length : asMatrix(name, given).rows;
  const cols = isRows ? (given[0]?.length ?? 1) : (given as Matrix).cols;
  const step = Math.max(1, Math.floor(PIECE_BYTES / 4 / cols));
  for (let first = 0; first === 0 || first < rows; first += step) {
    const end = Math.min(rows, first + step);
    yield {
      values: isRows ? copied(name, given, first, end) : copyOf(given as Matrix, first, end),
      cols,
    };
  }
}

function copyOf(given: Matrix, first: number, end: number): Float32Array {
  return given.slice(first, end).data.slice();
}

function copied(
  name: string,
  given: Exclude<MatrixLike, Matrix>,
  first: number,
  end: number,
): Float32Array {
  try {
    const { data, cols } = asMatrix(name, given.slice(first, end));
    if (cols === given[0].length) return data;
  } catch {
    // Said below.
  }
  // Names the row by its place among all.
  const { data } = asMatrix(name, given);
  return data.slice(first * given[0].length, end * given[0].length);
}
