import { crc32 } from '../../../core/crc32.ts';
import { FormatError, HashplaneError } from '../../../core/errors.ts';
import {
  type ChangeNames,
  type Checksum,
  decodeChange,
  encodeChange,
  FRAME,
  type Frame,
  type IndexChange,
  namesOf,
  readFrame,
} from './change.ts';

/*
 * A journal, all numbers little-endian. It begins with 32 bytes that name the index file that its
 * changes follow:
 *
 *   0  8 bytes   the magic number: 0x89 "HPJ" CR LF 0x1a LF
 *   8  uint32    format version
 *  12  uint32    CRC-32 of the header of the index file, in which the CRC-32 of all else is
 *  16  uint64    bytes of the index file
 *  24  uint32    zero
 *  28  uint32    CRC-32 of the 28 bytes before
 *
 * Then comes a record for each change, written by one call and whole before that call ended:
 *
 *   0  uint32    kind: 1 add, 2 upsert, 3 remove
 *   4  uint32    ids
 *   8  uint32    values of a vector; 0 where vectors are removed
 *  12  uint32    bytes of the names
 *  16  uint32    bytes of the documents; 0 if there are none
 *  20  uint32    CRC-32 of all that follows these 32 bytes
 *  24  uint32    zero
 *  28  uint32    CRC-32 of the 28 bytes before
 *  32  float32   vectors, one after another, as they were given
 *      names     JSON in UTF-8: {"ids": [...], "fields": [...], "replaced": 0}: numbers and texts,
 *                the fields that documents have, and how many of the ids were there before
 *      documents JSON in UTF-8: a list of objects, null for a vector without
 *                zeros up to a multiple of 8 bytes
 */
const MAGIC = Uint8Array.of(0x89, 0x48, 0x50, 0x4a, 0x0d, 0x0a, 0x1a, 0x0a);
export const JOURNAL_VERSION = 1;
export const JOURNAL_HEAD = 32;

/** Which index file a journal belongs to. */
export interface BaseName {
  /** Bytes of the file. */
  readonly bytes: number;
  /** Of its header. */
  readonly crc32: number;
}

/** What a journal holds. */
export interface JournalContents<T> {
  /** Null if not even the head was written whole. */
  readonly base: BaseName | null;
  readonly records: readonly T[];
  /** Bytes of the head and the records. */
  readonly end: number;
  /** Bytes after them: a record in the midst of whose writing all ended. */
  readonly torn: number;
}

/** Options of readers of journals. */
export interface JournalOptions {
  /** CRC-32, where the host has a faster one. */
  readonly checksum?: Checksum;
}

/** The beginning of a journal of changes of an index file. */
export function journalHead(base: BaseName): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(JOURNAL_HEAD);
  const view = new DataView(head.buffer);
  head.set(MAGIC);
  view.setUint32(8, JOURNAL_VERSION, true);
  view.setUint32(12, base.crc32, true);
  view.setBigUint64(16, BigInt(base.bytes), true);
  view.setUint32(28, crc32(head.subarray(0, 28)), true);
  return head;
}

/** The bytes of one change, to be written after what is there. */
export function journalRecord(change: IndexChange, checksum: Checksum = crc32) {
  return encodeChange(change, checksum);
}

/** Whether a journal belongs to an index file. One that does not is of an older file in its place. */
export function isOfBase(base: BaseName | null, file: BaseName): boolean {
  return base !== null && base.bytes === file.bytes && base.crc32 === file.crc32;
}

/**
 * The changes in a journal. A last record that is cut, or the zeros that a loss of power may leave, is
 * passed over: it was written by a call that never ended.
 *
 * @throws FormatError if it is no journal, of a newer version, or damaged before its last record.
 */
export function readJournal(
  bytes: Uint8Array,
  options: JournalOptions = {},
): JournalContents<IndexChange> {
  return read(bytes, options, decodeChange);
}

/** What a change is about, and of how many dimensions its vectors are; 0 if there are none. */
export interface NamedChange extends ChangeNames {
  readonly kind: IndexChange['kind'];
  readonly dimensions: number;
}

/** What the changes in a journal are about, without vectors and documents; see `readJournal`. */
export function readJournalNames(
  bytes: Uint8Array,
  options: JournalOptions = {},
): JournalContents<NamedChange> {
  return read(bytes, options, (frame, body) => {
    const { kind, dimensions } = frame;
    return { kind, dimensions, ...namesOf(frame, body) };
  });
}

/** The index file that a journal belongs to; null if its head was not written whole. */
export function journalBase(bytes: Uint8Array): BaseName | null {
  const there = bytes.subarray(0, MAGIC.length);
  const rest = bytes.subarray(0, JOURNAL_HEAD);
  if (!there.every((byte, i) => byte === MAGIC[i])) {
    if (isZero(bytes)) return null;
    throw new FormatError('this is no journal of a hashplane index', 0);
  }
  if (rest.length < JOURNAL_HEAD) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, JOURNAL_HEAD);
  if (view.getUint32(28, true) !== crc32(rest.subarray(0, 28))) {
    if (bytes.length === JOURNAL_HEAD) return null;
    throw damaged('the checksum of its first bytes is wrong', 28);
  }
  const version = view.getUint32(8, true);
  if (version < 1 || version > JOURNAL_VERSION) {
    throw new FormatError(
      `the journal is of format version ${version}, and those up to ${JOURNAL_VERSION} are known: ` +
        'use a newer hashplane',
      8,
    );
  }
  return { bytes: Number(view.getBigUint64(16, true)), crc32: view.getUint32(12, true) };
}

function read<T>(
  bytes: Uint8Array,
  { checksum = crc32 }: JournalOptions,
  decode: (frame: Frame, body: Uint8Array) => T,
): JournalContents<T> {
  const base = journalBase(bytes);
  if (base === null) return { base, records: [], end: 0, torn: bytes.length };
  const records: T[] = [];
  let at = JOURNAL_HEAD;
  while (at < bytes.length) {
    const found = recordAt(bytes, at, checksum);
    if (found === null) break;
    records.push(decoded(found, at, decode));
    at += found.frame.bytes;
  }
  return { base, records, end: at, torn: bytes.length - at };
}

/** The record at a place; null if it was not written whole. */
function recordAt(
  bytes: Uint8Array,
  at: number,
  checksum: Checksum,
): { readonly frame: Frame; readonly body: Uint8Array } | null {
  if (at + FRAME > bytes.length) return null;
  const frame = readFrame(bytes.subarray(at, at + FRAME), checksum);
  if (frame === null) {
    if (isZero(bytes.subarray(at))) return null;
    throw damaged('the checksum of a record is wrong', at);
  }
  const end = at + frame.bytes;
  if (end > bytes.length) return null;
  const body = bytes.subarray(at + FRAME, end);
  if (checksum(body) === frame.crc32) return { frame, body };
  if (end === bytes.length) return null;
  throw damaged('the checksum of a record is wrong', at);
}

function decoded<T>(
  { frame, body }: { readonly frame: Frame; readonly body: Uint8Array },
  at: number,
  decode: (frame: Frame, body: Uint8Array) => T,
): T {
  try {
    return decode(frame, body);
  } catch (error) {
    if (!(error instanceof HashplaneError)) throw error;
    throw damaged(`a record is none: ${error.message}`, at, error);
  }
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** The error for a journal that was one once. */
export function damaged(reason: string, offset?: number, cause?: unknown): FormatError {
  return new FormatError(`the journal is damaged: ${reason}`, offset, { cause });
}
