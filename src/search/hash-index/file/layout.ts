import { crc32 } from '../../../core/crc32.ts';
import { FormatError } from '../../../core/errors.ts';
import type { Steps } from '../../../core/steps.ts';

/*
 * An index file, all numbers little-endian:
 *
 *   0  8 bytes   the magic number: 0x89 "HPI" CR LF 0x1a LF, as PNG's tells files that were sent as text
 *   8  uint32    format version
 *  12  uint32    bytes of the header
 *  16  uint32    CRC-32 of the header
 *  20  uint32    CRC-32 of the 20 bytes before
 *  24  header    JSON in UTF-8, padded with spaces to a multiple of 8 bytes
 *      sections  in the order of the header, which has the name, length and CRC-32 of each; each is
 *                padded with zeros to a multiple of 8 bytes. From version 3 on a long section has the
 *                CRC-32 of each of its parts instead, so that a part can be used before the next is there
 */
export const MAGIC = Uint8Array.of(0x89, 0x48, 0x50, 0x49, 0x0d, 0x0a, 0x1a, 0x0a);
/** Bytes before the header. */
export const PREAMBLE = 24;
/** The newest; it goes up when older readers could no longer read a file. All older ones are read. */
export const INDEX_VERSION = 3;
/** Longer sections have checksums by parts of so many bytes. */
export const PART_BYTES = 2 ** 18;

/** What the first bytes of a file say. */
export interface Preamble {
  readonly version: number;
  /** Where the sections begin. */
  readonly headerEnd: number;
  readonly headerCrc32: number;
}

/** Where a section lies in a file, and what its bytes are checked by. */
export interface SectionPlace {
  readonly name: string;
  readonly start: number;
  readonly length: number;
  /** Where the next one begins. */
  readonly next: number;
  /** Bytes of each part but the last. */
  readonly partBytes: number;
  /** CRC-32 of each part. */
  readonly parts: readonly number[];
}

/** A section as the header lists it. */
export function* listed(name: string, bytes: Uint8Array): Steps<Record<string, unknown>> {
  const { length } = bytes;
  if (length <= PART_BYTES) return { name, length, crc32: crc32(bytes) };
  const parts: number[] = [];
  for (let at = 0; at < length; at += PART_BYTES) {
    parts.push(crc32(bytes.subarray(at, at + PART_BYTES)));
    yield;
  }
  return { name, length, partBytes: PART_BYTES, parts };
}

/** Whether bytes begin as an index file does. */
export function isIndex(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * The first bytes of a file.
 *
 * @throws FormatError if they are no index file's, cut short, of a newer version, or damaged.
 */
export function readPreamble(bytes: Uint8Array): Preamble {
  if (!isIndex(bytes)) throw new FormatError('this is no hashplane index', 0);
  if (bytes.length < PREAMBLE) throw damaged('it is cut short', bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(20, true) !== crc32(bytes.subarray(0, 20))) {
    throw damaged('the checksum of its first bytes is wrong', 20);
  }
  const version = view.getUint32(8, true);
  if (version < 1 || version > INDEX_VERSION) {
    throw new FormatError(
      `the index is of format version ${version}, and those up to ${INDEX_VERSION} are known: ` +
        'use a newer hashplane',
      8,
    );
  }
  const headerEnd = PREAMBLE + view.getUint32(12, true);
  return { version, headerEnd, headerCrc32: view.getUint32(16, true) };
}

/** The header. @param bytes - those between the preamble and `headerEnd`. */
export function parseHeader(bytes: Uint8Array, { headerCrc32 }: Preamble): Record<string, unknown> {
  if (headerCrc32 !== crc32(bytes)) throw damaged('the checksum of its header is wrong', PREAMBLE);
  try {
    const header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (header !== null && typeof header === 'object') return header;
  } catch {
    // Said below.
  }
  throw damaged('its header is no JSON object', PREAMBLE);
}

/** Where the sections lie that a header lists. Nothing of it is compared with the bytes there are. */
export function layoutOf(list: unknown, headerEnd: number): SectionPlace[] {
  if (!Array.isArray(list)) throw damaged('its header has no sections', PREAMBLE);
  let start = headerEnd;
  return list.map((section) => {
    const place = placeOf(Object(section), start);
    start = place.next;
    return place;
  });
}

function placeOf(section: Record<string, unknown>, start: number): SectionPlace {
  const { name, length } = section;
  if (typeof name !== 'string' || !isWhole(length)) {
    throw damaged('its header has a section without name or length', PREAMBLE);
  }
  const next = start + padded(length);
  if (section.parts === undefined) {
    return { name, start, length, next, partBytes: length, parts: [section.crc32 as number] };
  }
  const { partBytes, parts } = section;
  const isSound = isWhole(partBytes) && partBytes > 0 && Array.isArray(parts);
  if (!isSound || parts.length !== Math.ceil(length / partBytes)) {
    throw damaged(`its header has too few or too many parts of ${name}`, PREAMBLE);
  }
  return { name, start, length, next, partBytes, parts };
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The error for an index that was an index once. */
export function damaged(reason: string, offset?: number, cause?: unknown): FormatError {
  return new FormatError(`the index is damaged: ${reason}`, offset, { cause });
}

export function wrongChecksum({ name }: SectionPlace, offset: number): FormatError {
  return damaged(`the checksum of ${name} is wrong`, offset);
}

export function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
