import { FormatError, InvalidArgumentError } from '../../../core/errors.ts';
import { Matrix } from '../../../core/matrix.ts';
import { readValues } from '../../../data/arrays/numeric.ts';
import { littleEndianBytes } from '../../../data/arrays/numeric-bytes.ts';
import type { IndexDocument } from '../documents/types.ts';
import { checkId } from '../ids.ts';
import type { Id } from '../types.ts';

/** A change of an index, as its method was called. Vectors are as given, whatever the index keeps. */
export type IndexChange =
  | {
      readonly kind: 'add' | 'upsert';
      readonly ids: readonly Id[];
      readonly vectors: Matrix;
      /** One for each vector; null if none has any. */
      readonly documents: readonly (IndexDocument | null)[] | null;
      /** How many of the ids were there before. */
      readonly replaced: number;
    }
  | { readonly kind: 'remove'; readonly ids: readonly Id[] };

const KINDS = ['add', 'upsert', 'remove'] as const;

/** Bytes before the body of a record: see journal.ts. */
export const FRAME = 32;
/** Bytes of a record at most: what one call hands over is kept in memory twice. */
const MAX_RECORD = 2 ** 31;

/** What a frame says of its record. */
export interface Frame {
  readonly kind: IndexChange['kind'];
  readonly count: number;
  readonly dimensions: number;
  readonly nameBytes: number;
  readonly documentBytes: number;
  readonly crc32: number;
  /** Bytes of the frame and all that follows it. */
  readonly bytes: number;
}

/** A checksum of bytes: CRC-32. */
export type Checksum = (bytes: Uint8Array) => number;

/**
 * The bytes of a record.
 *
 * @throws InvalidArgumentError if it would have more than 2 GiB.
 */
export function encodeChange(change: IndexChange, checksum: Checksum): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder();
  const vectors = change.kind === 'remove' ? null : change.vectors;
  const documents = change.kind === 'remove' ? null : change.documents;
  const replaced = change.kind === 'remove' ? 0 : change.replaced;
  const about = { ids: change.ids, fields: fieldsIn(documents ?? []), replaced };
  const names = text.encode(JSON.stringify(about));
  const written = documents === null ? new Uint8Array(0) : text.encode(JSON.stringify(documents));
  const values = vectors ? vectors.data : new Float32Array(0);
  const bytes = FRAME + padded(values.byteLength + names.length + written.length);
  if (bytes > MAX_RECORD) {
    throw new InvalidArgumentError('so many vectors are too much for one call: add them in parts');
  }
  const record = new Uint8Array(bytes);
  const shape = [values.length];
  record.set(littleEndianBytes('vectors', { dtype: 'float32', shape, values }), FRAME);
  record.set(names, FRAME + values.byteLength);
  record.set(written, FRAME + values.byteLength + names.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, KINDS.indexOf(change.kind) + 1, true);
  view.setUint32(4, change.ids.length, true);
  view.setUint32(8, vectors?.cols ?? 0, true);
  view.setUint32(12, names.length, true);
  view.setUint32(16, written.length, true);
  view.setUint32(20, checksum(record.subarray(FRAME)), true);
  view.setUint32(28, checksum(record.subarray(0, 28)), true);
  return record;
}

/** What the frame at the beginning of `bytes` says; null if its checksum is wrong. */
export function readFrame(bytes: Uint8Array, checksum: Checksum): Frame | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, FRAME);
  if (view.getUint32(28, true) !== checksum(bytes.subarray(0, 28))) return null;
  const kind = KINDS[view.getUint32(0, true) - 1];
  const count = view.getUint32(4, true);
  const dimensions = view.getUint32(8, true);
  const nameBytes = view.getUint32(12, true);
  const documentBytes = view.getUint32(16, true);
  const crc32 = view.getUint32(20, true);
  const body = count * dimensions * 4 + nameBytes + documentBytes;
  const length = FRAME + padded(body);
  return { kind, count, dimensions, nameBytes, documentBytes, crc32, bytes: length };
}

/** What a change is about. */
export interface ChangeNames {
  readonly ids: readonly Id[];
  /** Names of the fields that its documents have. */
  readonly fields: readonly string[];
  /** How many of the ids were there before; 0 where they are removed. */
  readonly replaced: number;
}

/** What a record is about, without vectors and documents. @throws FormatError if it says nothing. */
export function namesOf(frame: Frame, body: Uint8Array): ChangeNames {
  const from = frame.count * frame.dimensions * 4;
  const { ids, fields, replaced } = Object(parsed(body.subarray(from, from + frame.nameBytes)));
  if (!Array.isArray(ids) || ids.length !== frame.count) throw new FormatError('ids are no list');
  if (!Array.isArray(fields) || !fields.every((name) => typeof name === 'string')) {
    throw new FormatError('names of fields are no list');
  }
  if (!Number.isSafeInteger(replaced) || replaced < 0 || replaced > ids.length) {
    throw new FormatError('it replaces what cannot be');
  }
  for (const id of ids) checkId(id);
  return { ids, fields, replaced };
}

/**
 * The change that a record holds.
 *
 * @throws FormatError or InvalidArgumentError if it holds none.
 */
export function decodeChange(frame: Frame, body: Uint8Array): IndexChange {
  const { kind, count, dimensions, nameBytes, documentBytes } = frame;
  const { ids, replaced } = namesOf(frame, body);
  if (kind === 'remove') return { kind, ids };
  if (kind !== 'add' && kind !== 'upsert') throw new FormatError('it is of no known kind');
  if (dimensions === 0) throw new FormatError('its vectors have no values');
  const end = count * dimensions * 4;
  const data = readValues(body.slice(0, end), 0, count * dimensions, 'float32', true);
  const vectors = new Matrix(data as Float32Array, count, dimensions);
  if (documentBytes === 0) return { kind, ids, vectors, documents: null, replaced };
  const documents = parsed(body.subarray(end + nameBytes, end + nameBytes + documentBytes));
  if (!Array.isArray(documents) || documents.length !== count || !documents.every(isDocument)) {
    throw new FormatError('documents are no list of objects');
  }
  return { kind, ids, vectors, documents, replaced };
}

/** Names of the fields of documents. */
export function fieldsIn(documents: readonly (IndexDocument | null)[]): string[] {
  return [...new Set(documents.flatMap((document) => Object.keys(document ?? {})))];
}

/** Names of the fields of the documents that a change brings. */
export function fieldsOfChange(change: IndexChange): string[] {
  return change.kind === 'remove' ? [] : fieldsIn(change.documents ?? []);
}

function isDocument(value: unknown): boolean {
  return value === null || (typeof value === 'object' && !Array.isArray(value));
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parsed(bytes: Uint8Array): unknown {
  try {
    // A copy: TextDecoder takes no views of a SharedArrayBuffer.
    return JSON.parse(decoder.decode(new Uint8Array(bytes)));
  } catch (cause) {
    throw new FormatError('its text is no JSON in UTF-8', undefined, { cause });
  }
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
