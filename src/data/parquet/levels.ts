import { FormatError } from '../../core/errors.ts';

/**
 * Decodes `count` values of the RLE / bit-packing hybrid (Parquet encodings, "RLE"), the form of
 * levels and of dictionary indices. The library's decoder trusts the lengths of runs; this one
 * doesn't.
 *
 * @param width - bits of a value, at most 32.
 * @throws FormatError if the bytes end before, or a run is longer than what is missing.
 */
export function decodeHybrid(
  bytes: Uint8Array,
  width: number,
  count: number,
): Uint32Array<ArrayBuffer> {
  const values = new Uint32Array(count);
  let at = 0;
  const byte = () => {
    if (at >= bytes.length) throw new FormatError('a run of values is cut short');
    return bytes[at++];
  };
  for (let done = 0; done < count; ) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const next = byte();
      header += (next & 127) * 2 ** shift;
      if (next < 128) break;
      if (shift > 28) throw new FormatError('the length of a run has no end');
    }
    if (header % 2 === 1) {
      const groups = (header - 1) / 2;
      const length = groups * width;
      if (groups === 0 || length > bytes.length - at + width) {
        throw new FormatError('a packed run is cut short');
      }
      const taken = Math.min(groups * 8, count - done);
      unpack(bytes, at, width, values.subarray(done, done + taken));
      at += length;
      done += taken;
    } else {
      const run = header / 2;
      if (run === 0 || run > count - done) {
        throw new FormatError(`a run of ${run} values can't be where ${count - done} are missing`);
      }
      let value = 0;
      for (let i = 0; i < width; i += 8) value += byte() * 2 ** i;
      values.fill(value, done, done + run);
      done += run;
    }
  }
  return values;
}

/** Values of `width` bits, lowest bit first; bytes beyond the end count as 0, as writers cut them. */
function unpack(bytes: Uint8Array, start: number, width: number, values: Uint32Array): void {
  let at = start;
  let held = 0;
  let bits = 0;
  const unit = 2 ** width;
  for (let i = 0; i < values.length; i++) {
    // Sums instead of shifts: 32 bits and up to 7 held ones don't fit in 32.
    while (bits < width) {
      held += (at < bytes.length ? bytes[at] : 0) * 2 ** bits;
      at++;
      bits += 8;
    }
    values[i] = held % unit;
    held = Math.floor(held / unit);
    bits -= width;
  }
}
