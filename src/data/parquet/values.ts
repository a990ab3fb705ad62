import { FormatError } from '../../core/errors.ts';
import { type DType, itemSize, type NumericValues, readValues } from '../arrays/numeric.ts';

/** How a column's values are stored, and what they are. */
export interface ValueType {
  /** Element type of the array, or text. */
  readonly dtype: DType | 'text';
  /** How a value lies in the file; 'bits' are booleans. */
  readonly stored: DType | 'bits' | 'bytes';
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
  const needed = stored === 'bits' ? Math.ceil(count / 8) : count * itemSize(stored);
  if (needed > bytes.length) {
    throw new FormatError(`${count} values need ${needed} bytes where ${bytes.length} are left`);
  }
  if (stored !== 'bits') return readValues(bytes, 0, count, stored, true);
  return Uint8Array.from({ length: count }, (_, i) => (bytes[i >> 3] >> (i & 7)) & 1);
}

/** BYTE_STREAM_SPLIT: first the first bytes of all values, then the second ones ... */
export function decodeSplit(bytes: Uint8Array, type: ValueType, count: number): PageValues {
  const { stored } = type;
  if (stored === 'bytes' || stored === 'bits') {
    throw new FormatError(`${type.dtype} values can't be split into streams of bytes`);
  }
  const size = itemSize(stored);
  if (bytes.length < count * size) {
    throw new FormatError(`${count} values need ${count * size} bytes, not ${bytes.length}`);
  }
  const joined = new Uint8Array(count * size);
  for (let i = 0; i < count; i++) {
    for (let b = 0; b < size; b++) joined[i * size + b] = bytes[b * count + i];
  }
  return readValues(joined, 0, count, stored, true);
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
