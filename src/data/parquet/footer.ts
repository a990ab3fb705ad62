import type { FileMetaData } from 'hyparquet';
import { FormatError } from '../../core/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { loadPackage } from '../load-package.ts';
import { leavesOf, type ParquetLeaf } from './schema.ts';
import { walkThrift } from './thrift.ts';

/** What the end of a Parquet file says. */
export interface ParquetFooter {
  readonly metadata: FileMetaData;
  readonly rows: number;
  readonly leaves: readonly ParquetLeaf[];
}

const MAX_FOOTER_BYTES = 2 ** 28;

/** Whether `bytes` begin as a Parquet file does. */
export function isParquet(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x41 && bytes[2] === 0x52 && bytes[3] === 0x31;
}

/**
 * Reads the metadata at the end of a Parquet file (https://parquet.apache.org/docs/file-format).
 *
 * @throws FormatError with the byte offset.
 */
export async function readFooter(source: ByteSource): Promise<ParquetFooter> {
  const { length } = source;
  if (length < 12) throw new FormatError('the Parquet file is cut short', length);
  const tail = await source.read(length - 8, length);
  if (!isParquet(tail.subarray(4))) {
    throw new FormatError('the Parquet file is cut short: it does not end with PAR1', length - 4);
  }
  const size = new DataView(tail.buffer, tail.byteOffset, 4).getUint32(0, true);
  const start = length - 8 - size;
  if (start < 4 || size > MAX_FOOTER_BYTES) {
    throw new FormatError(`Parquet metadata of ${size} bytes can't be`, length - 8);
  }
  // Copied: the library wants a buffer of its own, and not a shared one.
  const footer = new Uint8Array(await source.read(start, length));
  walkThrift(footer.subarray(0, size), 0, start);
  const { parquetMetadata } = await loadPackage('hyparquet', () => import('hyparquet'));
  try {
    const metadata = parquetMetadata(footer, { geoparquet: false });
    const rows = wholeNumber(metadata.num_rows, 'the number of rows');
    const leaves = leavesOf(metadata.schema);
    checkGroups(metadata, leaves.length, rows);
    return { metadata, rows, leaves };
  } catch (cause) {
    if (cause instanceof FormatError) throw new FormatError(cause.message, start, { cause });
    throw new FormatError("the Parquet metadata can't be read", start, { cause });
  }
}

/** An int64 of the metadata as a number. */
export function wholeNumber(value: unknown, what: string): number {
  const number = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : -1;
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new FormatError(`${what} can't be ${value}`);
  }
  return number;
}

function checkGroups({ row_groups }: FileMetaData, columns: number, rows: number): void {
  let sum = 0;
  for (const group of row_groups) {
    sum += wholeNumber(group.num_rows, 'the rows of a row group');
    if (group.columns.length !== columns) {
      throw new FormatError(`a row group has ${group.columns.length} columns, not ${columns}`);
    }
  }
  if (sum !== rows) throw new FormatError(`the row groups have ${sum} rows, not ${rows}`);
}
