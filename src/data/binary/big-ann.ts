import { FormatError } from '../../core/errors.ts';
import { arrayInMemory, type FileArray } from '../arrays/file-array.ts';
import { type DType, itemSize, readValues } from '../arrays/numeric.ts';

/** The vector files of the big-ann-benchmarks and of cuVS, told apart by extension alone. */
export const BIG_ANN = {
  fbin: 'float32',
  f16bin: 'float16',
  u8bin: 'uint8',
  i8bin: 'int8',
  ibin: 'int32',
} as const satisfies Record<string, DType>;

export type BigAnnFormat = keyof typeof BIG_ANN;

/** Rows and dimensions as uint32. */
export const BIG_ANN_HEADER = 8;
/** More dimensions, or neighbours, than any collection has. */
const MAX_COLS = 2 ** 20;

/** The format that a name tells: of `base.1B.u8bin.crop_nb_1000000` too. */
export function bigAnnByName(name: string): BigAnnFormat | null {
  const found = /\.(fbin|f16bin|u8bin|i8bin|ibin)(\.crop_nb_\d+)?(\.gz)?$/i.exec(name);
  return (found?.[1].toLowerCase() as BigAnnFormat | undefined) ?? null;
}

/** Rows and columns of such a file, of whose beginning there are `bytes`. */
function sizesOf(bytes: Uint8Array): { rows: number; cols: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { rows: view.getUint32(0, true), cols: view.getUint32(4, true) };
}

/**
 * Whether a file is a ground truth of the big-ann-benchmarks: for each query the ids of its
 * neighbours, and after all of them the distances. Its name may be anything: the length tells.
 */
export function looksLikeGroundTruth(bytes: Uint8Array, length: number): boolean {
  if (bytes.length < BIG_ANN_HEADER) return false;
  const { rows, cols } = sizesOf(bytes);
  const size = BIG_ANN_HEADER + rows * cols * 8;
  return rows > 0 && cols > 0 && cols <= MAX_COLS && length === size;
}

/**
 * The layout of a file of vectors, from its first eight bytes and its length.
 *
 * @throws FormatError with the byte offset.
 */
export function bigAnnLayout(
  head: Uint8Array,
  length: number,
  format: BigAnnFormat,
): { rows: number; cols: number; rowBytes: number } {
  if (head.length < BIG_ANN_HEADER) {
    throw new FormatError(`the .${format} file is cut short`, head.length);
  }
  const { rows, cols } = sizesOf(head);
  const rowBytes = cols * itemSize(BIG_ANN[format]);
  if (cols < 1 || cols > MAX_COLS) {
    throw new FormatError(`this is no .${format} file: ${cols} dimensions can't be`, 4);
  }
  if (length !== BIG_ANN_HEADER + rows * rowBytes) {
    throw new FormatError(
      `the .${format} header gives ${rows} x ${cols} values, ${rows * rowBytes} bytes, but ` +
        `${length - BIG_ANN_HEADER} follow`,
      BIG_ANN_HEADER,
    );
  }
  return { rows, cols, rowBytes };
}

/**
 * Reads a file of vectors: rows and dimensions as uint32, then the values row by row, little-endian
 * (https://big-ann-benchmarks.com). Cost: none for aligned values, otherwise one copy.
 *
 * @throws FormatError with the byte offset.
 */
export function listBigAnn(bytes: Uint8Array, format: BigAnnFormat): FileArray[] {
  const { rows, cols } = bigAnnLayout(bytes, bytes.length, format);
  const dtype = BIG_ANN[format];
  const values = readValues(bytes, BIG_ANN_HEADER, rows * cols, dtype, true);
  return [arrayInMemory('', { shape: [rows, cols], dtype, values, fortranOrder: false })];
}

/**
 * Reads a ground truth: `neighbors` and `distances`, queries x neighbours.
 *
 * @throws FormatError with the byte offset.
 */
export function listGroundTruth(bytes: Uint8Array): FileArray[] {
  if (!looksLikeGroundTruth(bytes, bytes.length)) {
    throw new FormatError('the ground truth is not as long as its header says', 0);
  }
  const { rows, cols } = sizesOf(bytes);
  const part = (name: string, dtype: DType, at: number) => {
    const values = readValues(bytes, at, rows * cols, dtype, true);
    return arrayInMemory(name, { shape: [rows, cols], dtype, values, fortranOrder: false });
  };
  return [
    part('neighbors', 'int32', BIG_ANN_HEADER),
    part('distances', 'float32', BIG_ANN_HEADER + rows * cols * 4),
  ];
}
