import { crc32 } from '../../../core/crc32.ts';
import { FormatError } from '../../../core/errors.ts';

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
 *                padded with zeros to a multiple of 8 bytes
 */
const MAGIC = Uint8Array.of(0x89, 0x48, 0x50, 0x49, 0x0d, 0x0a, 0x1a, 0x0a);
const PREAMBLE = 24;
/** The newest; it goes up when older readers could no longer read a file. All older ones are read. */
export const INDEX_VERSION = 3;

/** A file as its header and its sections. */
export interface Container {
  /** The oldest version whose readers know what is in it. */
  readonly version: number;
  /** Plain JSON values. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly sections: ReadonlyMap<string, Uint8Array>;
}

/** Whether bytes begin as an index file does. */
export function isIndex(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

export function writeContainer({ version, header, sections }: Container): Uint8Array<ArrayBuffer> {
  const list = [...sections].map(([name, bytes]) => {
    return { name, length: bytes.length, crc32: crc32(bytes) };
  });
  const text = new TextEncoder().encode(JSON.stringify({ ...header, sections: list }));
  const headerBytes = new Uint8Array(padded(text.length)).fill(0x20);
  headerBytes.set(text);
  const total = list.reduce((sum, { length }) => sum + padded(length), 0);
  const file = new Uint8Array(PREAMBLE + headerBytes.length + total);
  const view = new DataView(file.buffer);
  file.set(MAGIC);
  view.setUint32(8, version, true);
  view.setUint32(12, headerBytes.length, true);
  view.setUint32(16, crc32(headerBytes), true);
  view.setUint32(20, crc32(file.subarray(0, 20)), true);
  file.set(headerBytes, PREAMBLE);
  let at = PREAMBLE + headerBytes.length;
  for (const bytes of sections.values()) {
    file.set(bytes, at);
    at += padded(bytes.length);
  }
  return file;
}

/**
 * Reads what `writeContainer` wrote, and checks every byte of it.
 *
 * @throws FormatError if it is no index file, of a newer version, or damaged.
 */
export function readContainer(bytes: Uint8Array): Container {
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
  const end = PREAMBLE + view.getUint32(12, true);
  if (end > bytes.length) throw damaged('it is cut short', bytes.length);
  const headerBytes = bytes.subarray(PREAMBLE, end);
  if (view.getUint32(16, true) !== crc32(headerBytes)) {
    throw damaged('the checksum of its header is wrong', PREAMBLE);
  }
  const header = parseHeader(headerBytes);
  return { version, header, sections: readSections(bytes, end, header.sections) };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (header !== null && typeof header === 'object') return header;
  } catch {
    // Said below.
  }
  throw damaged('its header is no JSON object', PREAMBLE);
}

function readSections(bytes: Uint8Array, start: number, list: unknown): Map<string, Uint8Array> {
  const sections = new Map<string, Uint8Array>();
  if (!Array.isArray(list)) throw damaged('its header has no sections', PREAMBLE);
  let at = start;
  for (const section of list) {
    const { name, length, crc32: expected } = Object(section) as Record<string, unknown>;
    if (typeof name !== 'string' || !Number.isSafeInteger(length) || (length as number) < 0) {
      throw damaged('its header has a section without name or length', PREAMBLE);
    }
    const end = at + (length as number);
    const next = at + padded(length as number);
    if (next > bytes.length) throw damaged(`it is cut short in the section ${name}`, bytes.length);
    const content = bytes.subarray(at, end);
    if (crc32(content) !== expected) throw damaged(`the checksum of ${name} is wrong`, at);
    if (bytes.subarray(end, next).some((byte) => byte !== 0)) {
      throw damaged(`what follows ${name} is not zero`, end);
    }
    sections.set(name, content);
    at = next;
  }
  if (at !== bytes.length) throw damaged('something follows its end', at);
  return sections;
}

/** The error for an index that was an index once. */
export function damaged(reason: string, offset?: number, cause?: unknown): FormatError {
  return new FormatError(`the index is damaged: ${reason}`, offset, { cause });
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
