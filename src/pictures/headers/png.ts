import { crc32 } from '../../core/crc32.ts';
import { FormatError } from '../../core/errors.ts';
import type { ColourKind, Orientation, PictureSize } from '../types.ts';
import { exifOrientation } from './exif.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MAX_LENGTH = 2 ** 31 - 1;

/** Colour types of PNG (ISO 15948, table 11.1), and the bits of a sample that each may have. */
const COLOURS: Readonly<Record<number, readonly [ColourKind, readonly number[]]>> = {
  0: ['grey', [1, 2, 4, 8, 16]],
  2: ['rgb', [8, 16]],
  3: ['palette', [1, 2, 4, 8]],
  4: ['grey-alpha', [8, 16]],
  6: ['rgba', [8, 16]],
};

/** A chunk: its type and where its data are. */
interface Chunk {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Whether `bytes` begin as a PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/**
 * What the header of a PNG says, and the orientation in its `eXIf`, where that comes before the pixels.
 *
 * @throws FormatError for a header that is damaged or cut short.
 */
export function readPngHeader(bytes: Uint8Array): PictureSize {
  const header = chunkAt(bytes, SIGNATURE.length);
  const { start, end } = header;
  if (header.type !== 'IHDR' || end - start !== 13) {
    throw new FormatError('the PNG does not begin with its header', SIGNATURE.length);
  }
  checkChunk(bytes, header);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(start), view.getUint32(start + 4)];
  const [bitDepth, type, compression, filter, interlace] = bytes.subarray(start + 8, end);
  const [colour, depths] = COLOURS[type] ?? ['rgb', []];
  if (!depths.includes(bitDepth) || compression !== 0 || filter !== 0 || interlace > 1) {
    throw new FormatError('the header of the PNG is damaged', start);
  }
  if (width === 0 || height === 0 || width > MAX_LENGTH || height > MAX_LENGTH) {
    throw new FormatError(`a PNG of ${width} x ${height} pixels can't be`, start);
  }
  const orientation = orientationAfter(bytes, end + 4);
  const isTurned = orientation >= 5;
  return {
    format: 'png',
    width: isTurned ? height : width,
    height: isTurned ? width : height,
    orientation,
    bitDepth,
    colour,
  };
}

/**
 * Throws FormatError unless all chunks of a PNG are there, with right checksums: decoders differ in what
 * of a damaged file they show. What follows its end is passed over. Cost: one pass.
 */
export function checkPngEnd(bytes: Uint8Array): void {
  let hasPixels = false;
  for (let at = SIGNATURE.length; ; ) {
    const chunk = chunkAt(bytes, at);
    checkChunk(bytes, chunk);
    if (chunk.type === 'IEND') {
      if (hasPixels) return;
      throw new FormatError('the PNG has no pixels', at);
    }
    hasPixels ||= chunk.type === 'IDAT';
    at = chunk.end + 4;
  }
}

/** What is before the pixels may be cut off: then there is no more to be known. */
function orientationAfter(bytes: Uint8Array, from: number): Orientation {
  for (let at = from; at + 8 <= bytes.length; ) {
    const { type, start, end } = headOf(bytes, at);
    if (type === 'IDAT' || end + 4 > bytes.length) return 1;
    if (type === 'eXIf') return exifOrientation(bytes.subarray(start, end));
    at = end + 4;
  }
  return 1;
}

/** The chunk at `at`, all of which is there. */
function chunkAt(bytes: Uint8Array, at: number): Chunk {
  if (at + 12 > bytes.length) throw new FormatError('the PNG is cut short', bytes.length);
  const chunk = headOf(bytes, at);
  if (chunk.end + 4 > bytes.length) throw new FormatError('the PNG is cut short', bytes.length);
  return chunk;
}

function headOf(bytes: Uint8Array, at: number): Chunk {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(at);
  if (length > MAX_LENGTH) throw new FormatError('a chunk of the PNG is damaged', at);
  const start = at + 8;
  const type = String.fromCharCode(...bytes.subarray(at + 4, start));
  return { type, start, end: start + length };
}

/** The checksum is that of type and data. */
function checkChunk(bytes: Uint8Array, { type, start, end }: Chunk): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (crc32(bytes.subarray(start - 4, end)) === view.getUint32(end)) return;
  const shown = JSON.stringify(type);
  throw new FormatError(`the checksum of ${shown} in the PNG is wrong: it is damaged`, start);
}

/** The PNG without its orientation, for decoders that would turn it. */
export function withoutPngOrientation(bytes: Uint8Array): Uint8Array {
  const parts = [bytes.subarray(0, SIGNATURE.length)];
  for (let at = SIGNATURE.length; at + 12 <= bytes.length; ) {
    const { type, end } = headOf(bytes, at);
    if (type !== 'eXIf') parts.push(bytes.subarray(at, end + 4));
    at = end + 4;
  }
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
