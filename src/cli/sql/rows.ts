import { InvalidArgumentError } from '../../core/errors.ts';
import { type BitOrder, HashCodes } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Fields } from '../../data/text/row-parser.ts';
import { openRowStream } from '../../node/row-stream/open.ts';
import type { Id } from '../../search/hash-index/types.ts';
import { entriesOf } from '../entries.ts';
import { readIds } from '../index/ids.ts';
import type { TableArguments } from '../options/table.ts';
import { tableOptions } from '../options/table.ts';
import type { ProgressLine } from '../output/progress.ts';
import { readVectors } from '../read-vectors.ts';

/** Rows of a file that follow each other. */
export interface FileRows {
  readonly points: Matrix;
  readonly ids: readonly Id[];
  /** What rows have beside; undefined where nothing of it is asked for. */
  readonly fields: readonly Fields[] | undefined;
  /** How much of the file was read: from 0 to 1. */
  readonly share: number;
}

/** A file of vectors or codes, as rows. */
export interface RowFile {
  readonly cols: number;
  /** Whether ids are texts. */
  readonly textIds: boolean;
  batches(): AsyncIterable<FileRows>;
  close(): Promise<void>;
}

/** What rows are read for. */
export interface RowFileOptions extends TableArguments {
  /** A file. */
  readonly ids?: string;
  readonly idColumn?: string;
  /** Columns to read. */
  readonly columns?: readonly string[];
}

/**
 * Opens a file: its rows come in batches; it is read whole where a column or key beside the vector is
 * asked for. Ids are row numbers where none are given.
 */
export async function openRowFile(
  path: string,
  options: RowFileOptions,
  progress: ProgressLine,
): Promise<RowFile> {
  const { idColumn, columns = [] } = options;
  if (idColumn === undefined && columns.length === 0) return streamed(path, options, progress);
  const table = tableOptions(options, progress);
  const vectors = await readVectors(path, { ...table, labels: false, readFields: true });
  const { points, rows } = vectors;
  const { ids, documents } = await entriesOf(path, vectors, { ...options, fields: columns });
  const all = ids ?? Array.from({ length: points.rows }, (_, i) => rows?.[i] ?? i);
  return {
    cols: points.cols,
    textIds: typeof all[0] === 'string',
    async *batches() {
      yield { points, ids: all, fields: columns.length > 0 ? documents : undefined, share: 1 };
    },
    async close() {},
  };
}

async function streamed(
  path: string,
  options: RowFileOptions,
  progress: ProgressLine,
): Promise<RowFile> {
  const given = options.ids === undefined ? undefined : await readIds(options.ids);
  const input = await openRowStream(path, tableOptions(options, progress));
  return {
    cols: input.cols,
    textIds: typeof given?.[0] === 'string',
    async *batches() {
      let count = 0;
      for await (const points of input.batches()) {
        const first = count;
        count += points.rows;
        if (given && given.length < count) throw wrongIds(given.length, 'more rows');
        const ids = given
          ? given.slice(first, count)
          : Array.from({ length: points.rows }, (_, i) => first + i);
        yield { points, ids, fields: undefined, share: input.share };
      }
      if (given && given.length !== count) throw wrongIds(given.length, `${count} rows`);
    },
    close: () => input.close(),
  };
}

function wrongIds(count: number, rows: string): InvalidArgumentError {
  return new InvalidArgumentError(
    `--ids must name each row, but there are ${count} ids for ${rows}`,
  );
}

/**
 * Rows of bytes as codes.
 *
 * @throws InvalidArgumentError if a value is no byte, or rows are of another length than codes of `bits`.
 */
export function codesOfRows(
  path: string,
  { data, rows, cols }: Matrix,
  bits: number,
  order: BitOrder,
): HashCodes {
  if (cols !== Math.ceil(bits / 8)) {
    throw new InvalidArgumentError(
      `${path} has rows of ${cols} bytes, but codes of ${bits} bits take ${Math.ceil(bits / 8)}`,
    );
  }
  const bytes = new Uint8Array(rows * cols);
  for (let i = 0; i < bytes.length; i++) {
    if (!(data[i] >= -128 && data[i] <= 255 && Number.isInteger(data[i]))) {
      throw new InvalidArgumentError(
        `${path} has ${data[i]} where codes have bytes: vectors need a store with a hasher (--hasher)`,
      );
    }
    bytes[i] = data[i];
  }
  return HashCodes.fromBytes(bytes, bits, order);
}
