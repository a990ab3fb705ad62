import { FormatError } from '../../core/errors.ts';
import { countOf, type DType, itemSize, type NumericArray, readValues } from '../arrays/numeric.ts';
import { parseNpyHeader } from './npy-header.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

const DTYPES: Readonly<Record<string, DType>> = {
  b1: 'bool',
  i1: 'int8',
  u1: 'uint8',
  i2: 'int16',
  u2: 'uint16',
  i4: 'int32',
  u4: 'uint32',
  i8: 'int64',
  u8: 'uint64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
};

/** What the kinds of dtype that are not numbers are called, and what to do about them. */
const REFUSED: Readonly<Record<string, string>> = {
  O: 'Python objects (pickled): convert it with .astype(np.float32) before saving',
  c: 'complex numbers: save its real part or its magnitude',
  S: 'byte strings: convert it to numbers before saving',
  U: 'strings: convert it to numbers before saving',
  V: 'raw bytes or records: save one numeric field',
  M: 'dates: convert it with .astype(np.int64) before saving',
  m: 'time spans: convert it with .astype(np.int64) before saving',
  f: 'extended floats: convert it with .astype(np.float32) before saving',
};

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
export function readNpy(bytes: Uint8Array): NumericArray {
  const { shape, dtype, littleEndian, fortranOrder, start } = readNpyLayout(bytes);
  const count = countOf(shape);
  checkNpyLength(bytes.length - start, { shape, dtype, start });
  const values = readValues(bytes, start, count, dtype, littleEndian);
  return { shape, dtype, values, fortranOrder };
}

/** What an .npy file holds and where: all that is needed to read its rows piece by piece. */
export interface NpyLayout {
  readonly shape: number[];
  readonly dtype: DType;
  readonly littleEndian: boolean;
  readonly fortranOrder: boolean;
  /** Byte at which the values start. */
  readonly start: number;
}

/** The bytes at the front of an .npy file that `readNpyLayout` may need. */
export const NPY_HEADER_BYTES = 12 + 10_000;

/**
 * Reads the header of an .npy file from its first bytes (NPY_HEADER_BYTES, or the whole file).
 *
 * @throws FormatError as `readNpy` does, but for the length of the values.
 */
export function readNpyLayout(bytes: Uint8Array): NpyLayout {
  const { text, start } = headerOf(bytes);
  const textAt = start - text.length;
  const { shape, descr, fortranOrder } = parseNpyHeader(text, textAt);
  return { shape, fortranOrder, start, ...parseDescr(descr, textAt) };
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

/** A dtype string such as '<f4': byte order, kind, bytes. `null` stands for a list of fields. */
function parseDescr(descr: string | null, at: number): { dtype: DType; littleEndian: boolean } {
  if (descr === null) {
    throw new FormatError('the .npy file holds records (a structured dtype): save one field', at);
  }
  const order = descr[0];
  const type = descr.slice(1);
  const dtype = Object.hasOwn(DTYPES, type) ? DTYPES[type] : undefined;
  if (dtype !== undefined && (itemSize(dtype) === 1 ? '|<>' : '<>').includes(order)) {
    return { dtype, littleEndian: order !== '>' };
  }
  const kind = REFUSED[type[0]];
  const reason =
    kind !== undefined && dtype === undefined
      ? `the .npy file holds ${kind}`
      : `the .npy dtype ${JSON.stringify(descr)} is unknown`;
  throw new FormatError(reason, at);
}
