import { FormatError } from '../../core/errors.ts';
import { unpack } from '../archives/unpack.ts';
import type { ByteSource } from '../byte-source.ts';
import { decodeDelta, decodeDeltaLengths, decodeDeltaTexts, isWhole } from './delta.ts';
import { type ParquetFooter, wholeNumber } from './footer.ts';
import { decodeHybrid } from './levels.ts';
import { type RawPage, rawPages } from './pages.ts';
import type { ParquetLeaf } from './schema.ts';
import {
  decodePlain,
  decodeSplit,
  gather,
  inUnits,
  type PageValues,
  type ValueType,
} from './values.ts';

/** What a page holds: values, and levels where the column has them. */
export interface Page {
  /** Values and nulls. */
  readonly count: number;
  /** The values that are not null. */
  readonly values: PageValues;
  /** For each place how much of its path is there; null where all of it must be. */
  readonly definitions: Uint32Array | null;
  /** For each place 0 if it begins a row; null if each is a row. */
  readonly repetitions: Uint32Array | null;
  /** Where in the file it is. */
  readonly at: number;
}

/** More values than any writer puts into one page. */
const MAX_PAGE_VALUES = 2 ** 25;

/**
 * Decodes the pages of a column in one row group. The library would decode them to arrays of
 * arrays, whole row groups at once, and trusts every count; for columns of numbers that is neither
 * fast nor safe.
 *
 * Cost: memory for one page.
 *
 * @throws FormatError with the byte offset: damage, or an encoding that is not read.
 */
export async function* decodePages(
  source: ByteSource,
  footer: ParquetFooter,
  leaf: ParquetLeaf & { type: ValueType },
  group: number,
): AsyncGenerator<Page> {
  let dictionary: PageValues | null = null;
  for await (const raw of rawPages(source, footer, leaf, group)) {
    try {
      if (raw.header.type === 'DICTIONARY_PAGE') {
        if (dictionary) throw new FormatError('a column chunk has two dictionaries');
        dictionary = await decodeDictionary(raw, leaf.type);
      } else if (raw.header.type === 'DATA_PAGE') {
        yield await decodeFirst(raw, leaf, dictionary);
      } else if (raw.header.type === 'DATA_PAGE_V2') {
        yield await decodeSecond(raw, leaf, dictionary);
      }
    } catch (cause) {
      if (!(cause instanceof FormatError) || cause.offset !== undefined) throw cause;
      throw new FormatError(`${leaf.name}: ${cause.message}`, raw.at, { cause });
    }
  }
}

async function decodeDictionary(raw: RawPage, type: ValueType): Promise<PageValues> {
  const count = valueCount(raw.header.dictionary_page_header?.num_values);
  return decodePlain(await unpackPage(raw), type, count);
}

/** Data pages, version 1: levels and values packed together, levels with their length in front. */
async function decodeFirst(
  raw: RawPage,
  leaf: ParquetLeaf & { type: ValueType },
  dictionary: PageValues | null,
): Promise<Page> {
  const header = raw.header.data_page_header;
  const count = valueCount(header?.num_values);
  const bytes = await unpackPage(raw);
  let at = 0;
  const levels = (max: number): Uint32Array | null => {
    if (max === 0) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = at + 4 <= bytes.length ? view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    const end = at + 4 + length;
    if (end > bytes.length) throw new FormatError('the levels of a page are cut short');
    const part = bytes.subarray(at + 4, end);
    at = end;
    return decodeHybrid(part, bitWidth(max), count);
  };
  const repetitions = levels(leaf.maxRepetition);
  const definitions = levels(leaf.maxDefinition);
  const present = countOf(definitions, leaf.maxDefinition, count);
  const values = decodeValues(
    bytes.subarray(at),
    String(header?.encoding),
    leaf.type,
    present,
    dictionary,
  );
  return { count, values, definitions, repetitions, at: raw.at };
}

/** Data pages, version 2: levels lie unpacked in front of the values. */
async function decodeSecond(
  raw: RawPage,
  leaf: ParquetLeaf & { type: ValueType },
  dictionary: PageValues | null,
): Promise<Page> {
  const { header, bytes } = raw;
  const page = header.data_page_header_v2;
  if (!page) throw new FormatError('the header of a page is damaged');
  const count = valueCount(page.num_values);
  const split = wholeNumber(page.repetition_levels_byte_length, 'the size of levels');
  const start = split + wholeNumber(page.definition_levels_byte_length, 'the size of levels');
  if (start > bytes.length || start > header.uncompressed_page_size) {
    throw new FormatError('the levels of a page are cut short');
  }
  const levels = (part: Uint8Array, max: number) =>
    max === 0 ? null : decodeHybrid(part, bitWidth(max), count);
  const repetitions = levels(bytes.subarray(0, split), leaf.maxRepetition);
  const definitions = levels(bytes.subarray(split, start), leaf.maxDefinition);
  const present = countOf(definitions, leaf.maxDefinition, count);
  const size = header.uncompressed_page_size - start;
  const packed = bytes.subarray(start);
  const codec = page.is_compressed === false ? 'UNCOMPRESSED' : raw.codec;
  const unpacked = size === 0 ? new Uint8Array(0) : await unpack(packed, codec, size, raw.at);
  const values = decodeValues(unpacked, String(page.encoding), leaf.type, present, dictionary);
  return { count, values, definitions, repetitions, at: raw.at };
}

function decodeValues(
  bytes: Uint8Array,
  encoding: string,
  type: ValueType,
  count: number,
  dictionary: PageValues | null,
): PageValues {
  if (encoding === 'PLAIN') return decodePlain(bytes, type, count);
  if (encoding === 'BYTE_STREAM_SPLIT') return decodeSplit(bytes, type, count);
  if (encoding === 'RLE' && type.stored === 'bits') {
    // In front the length of what follows.
    return Uint8Array.from(decodeHybrid(bytes.subarray(4), 1, count));
  }
  if (encoding === 'DELTA_BINARY_PACKED' && isWhole(type.stored)) {
    return inUnits(decodeDelta(bytes, type.stored, count).values, type);
  }
  if (encoding === 'DELTA_LENGTH_BYTE_ARRAY' && type.stored === 'bytes') {
    return decodeDeltaLengths(bytes, count);
  }
  if (encoding === 'DELTA_BYTE_ARRAY' && type.stored === 'bytes') {
    return decodeDeltaTexts(bytes, count);
  }
  if (encoding !== 'RLE_DICTIONARY' && encoding !== 'PLAIN_DICTIONARY') {
    throw new FormatError(`values encoded as ${encoding} are not read: write them as PLAIN`);
  }
  if (!dictionary) throw new FormatError('a dictionary is missing');
  const width = bytes[0] ?? 0;
  if (width > 32) throw new FormatError(`indices of ${width} bits can't be`);
  return gather(dictionary, decodeHybrid(bytes.subarray(1), width, count));
}

function unpackPage({ header, bytes, codec, at }: RawPage): Promise<Uint8Array> {
  return unpack(bytes, codec, header.uncompressed_page_size, at);
}

function valueCount(value: unknown): number {
  const count = wholeNumber(value, 'the number of values of a page');
  if (count > MAX_PAGE_VALUES) throw new FormatError(`a page of ${count} values can't be`);
  return count;
}

function bitWidth(max: number): number {
  return 32 - Math.clz32(max);
}

function countOf(definitions: Uint32Array | null, max: number, count: number): number {
  if (!definitions) return count;
  let present = 0;
  for (let i = 0; i < definitions.length; i++) if (definitions[i] === max) present++;
  return present;
}
