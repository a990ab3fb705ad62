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
 * Lists the regular files of a tar archive (POSIX.1-1988 ustar, GNU), names of up to 255
 * characters. Folders and links are passed over; nothing is unpacked.
 *
 * @throws FormatError with the byte offset: damage, or names that leave the folder.
 */
export function listTar(bytes: Uint8Array): TarMember[] {
  const members: TarMember[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + BLOCK > bytes.length) {
      throw new FormatError('the tar archive is cut short', bytes.length);
    }
    const header = bytes.subarray(at, at + BLOCK);
    // Blocks of zeros end the archive.
    if (header[0] === 0) return members;
    checkHeader(header, at);
    const start = at + BLOCK;
    const end = start + octal(header, 124, 12, at);
    if (end > bytes.length) throw new FormatError('a member of the tar archive is cut short', at);
    const prefix = text(header, 345, 155);
    const name = (prefix === '' ? '' : `${prefix}/`) + text(header, 0, 100);
    checkMemberName(name, at);
    if (header[156] === 0x30 || header[156] === 0) members.push({ name, start, end });
    at = start + Math.ceil((end - start) / BLOCK) * BLOCK;
  }
  throw new FormatError('the tar archive has no end', bytes.length);
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
