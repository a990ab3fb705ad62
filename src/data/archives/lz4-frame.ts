import { FormatError } from '../../core/errors.ts';

const MAGIC = 0x184d2204;
const UNPACKED = 0x80000000;
const MIN_MATCH = 4;

/**
 * Unpacks an LZ4 frame (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md) of `size`
 * bytes. Blocks may refer to those before them. Checksums are passed over. Written here, since the
 * small libraries there are check no lengths and no references.
 *
 * Cost: one pass; the output is allocated once.
 *
 * @throws FormatError if it is damaged, or unpacks to another size.
 */
export function unpackLz4Frame(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (packed.length < 7 || view.getUint32(0, true) !== MAGIC) {
    throw new FormatError('this is no LZ4 frame');
  }
  const flags = packed[4];
  if (flags >> 6 !== 1) throw new FormatError('the version of an LZ4 frame is unknown');
  if (flags & 1) throw new FormatError('an LZ4 frame needs a dictionary');
  const output = new Uint8Array(size);
  let written = 0;
  let at = 7 + (flags & 8 ? 8 : 0);
  for (;;) {
    if (at + 4 > packed.length) throw new FormatError('an LZ4 frame is cut short');
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) break;
    const end = at + (word & ~UNPACKED);
    if (end > packed.length) throw new FormatError('an LZ4 block is cut short');
    const block = packed.subarray(at, end);
    if (word >= UNPACKED) {
      if (written + block.length > size) throw tooLong(size);
      output.set(block, written);
      written += block.length;
    } else written = unpackBlock(block, output, written);
    at = end + (flags & 16 ? 4 : 0);
  }
  if (written !== size) throw new FormatError(`an LZ4 frame holds ${written} bytes, not ${size}`);
  return output;
}

function tooLong(size: number): FormatError {
  return new FormatError(`an LZ4 frame holds more than ${size} bytes`);
}

/** Unpacks a block behind what was unpacked before, and returns where it ends. */
function unpackBlock(block: Uint8Array, output: Uint8Array, start: number): number {
  let at = 0;
  let to = start;
  const lengthFrom = (nibble: number): number => {
    let length = nibble;
    for (let byte = 255; nibble === 15 && byte === 255; ) {
      if (at >= block.length) throw new FormatError('an LZ4 block is damaged');
      byte = block[at++];
      length += byte;
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++];
    const literals = lengthFrom(token >> 4);
    if (literals > block.length - at) throw new FormatError('an LZ4 block is damaged');
    if (to + literals > output.length) throw tooLong(output.length);
    output.set(block.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    // The last sequence has no match.
    if (at === block.length) break;
    if (at + 2 > block.length) throw new FormatError('an LZ4 block is damaged');
    const distance = block[at] | (block[at + 1] << 8);
    at += 2;
    const match = lengthFrom(token & 15) + MIN_MATCH;
    if (distance === 0 || distance > to) throw new FormatError('an LZ4 block is damaged');
    if (to + match > output.length) throw tooLong(output.length);
    // Byte by byte: a match may run into what it writes.
    for (const end = to + match; to < end; to++) output[to] = output[to - distance];
  }
  return to;
}
