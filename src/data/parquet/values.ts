import { FormatError } from '../../core/errors.ts';
import { type DType, itemSize, type NumericValues, readValues } from '../arrays/numeric.ts';

/** How a column's values are stored, and what they are. */
export interface ValueType {
  /** Element type of the array, or text. */
  readonly dtype: DType | 'text';
  /** How a value lies in the file; 'bits' are booleans, 'big-endian' whole numbers of `size`. */
  readonly stored: DType | 'bits' | 'bytes' | 'big-endian';
  readonly size?: number;
  /** What stored numbers are divided by: those with decimals are stored as whole ones. */
  readonly unit?: number;
}

/** Values of a page or dictionary. */
export type PageValues = NumericValues | string[];

/**
 * The first `count` values in the encoding PLAIN.
 *
 * @throws FormatError if there are fewer.
 */
export function decodePlain(bytes: Uint8Array, type: ValueType, count: number): PageValues {
  const { stored } = type;
  if (stored === 'bytes') return decodeTexts(bytes, count);
  const needed = stored === 'bits' ? Math.ceil(count / 8) : count * sizeOf(type);
  if (needed > bytes.length) {
    throw new FormatError(`${count} values need ${needed} bytes where ${bytes.length} are left`);
  }
  if (stored === 'bits') {
    return Uint8Array.from({ length: count }, (_, i) => (bytes[i >> 3] >> (i & 7)) & 1);
  }
  return wholeValues(bytes, type, count);
}

/** Bytes of a value that takes as many as any other. */
function sizeOf({ stored, size = 0 }: ValueType): number {
  if (stored === 'big-endian') return size;
  return stored === 'bits' || stored === 'bytes' ? 0 : itemSize(stored);
}

function wholeValues(bytes: Uint8Array, type: ValueType, count: number): NumericValues {
  const { stored, size = 0 } = type;
  if (stored === 'big-endian') return inUnits(bigEndian(bytes, size, count), type);
  return inUnits(readValues(bytes, 0, count, stored as DType, true), type);
}

/** Two's complement numbers of `size` bytes, rounded to float64. */
function bigEndian(bytes: Uint8Array, size: number, count: number): Float64Array<ArrayBuffer> {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let value = bytes[i * size] >= 128 ? -1n : 0n;
    for (let b = 0; b < size; b++) value = (value << 8n) | BigInt(bytes[i * size + b]);
    values[i] = Number(value);
  }
  return values;
}

/** Numbers with decimals from the whole ones that are stored. */
export function inUnits(values: NumericValues, { unit }: ValueType): NumericValues {
  if (unit === undefined) return values;
  return Float64Array.from({ length: values.length }, (_, i) => Number(values[i]) / unit);
}

/** BYTE_STREAM_SPLIT: first the first bytes of all values, then the second ones ... */
export function decodeSplit(bytes: Uint8Array, type: ValueType, count: number): PageValues {
  const { stored } = type;
  if (stored === 'bytes' || stored === 'bits') {
    throw new FormatError(`${type.dtype} values can't be split into streams of bytes`);
  }
  const size = sizeOf(type);
  if (bytes.length < count * size) {
    throw new FormatError(`${count} values need ${count * size} bytes, not ${bytes.length}`);
  }
  const joined = new Uint8Array(count * size);
  for (let i = 0; i < count; i++) {
    for (let b = 0; b < size; b++) joined[i * size + b] = bytes[b * count + i];
  }
  return wholeValues(joined, type, count);
}

/** The values of a dictionary that `indices` name. */
export function gather(dictionary: PageValues, indices: Uint32Array): PageValues {
  const last = dictionary.length - 1;
  const wrong = indices.findIndex((index) => index > last);
  if (wrong !== -1) {
    throw new FormatError(
      `value ${wrong} is number ${indices[wrong]} of a dictionary of ${dictionary.length}`,
    );
  }
  if (Array.isArray(dictionary)) return Array.from(indices, (index) => dictionary[index]);
  const values = new (dictionary.constructor as new (n: number) => NumericValues)(indices.length);
  for (let i = 0; i < indices.length; i++) values[i] = dictionary[indices[i]];
  return values;
}

function decodeTexts(bytes: Uint8Array, count: number): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  const texts: string[] = [];
  for (let at = 0; texts.length < count; ) {
    const length = at + 4 <= bytes.length ? view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    if (at + 4 + length > bytes.length) throw new FormatError('a text is cut short');
    texts.push(decoder.decode(new Uint8Array(bytes.subarray(at + 4, at + 4 + length))));
    at += 4 + length;
  }
  return texts;
}
