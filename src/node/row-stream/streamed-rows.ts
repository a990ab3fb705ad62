import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { FileArray } from '../../data/arrays/file-array.ts';
import { isStreamed } from '../../data/arrays/row-batches.ts';
import { choosePoints } from '../../data/dataset/choose-arrays.ts';
import { BATCH_BYTES } from './row-stream.ts';

/** More than any vector has: a row of them is allocated at once. */
const MAX_DIMENSIONS = 2 ** 24;

/** Rows of vectors, how many, and how far each batch has come. */
export interface StreamedRows {
  readonly rows: number;
  readonly cols: number;
  batches(): AsyncGenerator<{ readonly points: Matrix; readonly share: number }>;
}

/**
 * The vectors among the arrays of a file whose rows can be read some at a time.
 *
 * @param at - the byte of the file that says how large they are, for messages.
 */
export function streamedRows(
  arrays: readonly FileArray[],
  wanted: string | undefined,
  at: number,
): StreamedRows {
  const array = choosePoints(arrays, wanted);
  const [rows, cols] = array.shape;
  if (!(rows > 0 && cols > 0)) {
    const what = rows === 0 ? 'rows' : 'vectors';
    throw new FormatError(`the column ${array.name} holds no ${what}`, at);
  }
  if (!isStreamed(array)) {
    throw new InvalidArgumentError(`${array.name} must be numbers, but is ${array.kind}`);
  }
  if (cols > MAX_DIMENSIONS) throw new FormatError(`${cols} dimensions can't be`, at);
  const { rowBatches } = array;
  async function* batches() {
    let done = 0;
    const rowsAtOnce = Math.max(1, Math.floor(BATCH_BYTES / (4 * cols)));
    for await (const points of rowBatches(rowsAtOnce)) {
      done += points.rows;
      yield { points, share: done / rows };
    }
  }
  return { rows, cols, batches };
}
