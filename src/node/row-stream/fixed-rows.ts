import { InvalidArgumentError } from '../../core/errors.ts';
import { Matrix } from '../../core/matrix.ts';
import {
  columnOrder,
  countOf,
  type DType,
  itemSize,
  readValues,
  toMatrix,
} from '../../data/arrays/numeric.ts';
import {
  BIG_ANN,
  BIG_ANN_HEADER,
  type BigAnnFormat,
  bigAnnLayout,
} from '../../data/binary/big-ann.ts';
import { packRows, VECS, type VecsFormat, vecsLayout } from '../../data/binary/vecs.ts';
import {
  checkNpyLength,
  NPY_HEADER_BYTES,
  type NpyLayout,
  readNpyLayout,
} from '../../data/numpy/npy.ts';
import type { FileSource } from '../file-source.ts';
import { BATCH_BYTES } from './row-stream.ts';

/** A file whose rows all take as many bytes. */
export interface FixedRows {
  readonly rows: number;
  readonly cols: number;
  /** How many rows are read at a time. */
  readonly rowsAtOnce: number;
  /** `count` rows from row `first` on. */
  read(first: number, count: number): Promise<Matrix>;
}

/** The rows of an .npy file: of two dimensions, or more that are flattened to rows. */
export async function npyRows(source: FileSource): Promise<FixedRows> {
  const layout = readNpyLayout(await source.read(0, Math.min(NPY_HEADER_BYTES, source.length)));
  const { shape, fortranOrder, start, dtype, littleEndian } = layout;
  if (shape.length < 2) {
    throw new InvalidArgumentError(
      `the array has ${shape.length} dimensions: points are rows x dimensions`,
    );
  }
  const [rows] = shape;
  const cols = countOf(shape.slice(1));
  if (rows < 1 || cols < 1) throw new InvalidArgumentError('the array has no rows or columns');
  checkNpyLength(source.length - start, layout);
  if (fortranOrder && rows > 1 && cols > 1) return columnMajorRows(source, layout, cols);
  const decode = (bytes: Uint8Array) => matrixOf(bytes, cols, dtype, littleEndian);
  return contiguousRows(source, { rows, cols, start, rowBytes: cols * itemSize(dtype) }, decode);
}

/** The rows of an fvecs, bvecs or ivecs file. */
export async function vecsRows(source: FileSource, format: VecsFormat): Promise<FixedRows> {
  const head = await source.read(0, Math.min(4, source.length));
  const layout = vecsLayout(head, source.length, format);
  const { dtype } = VECS[format];
  const decode = (bytes: Uint8Array, at: number) =>
    matrixOf(packRows(bytes, layout, at), layout.cols, dtype, true);
  return contiguousRows(source, { ...layout, start: 0 }, decode);
}

/** The rows of an .fbin, .u8bin, .i8bin or .ibin file. */
export async function bigAnnRows(source: FileSource, format: BigAnnFormat): Promise<FixedRows> {
  const head = await source.read(0, Math.min(BIG_ANN_HEADER, source.length));
  const layout = bigAnnLayout(head, source.length, format);
  if (layout.rows === 0) throw new InvalidArgumentError('the file has no rows');
  const decode = (bytes: Uint8Array) => matrixOf(bytes, layout.cols, BIG_ANN[format], true);
  return contiguousRows(source, { ...layout, start: BIG_ANN_HEADER }, decode);
}

function matrixOf(bytes: Uint8Array, cols: number, dtype: DType, littleEndian: boolean): Matrix {
  const values = readValues(bytes, 0, bytes.length / itemSize(dtype), dtype, littleEndian);
  return toMatrix({ shape: [values.length / cols, cols], dtype, values, fortranOrder: false });
}

interface Layout {
  readonly rows: number;
  readonly cols: number;
  /** Byte at which the first row starts. */
  readonly start: number;
  readonly rowBytes: number;
}

/** Rows that lie one after another. One buffer serves all batches. */
function contiguousRows(
  source: FileSource,
  { rows, cols, start, rowBytes }: Layout,
  decode: (bytes: Uint8Array, at: number) => Matrix,
): FixedRows {
  const rowsAtOnce = rowsOf(rowBytes, rows);
  const buffer = new Uint8Array(rowsAtOnce * rowBytes);
  const read = async (first: number, count: number) => {
    const bytes = buffer.subarray(0, count * rowBytes);
    const at = start + first * rowBytes;
    await source.fill(bytes, at);
    return decode(bytes, at);
  };
  return { rows, cols, rowsAtOnce, read };
}

/** Rows of columns that lie one after another: of each a piece is read for every batch. */
function columnMajorRows(source: FileSource, layout: NpyLayout, cols: number): FixedRows {
  const { shape, dtype, start, littleEndian } = layout;
  const [rows] = shape;
  const size = itemSize(dtype);
  const places = columnOrder(shape);
  const rowsAtOnce = rowsOf(cols * size, rows);
  const buffer = new Uint8Array(rowsAtOnce * size);
  const read = async (first: number, count: number) => {
    const data = new Float32Array(count * cols);
    for (let col = 0; col < cols; col++) {
      const bytes = buffer.subarray(0, count * size);
      await source.fill(bytes, start + (places[col] * rows + first) * size);
      const values = readValues(bytes, 0, count, dtype, littleEndian);
      for (let row = 0; row < count; row++) data[row * cols + col] = Number(values[row]);
    }
    return new Matrix(data, count, cols);
  };
  return { rows, cols, rowsAtOnce, read };
}

function rowsOf(rowBytes: number, rows: number): number {
  return Math.min(rows, Math.max(1, Math.floor(BATCH_BYTES / rowBytes)));
}

/** The rows of such a file, one batch after another. */
export async function* readFixedRows({ rows, rowsAtOnce, read }: FixedRows) {
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows - first);
    yield { points: await read(first, count), done: first + count };
  }
}
