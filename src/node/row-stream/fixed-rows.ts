import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import { countOf, itemSize, readValues, toMatrix } from '../../data/arrays/numeric.ts';
import { packRows, VECS, type VecsFormat, vecsLayout } from '../../data/binary/vecs.ts';
import { checkNpyLength, NPY_HEADER_BYTES, readNpyLayout } from '../../data/numpy/npy.ts';
import type { FileSource } from '../file-source.ts';
import { BATCH_BYTES } from './row-stream.ts';

/** A file whose rows all take as many bytes. */
export interface FixedRows {
  readonly rows: number;
  readonly cols: number;
  /** Byte at which the first row starts. */
  readonly start: number;
  readonly rowBytes: number;
  /** The rows in `bytes`, which begin at byte `at` of the file. */
  decode(bytes: Uint8Array, at: number): Matrix;
}

/** The layout of an .npy file in C order: of two dimensions, or more that are flattened to rows. */
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
  if (fortranOrder && rows > 1 && cols > 1) {
    throw new FormatError(
      'the array is in Fortran order: save np.ascontiguousarray(x) to read it row by row',
      start,
    );
  }
  checkNpyLength(source.length - start, layout);
  const decode = (bytes: Uint8Array): Matrix => {
    const values = readValues(bytes, 0, bytes.length / itemSize(dtype), dtype, littleEndian);
    return toMatrix({ shape: [values.length / cols, cols], dtype, values, fortranOrder: false });
  };
  return { rows, cols, start, rowBytes: cols * itemSize(dtype), decode };
}

/** The layout of an fvecs, bvecs or ivecs file. */
export async function vecsRows(source: FileSource, format: VecsFormat): Promise<FixedRows> {
  const head = await source.read(0, Math.min(4, source.length));
  const layout = vecsLayout(head, source.length, format);
  const { rows, cols, rowBytes } = layout;
  const { dtype } = VECS[format];
  const decode = (bytes: Uint8Array, at: number): Matrix => {
    const packed = packRows(bytes, layout, at);
    const count = bytes.length / rowBytes;
    const values = readValues(packed, 0, count * cols, dtype, true);
    return toMatrix({ shape: [count, cols], dtype, values, fortranOrder: false });
  };
  return { rows, cols, start: 0, rowBytes, decode };
}

/** The rows of such a file, one buffer's worth at a time. */
export async function* readFixedRows(source: FileSource, layout: FixedRows) {
  const { rows, start, rowBytes } = layout;
  const batchRows = Math.max(1, Math.floor(BATCH_BYTES / rowBytes));
  const buffer = new Uint8Array(Math.min(batchRows, rows) * rowBytes);
  for (let first = 0; first < rows; first += batchRows) {
    const count = Math.min(batchRows, rows - first);
    const bytes = buffer.subarray(0, count * rowBytes);
    const at = start + first * rowBytes;
    await source.fill(bytes, at);
    yield { points: layout.decode(bytes, at), done: first + count };
  }
}
