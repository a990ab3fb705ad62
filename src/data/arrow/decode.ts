import { FormatError } from '../../core/errors.ts';

// The values of buffers, whose lengths the caller has checked.

/** Whether bit `i` is set: of validity, that a value is there. */
export function isSet(bits: Uint8Array, i: number): boolean {
  return ((bits[i >> 3] >> (i & 7)) & 1) === 1;
}

/** Two's complement numbers of `size` bytes, divided by `unit`, rounded to float64. */
export function decimals(
  bytes: Uint8Array,
  size: number,
  unit: number,
  count: number,
  littleEndian: boolean,
): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let value = 0n;
    for (let b = 0; b < size; b++) {
      const at = littleEndian ? size - 1 - b : b;
      value = (value << 8n) | BigInt(bytes[i * size + at]);
    }
    values[i] = Number(BigInt.asIntN(8 * size, value)) / unit;
  }
  return values;
}

/**
 * The first `count` texts, of which text i lies between offsets i and i + 1.
 *
 * @param name - of the field, and `at` where it is, for messages.
 * @throws FormatError for offsets outside `bytes`.
 */
export function textsAt(
  bytes: Uint8Array,
  offsets: ArrayLike<number>,
  count: number,
  name: string,
  at: number,
): string[] {
  const decoder = new TextDecoder();
  return Array.from({ length: count }, (_, i) => {
    const [from, end] = [offsets[i], offsets[i + 1]];
    if (!(from >= 0 && end >= from && end <= bytes.length)) throw outside(name, at);
    // Copied: TextDecoder does not take views of a SharedArrayBuffer.
    return decoder.decode(new Uint8Array(bytes.subarray(from, end)));
  });
}

export const VIEW_BYTES = 16;
/** Texts up to so many bytes stand in the view itself. */
const SHORT = 12;

/**
 * The first `count` texts of views: length, and the text itself, or its buffer and its place there.
 *
 * @param buffers - of the longer texts.
 * @param maxBytes - the most that all may take: views may name a text again and again.
 * @throws FormatError for places outside the buffers.
 */
export function viewedTexts(
  views: Uint8Array,
  buffers: readonly Uint8Array[],
  count: number,
  { name, at, littleEndian }: { name: string; at: number; littleEndian: boolean },
  maxBytes: number,
): string[] {
  const view = new DataView(views.buffer, views.byteOffset, views.byteLength);
  const decoder = new TextDecoder();
  let left = maxBytes;
  return Array.from({ length: count }, (_, i) => {
    const start = VIEW_BYTES * i;
    const length = view.getInt32(start, littleEndian);
    const isShort = length <= SHORT;
    const bytes = isShort ? views : buffers[view.getInt32(start + 8, littleEndian)];
    const from = isShort ? start + 4 : view.getInt32(start + 12, littleEndian);
    left -= length;
    const isInside = length >= 0 && from >= 0 && left >= 0 && bytes !== undefined;
    if (!isInside || from + length > bytes.length) throw outside(name, at);
    return decoder.decode(new Uint8Array(bytes.subarray(from, from + length)));
  });
}

function outside(name: string, at: number): FormatError {
  return new FormatError(`a text of ${name} lies outside its buffer`, at);
}
