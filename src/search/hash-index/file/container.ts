import { crc32 } from '../../../core/crc32.ts';
import type { Steps } from '../../../core/steps.ts';
import {
  damaged,
  INDEX_VERSION,
  isIndex,
  layoutOf,
  listed,
  MAGIC,
  PREAMBLE,
  padded,
  parseHeader,
  readPreamble,
  type SectionPlace,
  wrongChecksum,
} from './layout.ts';

export { damaged, INDEX_VERSION, isIndex };

/** What is copied at once. */
const COPIED_BYTES = 2 ** 20;

/** A file as its header and its sections. */
export interface Container {
  /** The oldest version whose readers know what is in it. */
  readonly version: number;
  /** Plain JSON values. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly sections: ReadonlyMap<string, Uint8Array>;
}

/** The bytes of a file, as layout.ts describes them: of version 3 at least if a section is long. */
export function* writeContainer({
  version,
  header,
  sections,
}: Container): Steps<Uint8Array<ArrayBuffer>> {
  const list: Record<string, unknown>[] = [];
  for (const [name, bytes] of sections) list.push(yield* listed(name, bytes));
  const hasParts = list.some(({ parts }) => parts !== undefined);
  const text = new TextEncoder().encode(JSON.stringify({ ...header, sections: list }));
  const headerBytes = new Uint8Array(padded(text.length)).fill(0x20);
  headerBytes.set(text);
  let total = PREAMBLE + headerBytes.length;
  for (const { length } of sections.values()) total += padded(length);
  const file = new Uint8Array(total);
  const view = new DataView(file.buffer);
  file.set(MAGIC);
  view.setUint32(8, hasParts ? Math.max(version, 3) : version, true);
  view.setUint32(12, headerBytes.length, true);
  view.setUint32(16, crc32(headerBytes), true);
  view.setUint32(20, crc32(file.subarray(0, 20)), true);
  file.set(headerBytes, PREAMBLE);
  let at = PREAMBLE + headerBytes.length;
  for (const bytes of sections.values()) {
    for (let start = 0; start < bytes.length; start += COPIED_BYTES) {
      file.set(bytes.subarray(start, start + COPIED_BYTES), at + start);
      yield;
    }
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
  const preamble = readPreamble(bytes);
  const { version, headerEnd } = preamble;
  if (headerEnd > bytes.length) throw damaged('it is cut short', bytes.length);
  const header = parseHeader(bytes.subarray(PREAMBLE, headerEnd), preamble);
  const sections = new Map<string, Uint8Array>();
  let at = headerEnd;
  for (const place of layoutOf(header.sections, headerEnd)) {
    sections.set(place.name, readSection(bytes, place));
    at = place.next;
  }
  if (at !== bytes.length) throw damaged('something follows its end', at);
  return { version, header, sections };
}

function readSection(bytes: Uint8Array, place: SectionPlace): Uint8Array {
  const { name, start, length, next, partBytes, parts } = place;
  if (next > bytes.length) throw damaged(`it is cut short in the section ${name}`, bytes.length);
  const content = bytes.subarray(start, start + length);
  for (const [i, expected] of parts.entries()) {
    const part = content.subarray(i * partBytes, (i + 1) * partBytes);
    if (crc32(part) !== expected) throw wrongChecksum(place, start + i * partBytes);
  }
  if (bytes.subarray(start + length, next).some((byte) => byte !== 0)) {
    throw damaged(`what follows ${name} is not zero`, start + length);
  }
  return content;
}
