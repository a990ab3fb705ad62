import { crc32 } from '../../core/crc32.ts';
import { FormatError } from '../../core/errors.ts';
import { canInflateTo, inflate } from './inflate.ts';
import { checkMemberName } from './member-name.ts';

/** A file within a zip archive. */
export interface ZipMember {
  readonly name: string;
  /** Bytes when unpacked. */
  readonly size: number;
  /** Where its packed bytes are. */
  readonly start: number;
  readonly end: number;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly crc: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX_MEMBERS = 65_535;

/** Bytes from 128 on, in the names of older programs. */
const CODE_PAGE_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
  '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ';

/** Whether `bytes` begin as a zip archive with members does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Lists a zip archive by its central directory (PKWARE APPNOTE 4.3), zip64 included. As .npz files
 * are made: members stored or deflated, not encrypted, in one volume.
 *
 * @throws FormatError with the byte offset: damage, names given twice or that leave the folder,
 * members that overlap (as zip bombs do).
 */
export function listZip(bytes: Uint8Array): ZipMember[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, start, end } = findDirectory(view);
  const members: ZipMember[] = [];
  const names = new Set<string>();
  let at = start;
  for (let i = 0; i < count; i++) {
    const { member, next } = readEntry(bytes, view, at, end);
    if (names.has(member.name)) {
      throw new FormatError(`there are two members ${JSON.stringify(member.name)}`, at);
    }
    names.add(member.name);
    members.push(member);
    at = next;
  }
  checkOverlaps(members);
  return members;
}

/**
 * The bytes of a member, checked against its CRC-32. Cost: a view and one pass where it is stored;
 * otherwise it is inflated.
 *
 * @throws FormatError if it is damaged or larger than `maxBytes`.
 */
export async function readZipMember(
  bytes: Uint8Array,
  member: ZipMember,
  maxBytes: number,
): Promise<Uint8Array> {
  const { name, size, start, end, method, crc } = member;
  const packed = bytes.subarray(start, end);
  const shown = JSON.stringify(name);
  if (size > maxBytes) {
    throw new FormatError(`${shown} has ${size} bytes, more than the ${maxBytes} allowed`, start);
  }
  if (method === 0 ? size !== packed.length : !canInflateTo(packed.length, size)) {
    throw new FormatError(`${packed.length} packed bytes of ${shown} claim to hold ${size}`, start);
  }
  let unpacked = packed;
  if (method === 8) {
    try {
      unpacked = await inflate(packed, 'deflate-raw', { maxBytes, size, checked: true });
    } catch (cause) {
      throw new FormatError(`${shown}: ${(cause as Error).message}`, start, { cause });
    }
  }
  if (crc32(unpacked) !== crc) {
    throw new FormatError(`${shown} is damaged: its checksum is wrong`, start);
  }
  return unpacked;
}

interface Directory {
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

/** The end record lies at the end of the file, before a comment of at most 64 KiB. */
function findDirectory(view: DataView): Directory {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) !== END_OF_DIRECTORY) continue;
    if (at + 22 + view.getUint16(at + 20, true) !== view.byteLength) continue;
    const isLarge = at >= 20 && view.getUint32(at - 20, true) === LOCATOR_64;
    const { count, size, start, end } = isLarge ? largeEnd(view, at) : smallEnd(view, at);
    if (start + size > end || count > MAX_MEMBERS) {
      throw new FormatError('the directory of the zip archive lies outside it', at);
    }
    return { count, start, end: start + size };
  }
  throw new FormatError('the zip archive is cut short: it has no directory', view.byteLength);
}

function smallEnd(view: DataView, at: number) {
  return {
    count: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    start: view.getUint32(at + 16, true),
    end: at,
  };
}

function largeEnd(view: DataView, at: number) {
  const place = uint64(view, at - 12);
  if (place + 56 > at || view.getUint32(place, true) !== END_64) {
    throw new FormatError('the zip64 directory is not where it should be', at - 20);
  }
  return {
    count: uint64(view, place + 32),
    size: uint64(view, place + 40),
    start: uint64(view, place + 48),
    end: place,
  };
}

function uint64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}

function readEntry(bytes: Uint8Array, view: DataView, at: number, end: number) {
  if (at + 46 > end || view.getUint32(at, true) !== ENTRY) {
    throw new FormatError('an entry of the zip directory is damaged', at);
  }
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > end) throw new FormatError('an entry of the zip directory is cut short', at);
  const name = decodeName(bytes, at + 46, nameEnd);
  const method = view.getUint16(at + 10, true);
  if (view.getUint16(at + 8, true) & 1) {
    throw new FormatError(`${JSON.stringify(name)} is encrypted`, at + 8);
  }
  if (method !== 0 && method !== 8) {
    throw new FormatError(
      `${JSON.stringify(name)} is packed by method ${method}: only stored and deflated are read`,
      at + 10,
    );
  }
  const { packed, size, place } = sizesOf(view, at, nameEnd, extraEnd);
  const start = dataStart(view, place, at);
  if (start + packed > view.byteLength) {
    throw new FormatError(`${JSON.stringify(name)} ends beyond the zip archive`, at);
  }
  const crc = view.getUint32(at + 16, true);
  return { member: { name, size, start, end: start + packed, method, crc }, next };
}

/** UTF-8, whether it is declared or not; else the code page 437, as the format has it. */
function decodeName(bytes: Uint8Array, start: number, end: number): string {
  const own = new Uint8Array(bytes.subarray(start, end));
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(own);
  } catch {
    name = Array.from(own, (byte) =>
      byte < 128 ? String.fromCharCode(byte) : CODE_PAGE_437[byte - 128],
    ).join('');
  }
  checkMemberName(name, start);
  return name;
}

/** Sizes and place of a member; those of 2^32 - 1 stand in the zip64 field instead. */
function sizesOf(view: DataView, at: number, extraAt: number, extraEnd: number) {
  const small = [24, 20, 42].map((offset) => view.getUint32(at + offset, true));
  for (let field = extraAt; field + 4 <= extraEnd; ) {
    const id = view.getUint16(field, true);
    const next = field + 4 + view.getUint16(field + 2, true);
    if (next > extraEnd) break;
    for (let i = 0, value = field + 4; id === 1 && i < 3; i++) {
      if (small[i] !== 0xffffffff || value + 8 > next) continue;
      small[i] = uint64(view, value);
      value += 8;
    }
    field = next;
  }
  const [size, packed, place] = small;
  return { size, packed, place };
}

/** The local header repeats name and extra field, perhaps with other lengths. */
function dataStart(view: DataView, place: number, at: number): number {
  if (place + 30 > view.byteLength || view.getUint32(place, true) !== LOCAL) {
    throw new FormatError('a member of the zip archive is not where its directory says', at);
  }
  return place + 30 + view.getUint16(place + 26, true) + view.getUint16(place + 28, true);
}

function checkOverlaps(members: readonly ZipMember[]): void {
  const sorted = [...members].sort((a, b) => a.start - b.start || a.end - b.end);
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i].start < sorted[i - 1].end) {
      throw new FormatError(
        `${JSON.stringify(sorted[i].name)} overlaps ${JSON.stringify(sorted[i - 1].name)}`,
        sorted[i].start,
      );
    }
  }
}
