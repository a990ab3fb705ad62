import { show } from '../../core/checks.ts';
import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import { type DType, type NumericArray, readValues } from '../arrays/numeric.ts';

/** The vector files of the TEXMEX corpus, told apart by extension alone. */
export type VecsFormat = 'fvecs' | 'bvecs' | 'ivecs';

/** What the vectors of each are made of. */
export const VECS = {
  fvecs: { dtype: 'float32', size: 4 },
  bvecs: { dtype: 'uint8', size: 1 },
  ivecs: { dtype: 'int32', size: 4 },
} as const satisfies Record<VecsFormat, { dtype: DType; size: number }>;

/** More dimensions than any collection of vectors has. */
const MAX_DIMENSIONS = 2 ** 20;

/** Rows and dimensions of such a file. */
export interface VecsLayout {
  readonly rows: number;
  readonly cols: number;
  /** Bytes of a row, its count of dimensions included. */
  readonly rowBytes: number;
}

/**
 * The layout of an fvecs, bvecs or ivecs file, from its first four bytes and its length.
 *
 * @throws FormatError with the byte offset.
 */
export function vecsLayout(head: Uint8Array, length: number, format: VecsFormat): VecsLayout {
  if (head.length < 4) throw new FormatError(`the .${format} file is cut short`, head.length);
  const cols = dimensionsAt(head, 0);
  if (cols < 1 || cols > MAX_DIMENSIONS) {
    throw new FormatError(`this is no .${format} file: ${cols} dimensions can't be`, 0);
  }
  const rowBytes = 4 + cols * VECS[format].size;
  if (length % rowBytes !== 0) {
    throw new FormatError(
      `the .${format} file has ${length} bytes, which are not whole rows of ${cols} dimensions, ` +
        `${rowBytes} bytes each`,
      length - (length % rowBytes),
    );
  }
  return { rows: length / rowBytes, cols, rowBytes };
}

/**
 * Reads an .fvecs, .bvecs or .ivecs file (http://corpus-texmex.irisa.fr): for each row the number
 * of dimensions as int32, then its values as float32, uint8 or int32, all little-endian.
 *
 * Cost: one copy.
 *
 * @throws FormatError with the byte offset: a length that is not whole rows, or rows of different
 * dimensions.
 */
export function readVecs(given: BytesLike, format: VecsFormat): NumericArray {
  const bytes = asBytes('bytes', given);
  const formats = Object.keys(VECS);
  if (!formats.includes(format)) {
    throw new InvalidArgumentError(
      `format must be one of ${formats.join(', ')}, not ${show(format)}`,
    );
  }
  const layout = vecsLayout(bytes, bytes.length, format);
  const { rows, cols } = layout;
  const { dtype } = VECS[format];
  const packed = packRows(bytes, layout, 0);
  const values = readValues(packed, 0, rows * cols, dtype, true);
  return { shape: [rows, cols], dtype, values, fortranOrder: false };
}

/**
 * The values of whole rows without their counts of dimensions, which must all be the layout's.
 *
 * @param offset - where in the file `bytes` begin, for messages.
 */
export function packRows(
  bytes: Uint8Array,
  { cols, rowBytes }: VecsLayout,
  offset: number,
): Uint8Array {
  const packed = new Uint8Array((bytes.length / rowBytes) * (rowBytes - 4));
  for (let at = 0, to = 0; at < bytes.length; at += rowBytes, to += rowBytes - 4) {
    const found = dimensionsAt(bytes, at);
    if (found !== cols) {
      throw new FormatError(
        `row ${(offset + at) / rowBytes} has ${found} dimensions where row 0 has ${cols}`,
        offset + at,
      );
    }
    packed.set(bytes.subarray(at + 4, at + rowBytes), to);
  }
  return packed;
}

/**
 * Whether the first rows of `bytes` all have the same number of dimensions.
 *
 * @param length - of the whole file, of which `bytes` may be the beginning.
 */
export function looksLikeVecs(bytes: Uint8Array, format: VecsFormat, length: number): boolean {
  const cols = bytes.length >= 4 ? dimensionsAt(bytes, 0) : 0;
  if (cols < 1 || cols > MAX_DIMENSIONS) return false;
  const rowBytes = 4 + cols * VECS[format].size;
  // Of a single row only the length can be checked.
  if (rowBytes + 4 > bytes.length) return length === rowBytes || length > bytes.length;
  for (let at = rowBytes; at + 4 <= bytes.length && at < 10 * rowBytes; at += rowBytes) {
    if (dimensionsAt(bytes, at) !== cols) return false;
  }
  return true;
}

function dimensionsAt(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}
