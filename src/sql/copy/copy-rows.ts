import { InvalidArgumentError } from '../../core/errors.ts';
import type { SqlDriver } from '../driver.ts';
import { binaryRows } from './binary.ts';
import { ByteSink } from './byte-sink.ts';
import { type CopyColumn, rowsOf } from './columns.ts';
import { textRows } from './text.ts';

/** How rows travel. */
export type CopyFormat = 'binary' | 'text';

/** Pieces end after the row with which they reach this many bytes. */
const PIECE_BYTES = 256 * 1024;
const FORMATS = { binary: binaryRows, text: textRows };

/**
 * Copies rows into a table, all or none. Binary is several times faster than text, most of all for vectors.
 *
 * @param target - the table and its columns, quoted: `"photos" ("id", "code")`.
 * @param columns - in the order of `target`, with equally many rows.
 * @throws SqlError if the server refuses the rows, InvalidArgumentError if a value is none of its type.
 */
export async function copyRows(
  driver: SqlDriver,
  target: string,
  columns: readonly CopyColumn[],
  format: CopyFormat = 'binary',
): Promise<void> {
  if (!driver.copy) throw new InvalidArgumentError(`the driver ${driver.name} can't copy rows`);
  await driver.copy(target, format, inTurn(copyPieces(columns, format)));
}

/** The input of a copy in pieces of some 256 kB, made as they are asked for. */
export function* copyPieces(
  columns: readonly CopyColumn[],
  format: CopyFormat = 'binary',
): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
  const rows = equalRows(columns);
  const { begin, rows: rowsIn, end } = FORMATS[format];
  const sink = new ByteSink(PIECE_BYTES + 4096);
  begin(sink);
  const write = rowsIn(sink, columns);
  for (let row = 0; row < rows; row++) {
    write(row);
    if (sink.at >= PIECE_BYTES) yield sink.take();
  }
  end(sink);
  if (sink.at > 0) yield sink.take();
}

async function* inTurn<T>(values: Iterable<T>): AsyncGenerator<T, void, undefined> {
  yield* values;
}

function equalRows(columns: readonly CopyColumn[]): number {
  const counts = columns.map(rowsOf);
  const other = counts.find((count) => count !== counts[0]);
  if (other === undefined) return counts[0] ?? 0;
  throw new InvalidArgumentError(
    `columns must have equally many rows, not ${counts[0]} and ${other}`,
  );
}
