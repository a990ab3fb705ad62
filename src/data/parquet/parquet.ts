import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import type { TableColumn } from '../arrays/number-table.ts';
import { type NumericValues, showShape } from '../arrays/numeric.ts';
import { rowBatches, type StreamedArray } from '../arrays/row-batches.ts';
import type { ByteSource } from '../byte-source.ts';
import { decodePages, type Page } from './column.ts';
import { type ParquetFooter, readFooter, wholeNumber } from './footer.ts';
import { chunkOf, inLibrary } from './pages.ts';
import type { ParquetLeaf } from './schema.ts';
import type { PageValues } from './values.ts';

/** A column of numbers, lists of numbers or texts, and how to read it. */
export type ParquetColumn = TableColumn & StreamedArray;

/** Bytes of memory that a value takes while it is read. */
const BYTES_PER_VALUE = 8;

/**
 * Lists the columns of a Parquet file (https://parquet.apache.org): flat columns of numbers or
 * text, and lists of numbers that are all of one length, within structs too (`v.embedding`),
 * whatever the codec. Other columns are listed, but refuse to be read.
 *
 * Cost: reads the metadata at the end, and a column when it is read.
 *
 * @param maxBytes - the most bytes of memory that a column may take when it is read whole.
 * @throws FormatError with the byte offset.
 */
export async function listParquet(source: ByteSource, maxBytes: number): Promise<ParquetColumn[]> {
  const footer = await readFooter(source);
  return inLibrary(source.length - 8, () =>
    footer.leaves.map((leaf) => columnOf(source, footer, leaf, maxBytes)),
  );
}

function columnOf(
  source: ByteSource,
  footer: ParquetFooter,
  leaf: ParquetLeaf,
  maxBytes: number,
): ParquetColumn {
  const { name, kind } = leaf;
  const { rows } = footer;
  const cols = leaf.maxRepetition === 0 ? null : listLength(footer, leaf);
  const shape = cols === null ? [rows] : [rows, cols];
  const pieces = () => readPieces(source, footer, leaf, cols, false);
  const count = rows * (cols ?? 1);
  const checkSize = () => {
    if (count * BYTES_PER_VALUE > maxBytes) {
      throw new FormatError(
        `the column ${name} has ${showShape(shape)} values, more than ${maxBytes} bytes allow`,
        source.length - 8,
      );
    }
  };
  const dtype = leaf.type?.dtype ?? 'text';
  const isNumbers = dtype !== 'text';
  const numbers = async function* () {
    checkNumbers(leaf);
    yield* readPieces(source, footer, leaf, cols, true) as AsyncGenerator<NumericValues>;
  };
  const column = {
    name,
    kind,
    shape,
    numbers: isNumbers && cols === null ? numbers : null,
    rowBatches: (rowsAtOnce: number) => {
      checkNumbers(leaf);
      return rowBatches(pieces() as AsyncGenerator<NumericValues>, cols ?? 1, rowsAtOnce);
    },
    read: async () => {
      checkNumbers(leaf);
      checkSize();
      const values = await collect(pieces(), count);
      return { shape, dtype: isNumbers ? dtype : 'float64', values, fortranOrder: false };
    },
  } satisfies ParquetColumn;
  if (leaf.type?.dtype !== 'text' || cols !== null) return column;
  const readTexts = async () => {
    checkSize();
    const texts: string[] = [];
    for await (const piece of pieces()) for (const text of piece) texts.push(text as string);
    return texts;
  };
  return { ...column, readTexts };
}

function checkNumbers({ name, type, kind }: ParquetLeaf): void {
  if (type !== null && type.dtype !== 'text') return;
  throw new InvalidArgumentError(`${name} must be numbers, but is ${kind}`);
}

/** The length of the lists of a column, if they are all as long: values by rows. */
function listLength({ metadata, rows }: ParquetFooter, leaf: ParquetLeaf): number {
  let values = 0;
  for (const { columns } of metadata.row_groups) {
    values += wholeNumber(columns[leaf.index].meta_data?.num_values, 'a number of values');
  }
  return rows === 0 ? 0 : Math.floor(values / rows);
}

async function collect(pieces: AsyncGenerator<PageValues>, count: number): Promise<NumericValues> {
  let values: NumericValues | null = null;
  let at = 0;
  for await (const piece of pieces) {
    const numbers = piece as NumericValues;
    values ??= new (numbers.constructor as new (n: number) => NumericValues)(count);
    if (at + numbers.length > count)
      throw new FormatError(`there are more than ${count} values`, 4);
    values.set(numbers as never, at);
    at += numbers.length;
  }
  if (at !== count) throw new FormatError(`there are ${at} values, not ${count}`, 4);
  return values ?? new Float32Array(0);
}

/**
 * The values in order, a page at a time: whole rows and pieces of them.
 *
 * @param allowNulls - whether a null is NaN; otherwise it is refused.
 */
async function* readPieces(
  source: ByteSource,
  footer: ParquetFooter,
  leaf: ParquetLeaf,
  cols: number | null,
  allowNulls: boolean,
): AsyncGenerator<PageValues> {
  const { type, name, kind } = leaf;
  if (type === null) throw new InvalidArgumentError(`${name} must be numbers, but is ${kind}`);
  const rowGroups = footer.metadata.row_groups;
  for (let group = 0, before = 0; group < rowGroups.length; group++) {
    const rows = wholeNumber(rowGroups[group].num_rows, 'the rows of a row group');
    // Of a group without rows writers say nothing that makes sense.
    if (rows === 0) continue;
    let count = 0;
    let begun = 0;
    for await (const page of decodePages(source, footer, { ...leaf, type }, group)) {
      if (allowNulls) yield withNulls(page, leaf);
      else {
        begun += checkPage(page, leaf, cols, before + begun, count);
        yield page.values;
      }
      count += page.count;
    }
    if (count !== rows * (cols ?? 1)) {
      throw new FormatError(
        `${name} has ${count} values in row group ${group} of ${rows} rows`,
        chunkOf(source, footer.metadata, leaf, group).start,
      );
    }
    before += rows;
  }
}

/** The numbers of a page, NaN where they are null. */
function withNulls({ values, count, definitions }: Page, leaf: ParquetLeaf): NumericValues {
  const numbers = values as NumericValues;
  if (numbers.length === count || !definitions) return numbers;
  const all = new Float64Array(count).fill(Number.NaN);
  for (let i = 0, at = 0; i < count; i++) {
    if (definitions[i] === leaf.maxDefinition) all[i] = Number(numbers[at++]);
  }
  return all;
}

/**
 * Throws unless every value is there, and a row begins at every `cols`-th place.
 *
 * @param row - rows that began before the page.
 * @param start - values of the row group before the page.
 * @returns how many rows begin in the page.
 */
function checkPage(
  page: Page,
  leaf: ParquetLeaf,
  cols: number | null,
  row: number,
  start: number,
): number {
  const { count, values, definitions, repetitions } = page;
  const isWhole = values.length === count;
  let begun = 0;
  for (let i = 0; i < count; i++) {
    const begins = !repetitions || repetitions[i] === 0;
    if (begins) begun++;
    if (!isWhole && definitions?.[i] !== leaf.maxDefinition) {
      throw new InvalidArgumentError(
        `${leaf.name} must have no nulls and no empty lists, but row ${row + begun - 1} has one`,
      );
    }
    if (isWhole && cols !== null && begins !== ((start + i) % cols === 0)) {
      throw new InvalidArgumentError(
        `${leaf.name} must have lists of one length, but row ${row + begun - 1} has another`,
      );
    }
  }
  return begun;
}
