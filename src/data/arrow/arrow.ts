import { FormatError } from '../../core/errors.ts';
import { textArray, unreadArray } from '../arrays/file-array.ts';
import type { TableColumn } from '../arrays/number-table.ts';
import type { NumericArray, NumericValues } from '../arrays/numeric.ts';
import { rowBatches, type StreamedArray } from '../arrays/row-batches.ts';
import type { ByteSource } from '../byte-source.ts';
import { type ArrowBatch, type ArrowFile, readMessages } from './messages.ts';
import type { ArrowField } from './schema.ts';
import { ArrowReader } from './values.ts';

/** A column of an Arrow file. */
export type ArrowColumn = TableColumn & Partial<StreamedArray>;

/** Bytes of memory that a value takes while it is read. */
const BYTES_PER_VALUE = 8;

/**
 * Lists the columns of an Arrow file: the IPC format as a file (Feather version 2) or as a stream,
 * plain or packed with LZ4 or zstd. Columns of numbers, booleans, decimals and texts are read, with
 * and without dictionaries, and lists of numbers that are all of one length; within structs too
 * (`v.embedding`). Others are listed, but refuse to be read.
 *
 * Cost: reads the messages' headers, and a column when it is read, a record batch at a time.
 *
 * @param sources - files of one data set, one after another: they must have the same columns.
 * @param maxBytes - the most bytes of memory that a column may take when it is read whole.
 * @throws FormatError with the byte offset.
 */
export async function listArrow(
  sources: readonly ByteSource[],
  maxBytes: number,
): Promise<ArrowColumn[]> {
  const file = await joinFiles(sources);
  const reader = new ArrowReader(file, maxBytes);
  const columns: ArrowColumn[] = [];
  for (const path of leavesOf(file.schema.fields)) {
    columns.push(await columnOf(file, reader, path, maxBytes));
  }
  return columns;
}

/** The batches of several files as those of one; dictionaries stay with their own file. */
async function joinFiles(sources: readonly ByteSource[]): Promise<ArrowFile> {
  const [first, ...others] = await Promise.all(sources.map(readMessages));
  for (const [i, { schema, dictionaries }] of others.entries()) {
    const isSame = JSON.stringify(schema) === JSON.stringify(first.schema);
    if (!isSame || dictionaries.length > 0) {
      throw new FormatError(`file ${i + 2} has other columns than the first, or dictionaries`, 0);
    }
  }
  return { ...first, batches: [first, ...others].flatMap(({ batches }) => batches) };
}

/** The columns: what is no struct, with the structs that it is in. */
function leavesOf(
  fields: readonly ArrowField[],
  within: readonly ArrowField[] = [],
): ArrowField[][] {
  return fields.flatMap((field) => {
    const path = [...within, field];
    return field.type.is === 'struct' && !field.dictionary
      ? leavesOf(field.children, path)
      : [path];
  });
}

/** The element type of numbers, or null. */
function numberKind({ type, children, dictionary }: ArrowField): string | null {
  if (type.is === 'numbers') return type.dtype;
  if (type.is === 'bits') return 'bool';
  if (type.is === 'decimals') return 'float64';
  const isList = (type.is === 'list' || type.is === 'fixed-list') && !dictionary;
  const [child] = children;
  if (!isList || children.length !== 1 || child.dictionary) return null;
  return child.type.is === 'list' || child.type.is === 'fixed-list' ? null : numberKind(child);
}

async function columnOf(
  file: ArrowFile,
  reader: ArrowReader,
  path: readonly ArrowField[],
  maxBytes: number,
): Promise<ArrowColumn> {
  const field = path[path.length - 1];
  const name = path.map((each) => each.name).join('.');
  const rows = file.batches.reduce((sum, { length }) => sum + length, 0);
  const { is } = field.type;
  const kind = numberKind(field);
  if (kind === null) {
    const isText = is === 'texts' || is === 'text-views';
    const array = isText
      ? textArray(name, rows, () => collectTexts(file, reader, path))
      : unreadArray(name, field.type.is === 'other' ? field.type.name : 'nested column', [rows]);
    return { ...array, numbers: null };
  }
  const isList = is === 'list' || is === 'fixed-list';
  const cols = isList ? await listLength(file, reader, path) : null;
  const pieces = isList
    ? () => listPieces(file, reader, path, cols as number)
    : () => numberPieces(file, reader, path, 'refuse');
  const shape = cols === null ? [rows] : [rows, cols];
  const count = rows * (cols ?? 1);
  const read = async (): Promise<NumericArray> => {
    if (count * BYTES_PER_VALUE > maxBytes) {
      throw new FormatError(`the column ${name} takes more than ${maxBytes} bytes`, 0);
    }
    const values = join(await allOf(pieces()), count);
    return { shape, dtype: kind as NumericArray['dtype'], values, fortranOrder: false };
  };
  return {
    name,
    kind,
    shape,
    read,
    rowBatches: (rowsAtOnce) => rowBatches(pieces(), cols ?? 1, rowsAtOnce),
    numbers: isList ? null : () => numberPieces(file, reader, path, 'nan'),
  };
}

/** That of the first list; the others are checked when they are read. */
async function listLength(
  { batches }: ArrowFile,
  reader: ArrowReader,
  path: readonly ArrowField[],
): Promise<number> {
  const { type } = path[path.length - 1];
  if (type.is === 'fixed-list') return type.length;
  const first = batches.find(({ length }) => length > 0);
  return first ? reader.firstLength(first, path) : 0;
}

/** The batches, with the number of rows before each. */
function* counted({ batches }: ArrowFile): Generator<[ArrowBatch, number]> {
  let before = 0;
  for (const batch of batches) {
    yield [batch, before];
    before += batch.length;
  }
}

async function* listPieces(
  file: ArrowFile,
  reader: ArrowReader,
  path: readonly ArrowField[],
  cols: number,
): AsyncGenerator<NumericValues> {
  for (const [batch, before] of counted(file)) yield reader.lists(batch, path, cols, before);
}

async function* numberPieces(
  file: ArrowFile,
  reader: ArrowReader,
  path: readonly ArrowField[],
  nulls: 'nan' | 'refuse',
): AsyncGenerator<NumericValues> {
  for (const [batch, before] of counted(file)) yield reader.numbers(batch, path, nulls, before);
}

async function collectTexts(
  file: ArrowFile,
  reader: ArrowReader,
  path: readonly ArrowField[],
): Promise<string[]> {
  const parts: string[][] = [];
  for (const [batch, before] of counted(file)) parts.push(await reader.texts(batch, path, before));
  return parts.flat();
}

async function allOf(pieces: AsyncGenerator<NumericValues>): Promise<NumericValues[]> {
  const all: NumericValues[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

/** Joined when all are there: what a file claims to hold is not allocated before. */
function join(pieces: readonly NumericValues[], count: number): NumericValues {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length !== count) throw new FormatError(`there are ${length} values, not ${count}`, 0);
  if (pieces.length === 1) return pieces[0];
  const [first] = pieces;
  if (!first) return new Float32Array(0);
  const values = new (first.constructor as new (n: number) => NumericValues)(count);
  let at = 0;
  for (const piece of pieces) {
    values.set(piece as never, at);
    at += piece.length;
  }
  return values;
}
