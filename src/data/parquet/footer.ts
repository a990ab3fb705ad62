import type { FileMetaData, SchemaElement } from 'hyparquet';
import { FormatError } from '../../core/errors.ts';
import type { DType } from '../arrays/numeric.ts';
import type { ByteSource } from '../byte-source.ts';
import { walkThrift } from './thrift.ts';
import type { ValueType } from './values.ts';

/** A column of a Parquet file whose values lie together. */
export interface ParquetLeaf {
  /** Names from the top-level column down. */
  readonly path: readonly string[];
  /** What is read of it; null where it is neither numbers nor text, nor lists of numbers. */
  readonly type: ValueType | null;
  /** What it is, for messages. */
  readonly kind: string;
  readonly maxDefinition: number;
  /** 1 for lists. */
  readonly maxRepetition: number;
  /** Its place among the columns of each row group. */
  readonly index: number;
}

/** What the end of a Parquet file says. */
export interface ParquetFooter {
  readonly metadata: FileMetaData;
  readonly rows: number;
  readonly leaves: readonly ParquetLeaf[];
}

const MAX_FOOTER_BYTES = 2 ** 28;
const MAX_DEPTH = 32;

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
  const { parquetMetadata } = await import('hyparquet');
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

/** The schema is a tree in depth-first order, the root first. */
function leavesOf(schema: readonly SchemaElement[]): ParquetLeaf[] {
  const leaves: ParquetLeaf[] = [];
  // Groups that are not complete: how many children are missing, and their path.
  const open = [{ missing: schema[0]?.num_children ?? 0, path: [] as SchemaElement[] }];
  for (const element of schema.slice(1)) {
    while (open.at(-1)?.missing === 0) open.pop();
    const parent = open.at(-1);
    if (!parent) throw new FormatError('the schema has more elements than it counts');
    parent.missing--;
    const path = [...parent.path, element];
    const children = element.num_children ?? 0;
    if (path.length > MAX_DEPTH) throw new FormatError('the schema is nested too deep');
    if (children > 0) open.push({ missing: children, path });
    else leaves.push(leafOf(path, leaves.length));
  }
  if (open.some(({ missing }) => missing > 0)) {
    throw new FormatError('the schema has fewer elements than it counts');
  }
  return leaves;
}

function leafOf(path: readonly SchemaElement[], index: number): ParquetLeaf {
  const element = path[path.length - 1];
  const count = (test: (type: string | undefined) => boolean) =>
    path.filter(({ repetition_type }) => test(repetition_type)).length;
  const maxRepetition = count((type) => type === 'REPEATED');
  const maxDefinition = count((type) => type !== 'REQUIRED');
  const value = valueType(element);
  const isList = maxRepetition === 1 && path.length <= 3;
  const type = path.length === 1 && maxRepetition === 0 ? value : isList ? value : null;
  const kind =
    type === null ? (path.length > 1 ? 'nested column' : String(element.type)) : type.dtype;
  const names = path.map(({ name }) => name);
  return { path: names, type, kind, maxDefinition, maxRepetition, index };
}

const TYPES: ReadonlyMap<string | undefined, ValueType> = new Map<string, ValueType>([
  ['BOOLEAN', { dtype: 'bool', stored: 'bits' }],
  ['FLOAT', { dtype: 'float32', stored: 'float32' }],
  ['DOUBLE', { dtype: 'float64', stored: 'float64' }],
]);

function valueType(element: SchemaElement): ValueType | null {
  const { type, type_length, converted_type } = element;
  const logical = element.logical_type?.type;
  if (type === 'BYTE_ARRAY') {
    const isText = logical === 'STRING' || converted_type === 'UTF8' || logical === 'ENUM';
    return isText ? { dtype: 'text', stored: 'bytes' } : null;
  }
  if (type === 'FIXED_LEN_BYTE_ARRAY') {
    const isHalf = logical === 'FLOAT16' && type_length === 2;
    return isHalf ? { dtype: 'float16', stored: 'float16' } : null;
  }
  if (type === 'INT32' || type === 'INT64') return integerType(element, type);
  return TYPES.get(type) ?? null;
}

/** Dates, times and decimals are whole numbers in the file, but not to people. */
function integerType(element: SchemaElement, type: 'INT32' | 'INT64'): ValueType | null {
  const { converted_type, logical_type } = element;
  const stored: DType = type === 'INT32' ? 'int32' : 'int64';
  const name = converted_type ?? (logical_type ? logical_type.type : 'INT');
  if (name !== 'INT' && name !== 'INTEGER' && !/^U?INT_(8|16|32|64)$/.test(name)) return null;
  const isUnsigned =
    name.startsWith('U') || (logical_type?.type === 'INTEGER' && !logical_type.isSigned);
  const dtype = isUnsigned ? (`u${stored}` as DType) : stored;
  return { dtype, stored: dtype };
}
