import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import type { FileArray } from '../arrays/file-array.ts';
import { type NumericValues, showShape } from '../arrays/numeric.ts';
import type { ByteSource } from '../byte-source.ts';
import { decodePages, type Page } from './column.ts';
import { type ParquetFooter, type ParquetLeaf, readFooter, wholeNumber } from './footer.ts';
import { chunkOf, inLibrary } from './pages.ts';
import type { PageValues } from './values.ts';

/** A column of numbers, lists of numbers or texts, and how to read it. */
export interface ParquetColumn extends FileArray {
  /**
   * The values in order, a page at a time: whole rows and pieces of them.
   *
   * @throws FormatError with the byte offset; InvalidArgumentError for nulls and lists of different
   * lengths.
   */
  pieces(): AsyncGenerator<PageValues>;
}

/** Bytes of memory that a value takes while it is read. */
const BYTES_PER_VALUE = 8;

/**
 * Lists the columns of a Parquet file (https://parquet.apache.org): flat columns of numbers or
 * text, and lists of numbers that are all of one length, whatever the codec. Other columns are
 * listed, but refuse to be read.
 *
 * Cost: reads the metadata at the end, and a column when it is read.
 *
 * @param maxBytes - the most bytes of memory that a column may take.
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
  const [name] = leaf.path;
  const { rows } = footer;
  const cols = leaf.maxRepetition === 0 ? null : listLength(footer, leaf);
  const shape = cols === null ? [rows] : [rows, cols];
  const pieces = () => readPieces(source, footer, leaf, cols);
  const count = rows * (cols ?? 1);
  const checkSize = () => {
    if (count * BYTES_PER_VALUE > maxBytes) {
      throw new FormatError(
        `the column ${name} has ${showShape(shape)} values, more than ${maxBytes} bytes allow`,
        source.length - 8,
      );
    }
  };
  const column = {
    name,
    kind: leaf.kind,
    shape,
    pieces,
    read: async () => {
      if (leaf.type === null || leaf.type.dtype === 'text') {
        throw new InvalidArgumentError(`${name} must be numbers, but is ${leaf.kind}`);
      }
      checkSize();
      const { dtype } = leaf.type;
      return { shape, dtype, values: await collect(pieces(), count), fortranOrder: false };
    },
  };
  if (leaf.type?.dtype !== 'text' || cols !== null) return column;
  const readTexts = async () => {
    checkSize();
    const texts: string[] = [];
    for await (const piece of pieces()) texts.push(...(piece as string[]));
    return texts;
  };
  return { ...column, readTexts };
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

async function* readPieces(
  source: ByteSource,
  footer: ParquetFooter,
  leaf: ParquetLeaf,
  cols: number | null,
): AsyncGenerator<PageValues> {
  const { type } = leaf;
  if (type === null) {
    throw new InvalidArgumentError(`${leaf.path[0]} must be numbers, but is a ${leaf.kind}`);
  }
  const rowGroups = footer.metadata.row_groups;
  for (let group = 0, before = 0; group < rowGroups.length; group++) {
    const rows = wholeNumber(rowGroups[group].num_rows, 'the rows of a row group');
    let count = 0;
    let begun = 0;
    for await (const page of decodePages(source, footer, { ...leaf, type }, group)) {
      begun += checkPage(page, leaf, cols, before + begun, count);
      count += page.count;
      yield page.values;
    }
    if (count !== rows * (cols ?? 1)) {
      throw new FormatError(
        `${leaf.path[0]} has ${count} values in row group ${group} of ${rows} rows`,
        chunkOf(source, footer.metadata, leaf, group).start,
      );
    }
    before += rows;
  }
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
        `${leaf.path[0]} must have no nulls and no empty lists, but row ${row + begun - 1} has one`,
      );
    }
    if (isWhole && cols !== null && begins !== ((start + i) % cols === 0)) {
      throw new InvalidArgumentError(
        `${leaf.path[0]} must have lists of one length, but row ${row + begun - 1} has another`,
      );
    }
  }
  return begun;
}
