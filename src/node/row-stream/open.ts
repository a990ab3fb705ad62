import { readFile } from 'node:fs/promises';
import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { checkFinite, type Matrix } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import { columnArrays, type TableColumn } from '../../data/arrays/number-table.ts';
import { toMatrix } from '../../data/arrays/numeric.ts';
import { listArrow } from '../../data/arrow/arrow.ts';
import { BIG_ANN, type BigAnnFormat } from '../../data/binary/big-ann.ts';
import { checkReading, readContents } from '../../data/contents.ts';
import { choosePoints } from '../../data/dataset/choose-arrays.ts';
import { ColumnMeans, filledNote, fillMissing } from '../../data/dataset/missing.ts';
import { DETECT_BYTES, detectFormat } from '../../data/detect.ts';
import { listParquet } from '../../data/parquet/parquet.ts';
import type { TableOptions } from '../../data/text/row-parser.ts';
import { arrowFiles } from '../data-folder.ts';
import { FileSource } from '../file-source.ts';
import { checkPath, eachInFile, inFile } from '../in-file.ts';
import { bigAnnRows, type FixedRows, npyRows, readFixedRows, vecsRows } from './fixed-rows.ts';
import { BATCH_BYTES, type RowStream, type RowStreamOptions } from './row-stream.ts';
import { streamedRows } from './streamed-rows.ts';
import { type ParsedFormat, ROW_PARSERS, readTextRows } from './text-rows.ts';

/** Rows, and how much of the file was read for them. */
interface Batch {
  readonly points: Matrix;
  readonly share: number;
}

/** What is known of a file when it is open. */
interface Opened {
  readonly format: RowStream['format'];
  readonly rows: number | undefined;
  readonly cols: number;
  batches(): AsyncGenerator<Batch>;
}

/**
 * Opens a file of vectors to read its rows batch by batch: .npy, fvecs, bvecs, ivecs, the big-ann
 * formats, CSV and other tables, JSON lines, word vectors, Parquet and Arrow, and the folder of Arrow
 * files that Hugging Face's `save_to_disk` makes. Memory does not grow with these. Files of other
 * formats that `readContents` knows, and those that are gzipped, are read whole.
 *
 * @throws FileError if it can't be read, FormatError or InvalidArgumentError if it holds no vectors;
 * all name the file.
 */
export async function openRowStream(
  path: string,
  options: RowStreamOptions = {},
): Promise<RowStream> {
  checkPath(path);
  const names = { array: 1, labelColumn: 1, header: 1, missing: 1, onWarning: 1 } as const;
  checkOptions('openRowStream', options, names);
  checkReading(options);
  const files = (await arrowFiles(path)) ?? [path];
  const sources: FileSource[] = [];
  const close = async () => {
    for (const source of sources) await source.close();
  };
  try {
    for (const file of files) sources.push(await inFile(file, () => FileSource.open(file)));
    const opened = await inFile(path, async () =>
      files[0] === path
        ? openRows(path, sources[0], options)
        : streamed('arrow', await listArrow(sources, UNBOUNDED), options, 0),
    );
    return new OpenStream(path, close, opened, options);
  } catch (error) {
    await close();
    throw error;
  }
}

class OpenStream implements RowStream {
  readonly path: string;
  share = 0;
  readonly #close: () => Promise<void>;
  readonly #opened: Opened;
  readonly #options: RowStreamOptions;
  #rows: number | undefined;
  /** Of the dimensions, where missing numbers become them. */
  #means: Float32Array | undefined;
  #isNoted = false;

  constructor(path: string, close: () => Promise<void>, opened: Opened, options: RowStreamOptions) {
    this.path = path;
    this.#close = close;
    this.#opened = opened;
    this.#options = options;
    // How many rows are left shows when all were read.
    this.#rows = options.missing === 'drop-row' ? undefined : opened.rows;
  }

  get format() {
    return this.#opened.format;
  }

  get rows(): number | undefined {
    return this.#rows;
  }

  get cols(): number {
    return this.#opened.cols;
  }

  async *batches(): AsyncGenerator<Matrix, void, undefined> {
    const { missing = 'error' } = this.#options;
    let rows = 0;
    let filled = 0;
    this.share = 0;
    if (missing === 'mean') this.#means ??= await this.#readMeans();
    for await (const batch of eachInFile(this.path, this.#opened.batches())) {
      const { points, count } = fillMissing(batch.points, missing, this.#means);
      checkFinite(`${this.path}, rows from ${rows}: values`, points);
      rows += points.rows;
      filled += count;
      this.share = batch.share;
      if (points.rows > 0) yield points;
    }
    this.#rows = rows;
    this.#note(filledNote(missing, filled));
  }

  /** A pass over the file. */
  async #readMeans(): Promise<Float32Array> {
    const means = new ColumnMeans();
    for await (const { points } of eachInFile(this.path, this.#opened.batches())) means.add(points);
    return inFile(this.path, () => means.means());
  }

  /** Once, however often rows are read. */
  #note(note: string | null): void {
    if (note && !this.#isNoted) this.#options.onWarning?.(`${this.path}: ${note}`);
    this.#isNoted = true;
  }

  async close(): Promise<void> {
    await this.#close();
  }
}

async function openRows(
  path: string,
  source: FileSource,
  options: RowStreamOptions,
): Promise<Opened> {
  const { length } = source;
  if (length === 0) throw new FormatError('the file is empty', 0);
  const head = await source.read(0, Math.min(DETECT_BYTES, length));
  const format = detectFormat(head, path, length);
  if (format === 'npy') return fixed(format, await npyRows(source));
  if (format === 'fvecs' || format === 'bvecs' || format === 'ivecs') {
    return fixed(format, await vecsRows(source, format));
  }
  if (isBigAnn(format)) return fixed(format, await bigAnnRows(source, format));
  if (format === 'parquet') {
    return streamed(format, await listParquet(source, UNBOUNDED), options, source.length - 8);
  }
  if (format === 'arrow') return streamed(format, await listArrow([source], UNBOUNDED), options, 0);
  if (format !== null && Object.hasOwn(ROW_PARSERS, format)) {
    return text(format as ParsedFormat, path, source, options);
  }
  return whole(path, options);
}

/** Columns are read page by page, or batch by batch: they may be of any size. */
const UNBOUNDED = Number.POSITIVE_INFINITY;

function isBigAnn(format: string | null): format is BigAnnFormat {
  return format !== null && Object.hasOwn(BIG_ANN, format);
}

function fixed(format: RowStream['format'], layout: FixedRows): Opened {
  const { rows, cols } = layout;
  async function* batches() {
    for await (const { points, done } of readFixedRows(layout)) {
      yield { points, share: done / rows };
    }
  }
  return { format, rows, cols, batches };
}

/** @param at - the byte of the file that says how large it is, for messages. */
function streamed(
  format: RowStream['format'],
  columns: readonly TableColumn[],
  { array, ...table }: RowStreamOptions,
  at: number,
): Opened {
  const { arrays } = columnArrays(columns, { ...table, pointsColumn: array }, UNBOUNDED, at);
  return { format, ...streamedRows(arrays, array, at) };
}

/** The first batch is read to learn the dimensions, and again with the rest. */
async function text(
  format: ParsedFormat,
  path: string,
  source: FileSource,
  options: RowStreamOptions,
): Promise<Opened> {
  const { onWarning, ...table } = tableOf(path, options);
  const read = (more: Pick<TableOptions, 'onWarning'> = {}) =>
    readTextRows(source, ROW_PARSERS[format]({ ...table, ...more }, path));
  let cols: number | undefined;
  for await (const { points } of read({ onWarning })) {
    cols = points.cols;
    break;
  }
  if (cols === undefined) throw new FormatError('the file holds no rows of numbers', 0);
  async function* batches() {
    for await (const { points, at } of read()) yield { points, share: at / source.length };
  }
  return { format, rows: undefined, cols, batches };
}

/** Where vectors are in a text; labels are not read. */
function tableOf(path: string, options: RowStreamOptions): TableOptions {
  const { array: pointsColumn, labelColumn, header, missing, onWarning } = options;
  return {
    ...{ pointsColumn, labelColumn, header, missing, readLabels: false },
    ...(onWarning && { onWarning: (message: string) => onWarning(`${path}: ${message}`) }),
  };
}

/** Files that aren't laid out by rows, or are packed: in memory as a whole. */
async function whole(path: string, options: RowStreamOptions): Promise<Opened> {
  const table = { ...tableOf(path, options), name: path };
  const { format, arrays } = await readContents(await readFile(path), table);
  const points = toMatrix(await choosePoints(arrays, options.array).read());
  const { rows, cols } = points;
  if (rows === 0) throw new InvalidArgumentError('there are no points: it has no rows');
  const batchRows = Math.max(1, Math.floor(BATCH_BYTES / (4 * cols)));
  async function* batches() {
    for (let first = 0; first < rows; first += batchRows) {
      const end = Math.min(rows, first + batchRows);
      yield { points: points.slice(first, end), share: end / rows };
    }
  }
  return { format, rows, cols, batches };
}
