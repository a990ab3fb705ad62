import { Matrix } from '../../core/matrix.ts';
import type { FileArray } from './file-array.ts';
import type { NumericValues } from './numeric.ts';

/** An array whose rows can be read some at a time, so that memory does not grow with it. */
export interface StreamedArray extends FileArray {
  /**
   * Its rows in order, `rowsAtOnce` at a time, as float32.
   *
   * @throws as its `read` does.
   */
  rowBatches(rowsAtOnce: number): AsyncGenerator<Matrix>;
}

/** Whether the rows of an array can be read some at a time. */
export function isStreamed(array: FileArray): array is StreamedArray {
  return 'rowBatches' in array;
}

/** Batches of whole rows of `cols` values, made of pieces that end anywhere. */
export async function* rowBatches(
  pieces: AsyncIterable<NumericValues>,
  cols: number,
  rowsAtOnce: number,
): AsyncGenerator<Matrix> {
  let batch = new Float32Array(rowsAtOnce * cols);
  let length = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const count = Math.min(piece.length - at, batch.length - length);
      for (let i = 0; i < count; i++) batch[length + i] = Number(piece[at + i]);
      at += count;
      length += count;
      if (length < batch.length) continue;
      yield new Matrix(batch, rowsAtOnce, cols);
      batch = new Float32Array(rowsAtOnce * cols);
      length = 0;
    }
  }
  if (length > 0) yield new Matrix(batch.subarray(0, length), length / cols, cols);
}
