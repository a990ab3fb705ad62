import { FormatError } from '../../core/errors.ts';
import { unpack } from '../archives/unpack.ts';
import type { ArrowBatch } from './messages.ts';
import type { ArrowField } from './schema.ts';

/** Where the parts of a field are among those of a record batch. */
export interface FieldPlace {
  readonly node: number;
  readonly buffer: number;
  /** How many buffers of texts a field of views has. */
  readonly views: number;
}

/**
 * Where each field of a schema has its node and its buffers in a batch: they lie depth-first, and
 * how many there are follows from the types.
 */
export function placesOf(
  fields: readonly ArrowField[],
  batch: ArrowBatch,
): Map<ArrowField, FieldPlace> {
  const places = new Map<ArrowField, FieldPlace>();
  let [node, buffer, view] = [0, 0, 0];
  const visit = (field: ArrowField) => {
    const views = hasViews(field) ? (batch.viewBuffers[view++] ?? 0) : 0;
    places.set(field, { node: node++, buffer, views });
    buffer += ownBuffers(field) + views;
    // Of a field with a dictionary only the indices are here.
    if (!field.dictionary) for (const child of field.children) visit(child);
  };
  for (const field of fields) visit(field);
  return places;
}

function hasViews({ type, dictionary }: ArrowField): boolean {
  if (dictionary) return false;
  return type.is === 'text-views' || (type.is === 'other' && type.buffers === 'views');
}

function ownBuffers({ type, dictionary }: ArrowField): number {
  if (dictionary) return 2;
  if (type.is === 'other') return type.buffers === 'views' ? 2 : type.buffers;
  if (type.is === 'texts') return 3;
  return type.is === 'fixed-list' || type.is === 'struct' ? 1 : 2;
}

/** More than a writer puts into one buffer. */
const MAX_BUFFER_BYTES = 2 ** 31;

/**
 * The bytes of a buffer of a batch, unpacked.
 *
 * @param needed - how many there must be; more may be there, to fill up.
 * @throws FormatError with the byte offset.
 */
export async function readBuffer(
  batch: ArrowBatch,
  index: number,
  needed: number,
  maxBytes: number,
): Promise<Uint8Array> {
  const place = batch.buffers[index];
  if (!place)
    throw new FormatError('a record batch has too few buffers', batch.buffers[0]?.at ?? 0);
  const { at, length } = place;
  const bytes = await unpackedBuffer(batch, at, length, Math.min(maxBytes, MAX_BUFFER_BYTES));
  if (needed > bytes.length) {
    throw new FormatError(`a buffer has ${bytes.length} bytes where ${needed} are needed`, at);
  }
  return bytes;
}

async function unpackedBuffer(
  { source, codec }: ArrowBatch,
  at: number,
  length: number,
  maxBytes: number,
): Promise<Uint8Array> {
  if (codec === null || length === 0) return source.read(at, at + length);
  if (length < 8) throw new FormatError('a packed buffer is cut short', at);
  const bytes = await source.read(at, at + length);
  // In front is how much it unpacks to; -1 means that it isn't packed.
  const size = new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0, true);
  const packed = bytes.subarray(8);
  if (size === -1n) return packed;
  if (size < 0n || size > maxBytes) {
    throw new FormatError(`a buffer that unpacks to ${size} bytes is too large`, at);
  }
  return size === 0n ? new Uint8Array(0) : unpack(packed, codec, Number(size), at);
}
