import { FormatError } from '../../core/errors.ts';
import type { ValueType } from './values.ts';

// The encodings DELTA_* of Parquet (https://parquet.apache.org/docs/file-format/data-pages/encodings).

type Whole = 'int32' | 'uint32' | 'int64' | 'uint64';

/** Whether numbers are stored in a way that deltas can be taken of. */
export function isWhole(stored: ValueType['stored']): stored is Whole {
  return /^u?int(32|64)$/.test(stored);
}

const ARRAYS = {
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
};

/** Writers use 128 values a block, in 4 miniblocks. */
const MAX_BLOCK = 2 ** 16;

/**
 * Decodes `count` whole numbers of the encoding DELTA_BINARY_PACKED: the first, then blocks of
 * differences above their least, bit-packed by miniblocks of widths of their own.
 *
 * @returns the values, and where the bytes after them begin.
 * @throws FormatError if the bytes end before, or hold another number of values.
 */
export function decodeDelta(
  bytes: Uint8Array,
  type: Whole,
  count: number,
): { values: Int32Array | Uint32Array | BigInt64Array | BigUint64Array; next: number } {
  const values = new ARRAYS[type](count);
  const reader = new DeltaReader(bytes, type.endsWith('64') ? 64 : 32);
  const blockSize = reader.size();
  const miniblocks = reader.size();
  const total = reader.size();
  const first = reader.signed();
  const perMiniblock = blockSize / miniblocks;
  if (blockSize > MAX_BLOCK || !(perMiniblock >= 8) || perMiniblock % 8 !== 0) {
    throw new FormatError(`blocks of ${blockSize} differences in ${miniblocks} parts can't be`);
  }
  if (total !== count) throw new FormatError(`there are ${total} values, not ${count}`);
  if (count === 0) return { values, next: reader.at };
  const wide = values instanceof BigInt64Array || values instanceof BigUint64Array;
  let value = first;
  const put = (i: number) => {
    if (wide) values[i] = value;
    else values[i] = Number(BigInt.asIntN(32, value));
  };
  put(0);
  for (let done = 1; done < count; ) {
    const least = reader.signed();
    const widths = reader.take(miniblocks);
    for (let m = 0; m < miniblocks && done < count; m++) {
      const deltas = reader.packed(perMiniblock, widths[m], Math.min(perMiniblock, count - done));
      for (const delta of deltas) {
        // Differences wrap around, as the numbers do.
        value = BigInt.asIntN(64, value + least + delta);
        put(done++);
      }
    }
  }
  return { values, next: reader.at };
}

class DeltaReader {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #bits: number;

  constructor(bytes: Uint8Array, bits: number) {
    this.#bytes = bytes;
    this.#bits = bits;
  }

  take(count: number): Uint8Array {
    if (count > this.#bytes.length - this.at) throw new FormatError('the values are cut short');
    this.at += count;
    return this.#bytes.subarray(this.at - count, this.at);
  }

  #varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const [byte] = this.take(1);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new FormatError('a number has no end');
  }

  size(): number {
    return Number(this.#varint());
  }

  /** Zigzag: the lowest bit is the sign. */
  signed(): bigint {
    const value = this.#varint();
    return (value >> 1n) ^ -(value & 1n);
  }

  /**
   * The first `wanted` of `count` numbers of `width` bits, lowest bit first. Of the last miniblock
   * bytes that hold none of them may be left out.
   */
  packed(count: number, width: number, wanted: number): BigUint64Array {
    if (width > this.#bits) throw new FormatError(`differences of ${width} bits can't be`);
    const whole = (count / 8) * width;
    const needed = Math.ceil((wanted * width) / 8);
    const bytes = this.take(Math.min(whole, Math.max(needed, this.#bytes.length - this.at)));
    const values = new BigUint64Array(wanted);
    let held = 0n;
    let bits = 0;
    const mask = (1n << BigInt(width)) - 1n;
    for (let i = 0, at = 0; i < wanted; i++) {
      for (; bits < width; bits += 8) held |= BigInt(bytes[at++]) << BigInt(bits);
      values[i] = held & mask;
      held >>= BigInt(width);
      bits -= width;
    }
    return values;
  }
}

/** DELTA_LENGTH_BYTE_ARRAY: the lengths of all texts, then the texts. */
export function decodeDeltaLengths(bytes: Uint8Array, count: number): string[] {
  const decoder = new TextDecoder();
  return Array.from(pieces(bytes, count), (piece) => decoder.decode(piece));
}

function pieces(bytes: Uint8Array, count: number): Uint8Array[] {
  const { values: lengths, next } = decodeDelta(bytes, 'int32', count);
  let at = next;
  return Array.from(lengths as Int32Array, (length) => {
    if (length < 0 || length > bytes.length - at) throw new FormatError('a text is cut short');
    at += length;
    return new Uint8Array(bytes.subarray(at - length, at));
  });
}

/** Bytes that the texts of a page may take together: each may repeat a long one. */
const MAX_TEXT_BYTES = 2 ** 26;

/** DELTA_BYTE_ARRAY: how much each text shares with the one before, then what is new. */
export function decodeDeltaTexts(bytes: Uint8Array, count: number): string[] {
  const { values, next } = decodeDelta(bytes, 'int32', count);
  const prefixes = values as Int32Array;
  const decoder = new TextDecoder();
  let before = new Uint8Array(0);
  let total = 0;
  return pieces(bytes.subarray(next), count).map((suffix, i) => {
    const prefix = prefixes[i];
    if (prefix < 0 || prefix > before.length) throw new FormatError('a text is damaged');
    total += prefix + suffix.length;
    if (total > MAX_TEXT_BYTES)
      throw new FormatError(`texts take more than ${MAX_TEXT_BYTES} bytes`);
    const text = new Uint8Array(prefix + suffix.length);
    text.set(before.subarray(0, prefix));
    text.set(suffix, prefix);
    before = text;
    return decoder.decode(text);
  });
}
