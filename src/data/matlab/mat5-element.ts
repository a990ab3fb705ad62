import { FormatError } from '../../core/errors.ts';
import type { DType } from '../arrays/numeric.ts';

/** Types of the data elements of a MAT file (MathWorks, "MAT-File Format", table 1-1). */
export const MI_MATRIX = 14;
export const MI_COMPRESSED = 15;
const MI_INT8 = 1;
const MI_UINT8 = 2;
const MI_INT32 = 5;
const MI_UINT32 = 6;
const MI_UTF8 = 16;

/** Array classes (table 1-3): those of numbers, and what the others are called. */
const NUMERIC: Readonly<Record<number, DType>> = {
  6: 'float64',
  7: 'float32',
  8: 'int8',
  9: 'uint8',
  10: 'int16',
  11: 'uint16',
  12: 'int32',
  13: 'uint32',
  14: 'int64',
  15: 'uint64',
};
const OTHERS: Readonly<Record<number, string>> = {
  1: 'cell array',
  2: 'struct',
  3: 'object',
  4: 'char array',
  5: 'sparse array',
  16: 'function handle',
  17: 'opaque object',
};
const OPAQUE = 17;
const COMPLEX = 0x0800;
const LOGICAL = 0x0200;

/** numpy's limit is 64 dimensions, MATLAB's limit for names is 63 characters. */
const MAX_DIMENSIONS = 64;
const MAX_NAME = 1024;

/** Bytes within which the header of every array ends: tags, flags, dimensions, name. */
export const HEADER_BYTES = 8 + 16 + (8 + 4 * MAX_DIMENSIONS) + (8 + MAX_NAME);

/** Bytes of a MAT file, or of one inflated element, with their byte order. */
export interface Source {
  bytes: Uint8Array;
  view: DataView;
  littleEndian: boolean;
  /** Where in the file the bytes came from, if they were inflated. */
  inflatedFrom: number | undefined;
}

/** A data element: its type, and where its data lies and the next element begins. */
export interface Element {
  type: number;
  start: number;
  end: number;
  next: number;
}

/** What precedes the values of an array. `dtype` is null where `kind` is not numeric. */
export interface MatHeader {
  name: string;
  kind: string;
  dtype: DType | null;
  shape: number[];
  complex: boolean;
  /** Where the values begin. */
  dataAt: number;
}

/** The bytes to read elements from. */
export function sourceOf(bytes: Uint8Array, littleEndian: boolean, inflatedFrom?: number): Source {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, littleEndian, inflatedFrom };
}

/** Throws the FormatError for byte `at` of `source`. */
export function refuse(source: Source, reason: string, at: number): never {
  const { inflatedFrom } = source;
  if (inflatedFrom === undefined) throw new FormatError(reason, at);
  throw new FormatError(`${reason}, at byte ${at} of the inflated element`, inflatedFrom);
}

/** Reads the tag at `at` of an element that must end by `limit`. */
export function readTag(source: Source, at: number, limit: number): Element {
  if (at + 8 > limit) refuse(source, 'a data element is cut short', at);
  const first = source.view.getUint32(at, source.littleEndian);
  const small = first >>> 16;
  if (small !== 0) {
    // The small form: size and type in one word, up to four bytes of data in the next.
    if (small > 4) refuse(source, `a small data element of ${small} bytes can't be`, at);
    return { type: first & 0xffff, start: at + 4, end: at + 4 + small, next: at + 8 };
  }
  const length = source.view.getUint32(at + 4, source.littleEndian);
  const start = at + 8;
  const end = start + length;
  if (end > limit) {
    refuse(source, `a data element claims ${length} bytes where ${limit - start} are left`, at);
  }
  // Compressed elements are not padded to multiples of 8 bytes; all others are.
  const padded = first === MI_COMPRESSED ? end : start + Math.ceil(length / 8) * 8;
  return { type: first, start, end, next: Math.min(padded, limit) };
}

/** Reads the header of the array whose miMATRIX data lies between `start` and `limit`. */
export function readMatHeader(source: Source, start: number, limit: number): MatHeader {
  const { view, littleEndian } = source;
  const flags = readTag(source, start, limit);
  if (flags.type !== MI_UINT32 || flags.end - flags.start !== 8) {
    refuse(source, 'the array flags are damaged', start);
  }
  const word = view.getUint32(flags.start, littleEndian);
  const classId = word & 0xff;
  const dtype = NUMERIC[classId] ?? null;
  const kind = dtype ?? OTHERS[classId];
  if (kind === undefined) refuse(source, `array class ${classId} is unknown`, flags.start);
  // Opaque objects have no dimensions.
  const { shape, next } =
    classId === OPAQUE
      ? { shape: [], next: flags.next }
      : readDimensions(source, flags.next, limit);
  const nameTag = readTag(source, next, limit);
  const nameLength = nameTag.end - nameTag.start;
  if (![MI_INT8, MI_UINT8, MI_UTF8].includes(nameTag.type) || nameLength > MAX_NAME) {
    refuse(source, "the array's name is damaged", next);
  }
  const name = new TextDecoder().decode(
    new Uint8Array(source.bytes.subarray(nameTag.start, nameTag.end)),
  );
  return {
    name,
    kind: word & LOGICAL && dtype === 'uint8' ? 'logical' : kind,
    dtype,
    shape,
    complex: (word & COMPLEX) !== 0,
    dataAt: nameTag.next,
  };
}

function readDimensions(
  source: Source,
  at: number,
  limit: number,
): { shape: number[]; next: number } {
  const tag = readTag(source, at, limit);
  const count = (tag.end - tag.start) / 4;
  if (tag.type !== MI_INT32 || !Number.isInteger(count) || count < 2 || count > MAX_DIMENSIONS) {
    refuse(source, "the array's dimensions are damaged", at);
  }
  const shape = Array.from({ length: count }, (_, i) =>
    source.view.getInt32(tag.start + 4 * i, source.littleEndian),
  );
  if (shape.some((size) => size < 0)) {
    refuse(source, `dimensions of ${shape.join(' x ')} can't be`, tag.start);
  }
  return { shape, next: tag.next };
}
