import { FormatError } from '../../core/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { FlatTable } from './flatbuffer.ts';
import { type ArrowSchema, readSchema } from './schema.ts';

/** Values of all columns for some rows: where they lie. */
export interface ArrowBatch {
  readonly source: ByteSource;
  /** Rows. */
  readonly length: number;
  /** Of each field, depth-first: values and nulls. */
  readonly nodes: readonly { readonly length: number; readonly nulls: number }[];
  /** Of each field, depth-first, its buffers: where in the file, and how long. */
  readonly buffers: readonly { readonly at: number; readonly length: number }[];
  /** Null: not packed. */
  readonly codec: 'LZ4_FRAME' | 'ZSTD' | null;
  /** Of each field of views how many buffers of texts it has. */
  readonly viewBuffers: readonly number[];
}

/** A file of Arrow's IPC format, of which the values are not read yet. */
export interface ArrowFile {
  readonly schema: ArrowSchema;
  readonly batches: readonly ArrowBatch[];
  /** By their numbers; later ones replace those before, or add to them. */
  readonly dictionaries: readonly ArrowDictionary[];
}

/** Values that others name by their numbers. */
export interface ArrowDictionary {
  readonly id: number;
  /** Whether it adds to the one before. */
  readonly isDelta: boolean;
  readonly batch: ArrowBatch;
}

const MAGIC = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31];
const MAX_METADATA_BYTES = 2 ** 26;
const CONTINUATION = 0xffffffff;
const CODECS = ['LZ4_FRAME', 'ZSTD'] as const;
const [SCHEMA, DICTIONARY, RECORDS] = [1, 2, 3];

/**
 * Whether `bytes` begin as an Arrow file does (Feather version 2 is the same), or as a stream: a
 * mark, the length of a message, and a message that is a schema.
 */
export function isArrow(bytes: Uint8Array): boolean {
  if (isArrowFile(bytes)) return true;
  if (bytes.length < 16 || !bytes.subarray(0, 4).every((byte) => byte === 0xff)) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(4, true);
  const root = view.getUint32(8, true);
  return length > 8 && length <= MAX_METADATA_BYTES && root >= 4 && root < length;
}

function isArrowFile(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads the messages of an Arrow file or stream (https://arrow.apache.org/docs/format/Columnar.html)
 * without the values: those of a stream one after another, those of a file by the index at its end.
 *
 * @throws FormatError with the byte offset.
 */
export async function readMessages(source: ByteSource): Promise<ArrowFile> {
  const head = await source.read(0, Math.min(8, source.length));
  return isArrowFile(head) ? readIndexed(source) : readStream(source);
}

async function readStream(source: ByteSource): Promise<ArrowFile> {
  const end = source.length;
  let schema: ArrowSchema | null = null;
  const batches: ArrowBatch[] = [];
  const dictionaries: ArrowDictionary[] = [];
  for (let at = 0; at < end; ) {
    const message = await messageAt(source, at, end);
    if (message === null) break;
    if (message.kind === SCHEMA) {
      if (schema) throw new FormatError('there are two schemas', at);
      schema = readSchema(message.header, at);
    } else if (schema === null) {
      throw new FormatError('an Arrow stream must begin with a schema', at);
    } else if (message.kind === RECORDS) batches.push(batchOf(source, message, message.header));
    else if (message.kind === DICTIONARY) dictionaries.push(dictionaryOf(source, message));
    at = message.body + message.bodyLength;
  }
  if (schema === null) throw new FormatError('the Arrow stream has no schema', 0);
  return { schema, batches, dictionaries };
}

/** Bytes of an entry of the index: where a message begins, and two lengths. */
const BLOCK_BYTES = 24;

async function readIndexed(source: ByteSource): Promise<ArrowFile> {
  const { length } = source;
  if (length < 18) throw new FormatError('the Arrow file is cut short', length);
  const tail = await source.read(length - 10, length);
  if (!isArrowFile(tail.subarray(4))) {
    throw new FormatError('the Arrow file is cut short: it does not end with ARROW1', length - 6);
  }
  const size = new DataView(tail.buffer, tail.byteOffset).getInt32(0, true);
  const end = length - 10 - size;
  if (size < 8 || size > MAX_METADATA_BYTES || end < 8) {
    throw new FormatError(`a footer of ${size} bytes can't be`, length - 10);
  }
  const footer = FlatTable.root(await source.read(end, length - 10), end);
  const schema = footer.table(1);
  if (!schema) throw new FormatError('the Arrow file has no schema', end);
  const messages = async <T>(field: number, kind: number, read: (message: Message) => T) => {
    const found: T[] = [];
    for (const at of footer.firstSizes(field, BLOCK_BYTES)) {
      const message = await messageAt(source, at, end);
      if (message?.kind !== kind) throw new FormatError('the index names no such message', end);
      found.push(read(message));
    }
    return found;
  };
  return {
    schema: readSchema(schema, end),
    dictionaries: await messages(2, DICTIONARY, (message) => dictionaryOf(source, message)),
    batches: await messages(3, RECORDS, (message) => batchOf(source, message, message.header)),
  };
}

interface Message {
  readonly header: FlatTable;
  readonly kind: number;
  /** Where its values begin. */
  readonly body: number;
  readonly bodyLength: number;
}

/** The message at `at`, or null at the end of the stream. */
async function messageAt(source: ByteSource, at: number, end: number): Promise<Message | null> {
  const read = async (from: number, size: number) => {
    if (from + size > end) throw new FormatError('the Arrow file is cut short', end);
    return source.read(from, from + size);
  };
  const word = async (from: number) => {
    const bytes = await read(from, 4);
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  };
  // Before version 0.15 messages began with their length.
  const first = await word(at);
  const isMarked = first === CONTINUATION;
  const length = isMarked ? await word(at + 4) : first;
  if (length === 0) return null;
  if (length > MAX_METADATA_BYTES)
    throw new FormatError(`metadata of ${length} bytes can't be`, at);
  const from = at + (isMarked ? 8 : 4);
  const message = FlatTable.root(await read(from, length), from);
  const header = message.table(2);
  const bodyLength = message.size(3);
  const body = from + length;
  if (!header) throw new FormatError('an Arrow message is empty', from);
  if (body + bodyLength > end) {
    throw new FormatError(
      `a message claims ${bodyLength} bytes where ${end - body} are left`,
      from,
    );
  }
  return { header, kind: message.int(1, 8), body, bodyLength };
}

function dictionaryOf(source: ByteSource, message: Message): ArrowDictionary {
  const { header, body } = message;
  const data = header.table(1);
  if (!data) throw new FormatError('a dictionary is missing', body);
  return { id: header.size(0), isDelta: header.flag(2), batch: batchOf(source, message, data) };
}

function batchOf(source: ByteSource, { body, bodyLength }: Message, table: FlatTable): ArrowBatch {
  const nodes = pairs(table.sizes(1, 2)).map(([length, nulls]) => ({ length, nulls }));
  const buffers = pairs(table.sizes(2, 2)).map(([offset, length]) => {
    if (offset + length > bodyLength) {
      throw new FormatError(`a buffer of ${length} bytes lies outside its message`, body);
    }
    return { at: body + offset, length };
  });
  const compression = table.table(3);
  const codec = compression ? CODECS[compression.int(0, 8)] : null;
  if (codec === undefined) throw new FormatError('values are packed in an unknown way', body);
  return { source, length: table.size(0), nodes, buffers, codec, viewBuffers: table.sizes(4, 1) };
}

function pairs(values: readonly number[]): [number, number][] {
  return Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i], values[2 * i + 1]]);
}
