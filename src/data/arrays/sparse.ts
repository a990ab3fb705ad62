import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import type { NumericArray } from './numeric.ts';

/** A sparse matrix of `major` compressed columns (or rows): what lies where, as files hold it. */
export interface CompressedSparse {
  readonly name: string;
  readonly rows: number;
  readonly cols: number;
  /** Whether columns are compressed (CSC, as MATLAB has it) or rows (CSR). */
  readonly byColumns: boolean;
  /** For each column where its entries begin, and at last where they all end. */
  readonly starts: ArrayLike<number | bigint>;
  /** For each entry its row (its column, where rows are compressed). */
  readonly places: ArrayLike<number | bigint>;
  /** For each entry its value; null: all are 1. */
  readonly values: ArrayLike<number | bigint> | null;
}

/** Made dense, a matrix may always take so much. */
const ALWAYS_BYTES = 2 ** 24;
/** Beyond that it must have an entry in so many: no matrix of features is as sparse. */
const MAX_RATIO = 4096;

/**
 * Throws unless a sparse matrix may be made dense. Called before its values are read.
 *
 * @throws InvalidArgumentError that says what to do instead.
 */
export function checkDense(
  name: string,
  [rows, cols]: readonly number[],
  entries: number,
  maxBytes: number,
): void {
  const bytes = 8 * rows * cols;
  if (bytes <= maxBytes && bytes <= Math.max(ALWAYS_BYTES, 8 * MAX_RATIO * entries)) return;
  throw new InvalidArgumentError(
    `${name} is sparse, ${rows} x ${cols} with ${entries} entries, and would take ` +
      `${(bytes / 1e9).toPrecision(3)} GB as a dense array: reduce its columns first ` +
      '(by a truncated SVD, say)',
  );
}

/**
 * The dense array of a sparse matrix, row-major float64. Entries of one place are added up, as
 * everywhere. Cost: rows x cols values, one pass over the entries.
 *
 * @param at - where in the file the matrix is, for messages.
 * @throws FormatError if its parts don't fit each other.
 */
export function denseOf(sparse: CompressedSparse, at: number): NumericArray {
  const { name, rows, cols, byColumns, starts, places, values: entries } = sparse;
  const [major, minor] = byColumns ? [cols, rows] : [rows, cols];
  const damaged = () => new FormatError(`the sparse matrix ${name} is damaged`, at);
  if (starts.length !== major + 1) throw damaged();
  const dense = new Float64Array(rows * cols);
  let from = Number(starts[0]);
  if (from !== 0) throw damaged();
  for (let i = 0; i < major; i++) {
    const end = Number(starts[i + 1]);
    if (!(end >= from && end <= places.length) || (entries && end > entries.length))
      throw damaged();
    for (let j = from; j < end; j++) {
      const place = Number(places[j]);
      if (!(place >= 0 && place < minor)) throw damaged();
      dense[byColumns ? place * cols + i : i * cols + place] += entries ? Number(entries[j]) : 1;
    }
    from = end;
  }
  return { shape: [rows, cols], dtype: 'float64', values: dense, fortranOrder: false };
}
