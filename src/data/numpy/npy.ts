import { FormatError } from '../../core/errors.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import { type FileArray, textArray, unreadArray } from '../arrays/file-array.ts';
import { countOf, type DType, itemSize, type NumericArray, readValues } from '../arrays/numeric.ts';
import { type NpyType, npyTexts, npyType } from './npy-dtype.ts';
import { parseNpyHeader } from './npy-header.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Whether `bytes` begin as an .npy file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads a numpy .npy file of version 1.0, 2.0 or 3.0 (numpy.lib.format, NEP 1): every numeric dtype
 * in both byte orders, in C or Fortran order. Nothing in the file is evaluated.
 *
 * Cost: none where byte order and alignment are the machine's (the values are then a view into
 * `bytes`), otherwise one copy.
 *
 * @throws FormatError with the byte offset: not .npy, a damaged header, a dtype that is not numeric
 * (with the remedy), or a length other than the header's.
 */
export function readNpy(given: BytesLike): NumericArray {
  const bytes = asBytes('bytes', given);

  const { shape, dtype, littleEndian, fortranOrder, start } = readNpyLayout(bytes);
  const count = countOf(shape);
  checkNpyLength(bytes.length - start, { shape, dtype, start });
  const values = readValues(bytes, start, count, dtype, littleEndian);
  return { shape, dtype, values, fortranOrder };
}

/** What an .npy file of numbers holds and where: all that is needed to read its rows one by one. */
export interface NpyLayout {
  readonly shape: number[];
  readonly dtype: DType;
  readonly littleEndian: boolean;
  readonly fortranOrder: boolean;
  /** Byte at which the values start. */
  readonly start: number;
}

/** What the header of an .npy file says, whatever it holds. */
export interface NpyFile extends Pick<NpyLayout, 'shape' | 'fortranOrder' | 'start'> {
  readonly type: NpyType;
}

/** The bytes at the front of an .npy file that `readNpyLayout` may need. */
export const NPY_HEADER_BYTES = 12 + 10_000;

/**
 * Reads the header of an .npy file from its first bytes (NPY_HEADER_BYTES, or the whole file).
 *
 * @throws FormatError with the byte offset: no .npy, or a damaged header.
 */
export function readNpyFile(bytes: Uint8Array): NpyFile {
  const { text, start } = headerOf(bytes);
  const textAt = start - text.length;
  const { shape, descr, fortranOrder } = parseNpyHeader(text, textAt);
  return { shape, fortranOrder, start, type: npyType(descr, textAt) };
}

/**
 * The layout of an .npy file of numbers, from its first bytes as {@link readNpyFile} takes them.
 *
 * @throws FormatError as `readNpy` does, but for the length of the values.
 */
export function readNpyLayout(bytes: Uint8Array): NpyLayout {
  const { type, ...rest } = readNpyFile(bytes);
  if (type.is === 'numbers') return { ...rest, dtype: type.dtype, littleEndian: type.littleEndian };
  const texts = type.is === 'texts' && type.wide ? 'strings' : 'byte strings';
  const what =
    type.is === 'texts' ? `${texts}: convert them to numbers before saving` : type.advice;
  throw new FormatError(`the .npy file holds ${what}`, rest.start);
}

/**
 * The array of an .npy file: of numbers, a list of texts, or one that is listed only.
 *
 * @param open - gives the bytes of the whole file when they are wanted.
 */
export function npyArray(name: string, file: NpyFile, open: () => Promise<Uint8Array>): FileArray {
  const { shape, start, type } = file;
  if (type.is === 'numbers') {
    return { name, kind: type.dtype, shape, read: async () => readNpy(await open()) };
  }
  if (type.is === 'unread') return unreadArray(name, type.kind, shape, type.advice);
  return textArray(name, countOf(shape), async () => {
    const bytes = await open();
    const expected = countOf(shape) * type.size;
    if (bytes.length - start !== expected) {
      throw new FormatError(`${expected} bytes of texts must follow the header`, start);
    }
    return npyTexts(bytes.subarray(start), type, countOf(shape));
  });
}

/** Throws FormatError unless `length` bytes of values are what the header promises. */
export function checkNpyLength(
  length: number,
  { shape, dtype, start }: Pick<NpyLayout, 'shape' | 'dtype' | 'start'>,
): void {
  const expected = countOf(shape) * itemSize(dtype);
  if (length === expected) return;
  throw new FormatError(
    `the .npy header gives shape (${shape.join(', ')}) of ${dtype}, ${expected} bytes, ` +
      `but ${length} follow`,
    start,
  );
}

/** The header of a C-ordered .npy file, version 1.0, padded to a multiple of 64 bytes. */
export function npyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length).fill(0x20);
  bytes.set([...MAGIC, 1, 0, (length - 10) & 255, (length - 10) >>> 8]);
  for (let i = 0; i < text.length; i++) bytes[10 + i] = text.charCodeAt(i);
  bytes[length - 1] = 0x0a;
  return bytes;
}

/** The header's text, one character a byte, and where the data starts. */
function headerOf(bytes: Uint8Array): { text: string; start: number } {
  if (!isNpy(bytes)) throw new FormatError('this is no .npy file', 0);
  if (bytes.length < 12) throw new FormatError('the .npy file is cut short', bytes.length);
  const [major, minor] = [bytes[6], bytes[7]];
  if (major < 1 || major > 3 || minor !== 0) {
    throw new FormatError(`.npy version ${major}.${minor} is unknown`, 6);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const textAt = major === 1 ? 10 : 12;
  const start = textAt + length;
  if (start > bytes.length) {
    throw new FormatError('the .npy header is cut short', bytes.length);
  }
  // numpy refuses headers beyond 10,000 bytes too: a shape and a dtype need about a hundred.
  if (length > 10_000) throw new FormatError(`a .npy header of ${length} bytes is too long`, 8);
  let text = '';
  for (let i = textAt; i < start; i++) text += String.fromCharCode(bytes[i]);
  return { text, start };
}
