import { FormatError } from '../../core/errors.ts';
import { Matrix } from '../../core/matrix.ts';
import { choosePoints } from '../../data/dataset/choose-arrays.ts';
import { listParquet, type ParquetColumn } from '../../data/parquet/parquet.ts';
import type { PageValues } from '../../data/parquet/values.ts';
import type { FileSource } from '../file-source.ts';
import { BATCH_BYTES } from './row-stream.ts';

/** The column of vectors of a Parquet file. */
export async function parquetPoints(source: FileSource, name?: string): Promise<ParquetColumn> {
  // Pages are read one by one: a column may be of any size.
  const columns = await listParquet(source, Number.POSITIVE_INFINITY);
  const column = choosePoints(columns, name) as ParquetColumn;
  const [rows, cols] = column.shape;
  if (!(rows > 0 && cols > 0)) {
    throw new FormatError(`the column ${column.name} holds no vectors`, source.length - 8);
  }
  return column;
}

/** Its rows: pages end anywhere, batches with a row. */
export async function* readParquetRows(column: ParquetColumn): AsyncGenerator<Matrix> {
  const cols = column.shape[1];
  const batchRows = Math.max(1, Math.floor(BATCH_BYTES / (4 * cols)));
  let batch = new Float32Array(batchRows * cols);
  let length = 0;
  for await (const piece of column.pieces()) {
    for (let at = 0; at < piece.length; ) {
      const count = Math.min(piece.length - at, batch.length - length);
      copyNumbers(piece, at, batch, length, count);
      at += count;
      length += count;
      if (length < batch.length) continue;
      yield new Matrix(batch, batchRows, cols);
      batch = new Float32Array(batchRows * cols);
      length = 0;
    }
  }
  if (length > 0) yield new Matrix(batch.subarray(0, length), length / cols, cols);
}

function copyNumbers(
  piece: PageValues,
  from: number,
  batch: Float32Array,
  to: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) batch[to + i] = Number(piece[from + i]);
}
