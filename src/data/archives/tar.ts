import { FormatError } from '../../core/errors.ts';
import { checkMemberName } from './member-name.ts';

/** A regular file within a tar archive. */
export interface TarMember {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const BLOCK = 512;

/** Whether `bytes` begin as a tar archive of the formats ustar and GNU does. */
export function isTar(bytes: Uint8Array): boolean {
  return text(bytes, 257, 5) === 'ustar';
}

/**
 * Lists the regular files of a tar archive (POSIX ustar and pax, GNU), with names of any length. Folders
 * and links are passed over; nothing is unpacked.
 *
 * @throws FormatError with the byte offset: damage, or names that leave the folder.
 */
export function listTar(bytes: Uint8Array): TarMember[] {
  return [...membersOf(bytes)];
}

/** Names of regular files in the beginning of a tar archive, up to where it is cut or damaged. */
export function firstTarNames(bytes: Uint8Array): string[] {
  const names: string[] = [];
  try {
    for (const { name } of membersOf(bytes)) names.push(name);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  return names;
}

/** Members in their order; that one is cut short is told after it. */
function* membersOf(bytes: Uint8Array): Generator<TarMember, void, undefined> {
  /** What headers of their own say of the next member. */
  let next: { name?: string; size?: number } = {};
  for (let at = 0; at < bytes.length; ) {
    if (at + BLOCK > bytes.length) {
      throw new FormatError('the tar archive is cut short', bytes.length);
    }
    const header = bytes.subarray(at, at + BLOCK);
    // Blocks of zeros end the archive.
    if (header[0] === 0) return;
    checkHeader(header, at);
    const kind = String.fromCharCode(header[156]);
    const start = at + BLOCK;
    const isMeta = 'xgLK'.includes(kind);
    const end = start + ((isMeta ? undefined : next.size) ?? octal(header, 124, 12, at));
    if (!isMeta) {
      const name = next.name ?? headerName(header);
      checkMemberName(name, at);
      if (kind === '0' || kind === '\0') yield { name, start, end };
      next = {};
    }
    if (end > bytes.length) throw new FormatError('a member of the tar archive is cut short', at);
    if (kind === 'L') next.name = text(bytes, start, end - start);
    if (kind === 'x') next = { ...next, ...paxOf(bytes, start, end) };
    at = start + Math.ceil((end - start) / BLOCK) * BLOCK;
  }
  throw new FormatError('the tar archive has no end', bytes.length);
}

/** The name in the header itself. GNU's headers have times where POSIX's have a prefix. */
function headerName(header: Uint8Array): string {
  const prefix = header[262] === 0 ? text(header, 345, 155) : '';
  return (prefix === '' ? '' : `${prefix}/`) + text(header, 0, 100);
}

/** Name and size of records `length key=value\n`, the length being that of the whole record. */
function paxOf(bytes: Uint8Array, start: number, end: number): { name?: string; size?: number } {
  const found: { name?: string; size?: number } = {};
  for (let at = start; at < end; ) {
    const space = bytes.indexOf(0x20, at);
    const digits = space === -1 || space > at + 10 ? '' : text(bytes, at, space - at);
    const next = at + Number(digits);
    if (!/^[1-9]\d*$/.test(digits) || next > end || next <= space || bytes[next - 1] !== 0x0a) {
      throw new FormatError('an extended header of the tar archive is damaged', at);
    }
    const record = text(bytes, space + 1, next - space - 2);
    const equals = record.indexOf('=');
    const value = record.slice(equals + 1);
    const key = record.slice(0, Math.max(0, equals));
    if (key === 'path') found.name = value;
    if (key === 'size') {
      if (!/^\d{1,15}$/.test(value)) {
        throw new FormatError('a size in the tar archive is damaged', at);
      }
      found.size = Number(value);
    }
    at = next;
  }
  return found;
}

/** The checksum is the sum of all bytes, its own field taken as spaces. */
function checkHeader(header: Uint8Array, at: number): void {
  let sum = 8 * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += header[i];
  if (sum !== octal(header, 148, 8, at)) {
    throw new FormatError('a header of the tar archive is damaged', at);
  }
}

function octal(header: Uint8Array, start: number, length: number, at: number): number {
  const digits = text(header, start, length).trim();
  if (!/^[0-7]+$/.test(digits)) {
    throw new FormatError('a number of the tar archive is damaged', at + start);
  }
  return Number.parseInt(digits, 8);
}

/** Text up to the first zero, in UTF-8, as names are. */
function text(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const zero = field.indexOf(0);
  return new TextDecoder().decode(new Uint8Array(zero === -1 ? field : field.subarray(0, zero)));
}
