import { crc32 } from 'node:zlib';
import { headerOf, type IndexHeader } from '../../search/hash-index/file/header.ts';
import {
  damaged,
  layoutOf,
  PREAMBLE,
  parseHeader,
  readPreamble,
  type SectionPlace,
  wrongChecksum,
} from '../../search/hash-index/file/layout.ts';
import { SectionReader } from '../../search/hash-index/file/sections.ts';
import type { BaseName } from '../../search/hash-index/journal/journal.ts';
import type { Id } from '../../search/hash-index/types.ts';
import { FileSource } from '../file-source.ts';
import { inFile } from '../in-file.ts';

/** What an index file says of itself, and the ids in it. */
export interface BaseFile {
  readonly base: BaseName;
  readonly header: IndexHeader;
  /** In order of insertion; an array of numbers if all are. */
  readonly ids: readonly Id[] | Float64Array;
}

/** What an index file says of itself. @throws FormatError if it is no index, or damaged there. */
export function readBaseHeader(path: string): Promise<IndexHeader> {
  return inBase(path, async (source) => (await headOf(source)).header);
}

/**
 * Reads the header and the ids of an index file, whatever else is in it. Cost: with the ids, not with
 * the vectors.
 *
 * @throws FormatError if it is no index, or damaged there.
 */
export function readBaseFile(path: string): Promise<BaseFile> {
  return inBase(path, async (source) => {
    const { header, base, places } = await headOf(source);
    const place = places.find(({ name }) => name === 'ids');
    if (!place) throw damaged('it has no ids');
    const sections = new Map([['ids', await readSection(source, place)]]);
    const reader = new SectionReader(sections);
    const { size } = header;
    const ids =
      header.ids === 'numbers'
        ? (reader.values('ids', 'float64', size) as Float64Array)
        : (reader.list('ids') as Id[]);
    if (ids.length !== size) throw damaged('it has not as many ids as it says');
    return { base, header, ids };
  });
}

function inBase<T>(path: string, read: (source: FileSource) => Promise<T>): Promise<T> {
  return inFile(path, async () => {
    const source = await FileSource.open(path);
    try {
      return await read(source);
    } finally {
      await source.close();
    }
  });
}

async function headOf(source: FileSource) {
  const { length } = source;
  const preamble = readPreamble(await source.read(0, Math.min(PREAMBLE, length)));
  const { version, headerEnd, headerCrc32 } = preamble;
  if (headerEnd > length) throw damaged('it is cut short', length);
  const fields = parseHeader(await source.read(PREAMBLE, headerEnd), preamble);
  const places = layoutOf(fields.sections, headerEnd);
  const end = places.at(-1)?.next ?? headerEnd;
  if (end > length) throw damaged('it is cut short', length);
  if (end < length) throw damaged('something follows its end', end);
  const header = headerOf({ version, header: fields, sections: new Map() });
  const base = { bytes: length, crc32: headerCrc32 };
  return { header, places, base };
}

async function readSection(source: FileSource, place: SectionPlace): Promise<Uint8Array> {
  const { start, length, partBytes, parts } = place;
  const bytes = await source.read(start, start + length);
  for (const [i, expected] of parts.entries()) {
    const at = i * partBytes;
    if (crc32(bytes.subarray(at, at + partBytes)) !== expected) {
      throw wrongChecksum(place, start + at);
    }
  }
  return bytes;
}
