import { FormatError } from '../../core/errors.ts';
import type { Orientation, PictureSize } from '../types.ts';
import { exifOrientation } from './exif.ts';

// Markers of JPEG (ITU-T T.81, table B.1), without their 0xff.
const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
const APP1 = 0xe1;
const EXIF = 'Exif\0\0';

/** Encoders write some ten scans; each makes decoders go through all pixels, however short it is. */
const MAX_SCANS = 100;

/** Frames that are no baseline, extended or progressive one of Huffman codes, and why not. */
const REFUSED: Readonly<Record<number, string>> = {
  195: 'lossless',
  197: 'hierarchical',
  198: 'hierarchical',
  199: 'hierarchical',
  201: 'arithmetically coded',
  202: 'arithmetically coded',
  203: 'arithmetically coded',
  205: 'arithmetically coded',
  206: 'arithmetically coded',
  207: 'arithmetically coded',
};

/** A stretch of a file: a marker, and from where its content reaches to where. */
interface Segment {
  readonly marker: number;
  readonly start: number;
  readonly end: number;
}

/** Whether `bytes` begin as a JPEG does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === START && bytes[2] === 0xff;
}

/**
 * What the header of a JPEG says, from its first frame and its EXIF. Cost: with the segments before the
 * frame, which are skipped by their lengths.
 *
 * @throws FormatError for a header that is damaged or cut short, and for kinds of JPEG that are not read:
 * CMYK, lossless, hierarchical and arithmetically coded ones, 12 bits a sample.
 */
export function readJpegHeader(bytes: Uint8Array): PictureSize {
  let orientation: Orientation | undefined;
  for (let at = 2; ; ) {
    const segment = readSegment(bytes, at);
    const { marker, start, end } = segment;
    if (marker === APP1) orientation ??= orientationIn(bytes.subarray(start, end));
    if (marker === SCAN || marker === END) {
      throw new FormatError('the JPEG has no frame before its pixels', at);
    }
    if (isFrame(marker)) return frameOf(bytes, segment, orientation ?? 1);
    at = end;
  }
}

/**
 * Throws FormatError unless a JPEG goes on to its end: decoders fill what is missing with grey and say
 * nothing. What follows its end, as cameras append it, is passed over. One of more than 100 scans is refused:
 * some hundred kilobytes can be hours of work. Cost: one pass.
 */
export function checkJpegEnd(bytes: Uint8Array): void {
  let scans = 0;
  for (let at = 2; ; ) {
    const { marker, end } = readSegment(bytes, at);
    if (marker === END) {
      if (scans > 0) return;
      throw new FormatError('the JPEG ends before its pixels', at);
    }
    if (marker === SCAN && ++scans > MAX_SCANS) {
      throw notRead(`JPEG of more than ${MAX_SCANS} scans`, at);
    }
    at = marker === SCAN ? endOfScan(bytes, end) : end;
  }
}

/** The segment at the next marker from `at` on; what lies before it is passed over, as decoders do. */
function readSegment(bytes: Uint8Array, at: number): Segment {
  let place = bytes.indexOf(0xff, at);
  while (place !== -1 && place + 1 < bytes.length) {
    const marker = bytes[place + 1];
    // 0xff may be repeated before a marker; 0xff 0 is none.
    if (marker === 0xff) place++;
    else if (marker === 0) place = bytes.indexOf(0xff, place + 2);
    else return segmentAt(bytes, place, marker);
  }
  throw new FormatError('the JPEG is cut short', bytes.length);
}

function segmentAt(bytes: Uint8Array, place: number, marker: number): Segment {
  const start = place + 4;
  if (marker === END || isAlone(marker)) return { marker, start: place + 2, end: place + 2 };
  if (start > bytes.length) throw new FormatError('the JPEG is cut short', bytes.length);
  const length = bytes[place + 2] * 256 + bytes[place + 3];
  if (length < 2) throw new FormatError('a segment of the JPEG is damaged', place);
  const end = place + 2 + length;
  if (end > bytes.length) throw new FormatError('the JPEG is cut short', bytes.length);
  return { marker, start, end };
}

/** TEM, restarts and starts: markers without a length. */
function isAlone(marker: number): boolean {
  return marker === 1 || (marker >= 0xd0 && marker <= START);
}

/** Where the coded pixels from `at` on end: at a marker that is neither a restart nor an escaped 0xff. */
function endOfScan(bytes: Uint8Array, at: number): number {
  for (let place = bytes.indexOf(0xff, at); place !== -1; place = bytes.indexOf(0xff, place + 1)) {
    const next = bytes[place + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return place;
  }
  throw new FormatError('the JPEG is cut short', bytes.length);
}

/** SOF0 to SOF15; DHT, JPG and DAC lie between them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function frameOf(
  bytes: Uint8Array,
  { marker, start, end }: Segment,
  orientation: Orientation,
): PictureSize {
  if (end - start < 6) throw new FormatError('the frame of the JPEG is damaged', start);
  const [bitDepth, highHeight, lowHeight, highWidth, lowWidth, components] = bytes.subarray(start);
  const width = highWidth * 256 + lowWidth;
  const height = highHeight * 256 + lowHeight;
  const refused = REFUSED[marker];
  if (refused) throw notRead(`${refused} JPEG`, start);
  if (bitDepth !== 8) throw notRead(`JPEG of ${bitDepth} bits a sample`, start);
  if (components === 4) throw notRead('CMYK JPEG', start);
  if (components !== 1 && components !== 3) {
    throw notRead(`JPEG of ${components} components`, start);
  }
  if (end - start !== 6 + 3 * components) {
    throw new FormatError('the frame of the JPEG is damaged', start);
  }
  if (height === 0) throw notRead('JPEG that tells its height after its pixels', start);
  if (width === 0) throw new FormatError('the JPEG has no width', start);
  const isTurned = orientation >= 5;
  return {
    format: 'jpeg',
    width: isTurned ? height : width,
    height: isTurned ? width : height,
    orientation,
    bitDepth,
    colour: components === 1 ? 'grey' : 'rgb',
  };
}

function notRead(what: string, at: number): FormatError {
  return new FormatError(`${what} is not read: save it anew as a usual JPEG or as PNG`, at);
}

/** That of a segment that is EXIF; others (XMP) are APP1 too. */
function orientationIn(segment: Uint8Array): Orientation | undefined {
  for (let i = 0; i < EXIF.length; i++) {
    if (segment[i] !== EXIF.charCodeAt(i)) return undefined;
  }
  return exifOrientation(segment.subarray(EXIF.length));
}

/**
 * The JPEG with its orientation set upright, for decoders that would turn it: the bytes themselves where
 * it is. Browsers can't be told to leave it.
 */
export function withoutJpegOrientation(bytes: Uint8Array): Uint8Array {
  const cleared = new Uint8Array(bytes);
  for (let at = 2; ; ) {
    const { marker, start, end } = readSegment(bytes, at);
    if (isFrame(marker) || marker === SCAN || marker === END) return cleared;
    // As a segment of another name it is passed over.
    if (marker === APP1) cleared.fill(0, start, Math.min(end, start + EXIF.length));
    at = end;
  }
}
