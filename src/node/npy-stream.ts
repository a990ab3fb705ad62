import { type FileHandle, open } from 'node:fs/promises';
import { FileError, FormatError, HashplaneError, InvalidArgumentError } from '../core/errors.ts';
import { checkFinite, type Matrix } from '../core/matrix.ts';
import { checkNpyLength, NPY_HEADER_BYTES, type NpyLayout, readNpyLayout } from '../data/npy.ts';
import { itemSize, readValues, toMatrix } from '../data/numeric.ts';
import { describeSystemError } from './system-error.ts';

/** Bytes of values that are held at a time. */
const BATCH_BYTES = 8 * 2 ** 20;

/**
 * The rows of a two-dimensional .npy file, batch by batch, so that memory does not grow with the
 * file. Every numeric dtype and both byte orders; C order only.
 */
export class NpyStream {
  readonly rows: number;
  readonly cols: number;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #layout: NpyLayout;

  private constructor(path: string, file: FileHandle, layout: NpyLayout) {
    this.#path = path;
    this.#file = file;
    this.#layout = layout;
    [this.rows, this.cols] = layout.shape;
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws FileError if it can't be read, FormatError if it is no .npy file of this kind.
   */
  static async open(path: string): Promise<NpyStream> {
    const file = await reading(path, () => open(path));
    try {
      const layout = await reading(path, () => layoutOf(file));
      return new NpyStream(path, file, layout);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The rows as float32, in order. Can be called again: every call starts at the first row. */
  async *batches(): AsyncGenerator<Matrix> {
    const { dtype, littleEndian, start } = this.#layout;
    const rowBytes = this.cols * itemSize(dtype);
    const batchRows = Math.max(1, Math.floor(BATCH_BYTES / rowBytes));
    const buffer = new Uint8Array(Math.min(batchRows, this.rows) * rowBytes);
    for (let first = 0; first < this.rows; first += batchRows) {
      const rows = Math.min(batchRows, this.rows - first);
      const bytes = buffer.subarray(0, rows * rowBytes);
      await reading(this.#path, () => fill(this.#file, bytes, start + first * rowBytes));
      const values = readValues(bytes, 0, rows * this.cols, dtype, littleEndian);
      const array = { shape: [rows, this.cols], dtype, values, fortranOrder: false };
      const points = toMatrix(array, this.#path);
      checkFinite(`${this.#path}, rows from ${first}: values`, points);
      yield points;
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

async function layoutOf(file: FileHandle): Promise<NpyLayout> {
  const info = await file.stat();
  if (info.isDirectory()) throw new FileError('it is a folder: give a file');
  const head = new Uint8Array(Math.min(NPY_HEADER_BYTES, info.size));
  await fill(file, head, 0);
  const layout = readNpyLayout(head);
  const { shape, fortranOrder, start } = layout;
  if (shape.length !== 2) {
    throw new InvalidArgumentError(
      `the array has ${shape.length} dimensions: points are rows x dimensions`,
    );
  }
  if (shape[0] < 1 || shape[1] < 1)
    throw new InvalidArgumentError('the array has no rows or columns');
  if (fortranOrder && shape[0] > 1 && shape[1] > 1) {
    throw new FormatError(
      'the array is in Fortran order: save np.ascontiguousarray(x) to read it row by row',
      start,
    );
  }
  checkNpyLength(info.size - start, layout);
  return layout;
}

async function fill(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0) throw new FormatError('the file is cut short', position + done);
    done += bytesRead;
  }
}

/** Runs a step; what goes wrong in it names the file. */
async function reading<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof FormatError) {
      throw new FormatError(`${path}: ${error.message}`, undefined, { cause: error });
    }
    if (error instanceof InvalidArgumentError) {
      throw new InvalidArgumentError(`${path}: ${error.message}`, { cause: error });
    }
    const reason = error instanceof HashplaneError ? error.message : describeSystemError(error);
    throw new FileError(`can't read ${path}: ${reason}`, { cause: error });
  }
}
