import { InvalidArgumentError } from '../../core/errors.ts';
import { countOf, type DType, itemSize, type NumericArray, readValues } from '../arrays/numeric.ts';
import { checkDense, denseOf } from '../arrays/sparse.ts';
import { charRows } from './char-rows.ts';
import {
  type Element,
  type MatHeader,
  MI_MATRIX,
  readMatHeader,
  readTag,
  refuse,
  type Source,
} from './mat5-element.ts';

/** An array of the file: its header, and where the element that it is ends. */
export interface MatPlace {
  readonly source: Source;
  readonly header: MatHeader;
  readonly limit: number;
}

/** How values are stored, by the type of their data element (table 1-1). */
const STORAGE: Readonly<Record<number, DType>> = {
  1: 'int8',
  2: 'uint8',
  3: 'int16',
  4: 'uint16',
  5: 'int32',
  6: 'uint32',
  7: 'float32',
  9: 'float64',
  12: 'int64',
  13: 'uint64',
};
const MI_INT8 = 1;
const MI_INT32 = 5;
const MI_UTF8 = 16;
const MI_UTF16 = 17;

/** Reads a real array of numbers. */
export function readMatNumbers({ source, header, limit }: MatPlace): NumericArray {
  const { name, kind, dtype, shape, complex, dataAt } = header;
  if (dtype === null) {
    throw new InvalidArgumentError(`${name} must be an array of numbers, but is a ${kind}`);
  }
  checkReal(header);
  const tag = readTag(source, dataAt, limit);
  const stored = STORAGE[tag.type];
  if (stored === undefined || !holds(dtype, stored)) {
    refuse(source, `${name} is ${dtype} but stored as element type ${tag.type}`, dataAt);
  }
  const count = countOf(shape);
  const length = tag.end - tag.start;
  if (length !== count * itemSize(stored)) {
    refuse(
      source,
      `${name} is ${shape.join(' x ')}, ${count} values, but holds ${length} bytes of ${stored}`,
      dataAt,
    );
  }
  if (tag.next !== limit) refuse(source, `something follows the values of ${name}`, tag.next);
  if (complex) refuse(source, `${name} is damaged`, dataAt);
  const values = readValues(source.bytes, tag.start, count, stored, source.littleEndian);
  return { shape, dtype, values, fortranOrder: true };
}

function checkReal({ name, complex }: MatHeader): void {
  if (!complex) return;
  throw new InvalidArgumentError(`${name} must be real, but is complex: save its real part`);
}

/** MATLAB stores whole numbers in the smallest type that holds them, whatever the class. */
function holds(dtype: DType, stored: DType): boolean {
  if (dtype.startsWith('float')) return true;
  return !stored.startsWith('float') && itemSize(stored) <= itemSize(dtype);
}

/** All values of a data element, in the type in which they are stored. */
function valuesOf(source: Source, tag: Element, what: string) {
  const stored = STORAGE[tag.type];
  if (stored === undefined) refuse(source, `${what} is damaged`, tag.start);
  const count = Math.floor((tag.end - tag.start) / itemSize(stored));
  return readValues(source.bytes, tag.start, count, stored, source.littleEndian);
}

/**
 * Reads a sparse matrix (table 1-2: row indices, column starts, values) as a dense one.
 *
 * @param maxBytes - the most bytes that the dense matrix may take.
 */
export function readMatSparse({ source, header, limit }: MatPlace, maxBytes: number): NumericArray {
  const { name, shape, dataAt } = header;
  checkReal(header);
  const places = readTag(source, dataAt, limit);
  const starts = readTag(source, places.next, limit);
  const values = readTag(source, starts.next, limit);
  checkDense(name, shape, (places.end - places.start) / 4, maxBytes);
  const parts = {
    places: valuesOf(source, places, name),
    starts: valuesOf(source, starts, name),
    values: valuesOf(source, values, name),
  };
  const [rows, cols] = shape;
  const at = source.inflatedFrom ?? dataAt;
  return denseOf({ name, rows, cols, byColumns: true, ...parts }, at);
}

/** The rows of a char array as texts. */
export function readMatChars({ source, header, limit }: MatPlace): string[] {
  const { name, shape, dataAt } = header;
  const [rows, width] = shape;
  if (countOf(shape) === 0) return [];
  const tag = readTag(source, dataAt, limit);
  const bytes = source.bytes.subarray(tag.start, tag.end);
  let codes: ArrayLike<number | bigint>;
  if (tag.type === MI_UTF8) {
    const text = new TextDecoder().decode(new Uint8Array(bytes));
    codes = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  } else if (tag.type === MI_UTF16) {
    codes = readValues(source.bytes, tag.start, bytes.length >> 1, 'uint16', source.littleEndian);
  } else codes = valuesOf(source, tag, name);
  if (codes.length !== countOf(shape)) {
    refuse(source, `${name} is ${shape.join(' x ')} characters, but holds ${codes.length}`, dataAt);
  }
  return charRows(codes, rows, width);
}

/** The header of the array within a struct or a cell that begins at `at`, and where it ends. */
export function innerArray(
  source: Source,
  at: number,
  limit: number,
  name: string,
): { place: MatPlace | null; next: number } {
  const element = readTag(source, at, limit);
  if (element.type !== MI_MATRIX) refuse(source, `${name} is damaged`, at);
  // An empty array may be left out.
  if (element.start === element.end) return { place: null, next: element.next };
  const header = readMatHeader(source, element.start, element.end);
  return { place: { source, header: { ...header, name }, limit: element.end }, next: element.next };
}

/** The texts of a cell array. @throws InvalidArgumentError if a cell holds something else. */
export function readMatCells({ source, header, limit }: MatPlace): string[] {
  const { name, shape, dataAt } = header;
  const count = countOf(shape);
  const texts: string[] = [];
  for (let at = dataAt; texts.length < count; ) {
    const { place, next } = innerArray(source, at, limit, name);
    const kind = place?.header.kind ?? 'char array';
    if (kind !== 'char array') {
      throw new InvalidArgumentError(
        `${name} must hold texts, but cell ${texts.length + 1} is a ${kind}`,
      );
    }
    texts.push(place ? readMatChars(place).join('') : '');
    at = next;
  }
  return texts;
}

/** The names of a struct's fields, and where the first field's array begins. */
export function readMatFields({ source, header, limit }: MatPlace): {
  names: string[];
  at: number;
} {
  const { name, dataAt } = header;
  const lengthTag = readTag(source, dataAt, limit);
  const isLength = lengthTag.type === MI_INT32 && lengthTag.end - lengthTag.start === 4;
  const length = isLength ? source.view.getInt32(lengthTag.start, source.littleEndian) : 0;
  const namesTag = readTag(source, lengthTag.next, limit);
  const size = namesTag.end - namesTag.start;
  if (namesTag.type !== MI_INT8 || length < 1 || size % length !== 0) {
    refuse(source, `the fields of ${name} are damaged`, dataAt);
  }
  const names = Array.from({ length: size / length }, (_, i) => {
    const start = namesTag.start + i * length;
    const text = String.fromCharCode(
      ...source.bytes.subarray(start, start + Math.min(length, 1024)),
    );
    return text.split('\0', 1)[0];
  });
  return { names, at: namesTag.next };
}
