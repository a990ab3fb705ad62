import { checkWhole, refuse } from './checks.ts';
import { InvalidArgumentError } from './errors.ts';
import { copyNumbers, isVectorLike, type VectorLike } from './given.ts';
import { Inspectable } from './inspectable.ts';
import { matrixText } from './matrix-text.ts';

/**
 * A dense row-major matrix of float32, the form in which points and hyperplanes travel:
 * `data[row * cols + col]`. The data is not copied; a subarray with a byteOffset is as good as a
 * whole array.
 */
export class Matrix extends Inspectable {
  readonly data: Float32Array;
  readonly rows: number;
  readonly cols: number;

  /**
   * @throws InvalidArgumentError if the sizes are not whole or data.length is not rows * cols.
   */
  constructor(data: Float32Array, rows: number, cols: number) {
    super();
    if (!(data instanceof Float32Array)) {
      refuse('matrix data', 'a Float32Array (Matrix.from takes other rows)', data);
    }
    checkWhole('rows', rows, 0, 2 ** 32 - 1);
    checkWhole('cols', cols, 1, 2 ** 32 - 1);
    if (data.length !== rows * cols) {
      throw new InvalidArgumentError(
        `a matrix of ${rows} x ${cols} needs ${rows * cols} values, not ${data.length}`,
      );
    }
    this.data = data;
    this.rows = rows;
    this.cols = cols;
  }

  /**
   * Copies rows of equal length, each an array of numbers, plain or typed, into a new matrix.
   *
   * @throws InvalidArgumentError if there is no row, rows differ in length or a value is no number.
   */
  static from(rows: readonly VectorLike[]): Matrix {
    return fromRows('a matrix', rows);
  }

  /** Row `index` as a view into the data (no copy). */
  row(index: number): Float32Array {
    checkWhole('row', index, 0, this.rows - 1);
    return this.data.subarray(index * this.cols, (index + 1) * this.cols);
  }

  /** Rows `start` up to `end` as a matrix that shares the data (no copy). */
  slice(start: number, end: number = this.rows): Matrix {
    checkWhole('start', start, 0, this.rows);
    checkWhole('end', end, start, this.rows);
    return matrixOf(this.data.subarray(start * this.cols, end * this.cols), end - start, this.cols);
  }

  /** A new matrix of the rows named by `indices`, in that order. Cost: one copy. */
  selectRows(indices: ArrayLike<number>): Matrix {
    const { cols } = this;
    if (!isVectorLike(indices)) refuse('indices', 'an array of rows', indices);
    const data = new Float32Array(indices.length * cols);
    for (let i = 0; i < indices.length; i++) data.set(this.row(indices[i]), i * cols);
    return matrixOf(data, indices.length, cols);
  }

  /** The shape and the upper left corner, rounded. */
  override toString(): string {
    return matrixText(this.data, this.rows, this.cols);
  }
}

// Classes of the public API don't name themselves inside: bundlers would give them another name,
// which consoles show.
function matrixOf(data: Float32Array, rows: number, cols: number): Matrix {
  return new Matrix(data, rows, cols);
}

function fromRows(name: string, rows: readonly VectorLike[]): Matrix {
  if (!Array.isArray(rows) || rows.length === 0) refuse(name, 'an array of one row or more', rows);
  const cols = rows[0]?.length;
  const wrong = rows.findIndex((row) => !isVectorLike(row) || row.length !== cols);
  if (wrong >= 0) {
    const row = rows[wrong];
    if (!isVectorLike(row)) refuse(`row ${wrong}`, 'an array of numbers', row);
    throw new InvalidArgumentError(`row ${wrong} has ${row.length} values where row 0 has ${cols}`);
  }
  const data = new Float32Array(rows.length * cols);
  for (let i = 0; i < rows.length; i++) copyNumbers(`row ${i}`, rows[i], data, i * cols);
  return matrixOf(data, rows.length, cols);
}

/** Vectors, one a row: a matrix, or an array of rows of equal length, each an array of numbers. */
export type MatrixLike = Matrix | readonly VectorLike[];

/**
 * Vectors as a matrix: itself, or a copy of rows.
 *
 * @param name - what they are, for the message.
 * @throws InvalidArgumentError if rows differ in length or a value is not finite.
 */
export function asMatrix(name: string, given: MatrixLike): Matrix {
  if (given instanceof Matrix) return given;
  // Of numbers alone the rows can't be told: one vector, or several.
  if (isVectorLike(given) && typeof given[0] === 'number') {
    throw new InvalidArgumentError(`${name} must be rows: of one vector [[1, 2]], not [1, 2]`);
  }
  if (!Array.isArray(given)) return checkMatrix(name, given);
  const matrix = fromRows(name, given);
  checkFinite(name, matrix);
  return matrix;
}

/** The same matrix. @throws InvalidArgumentError if it is none. */
export function checkMatrix(name: string, given: unknown): Matrix {
  if (given instanceof Matrix) return given;
  refuse(name, 'a Matrix, as Matrix.from([row, ...]) makes it', given);
}

/**
 * Throws if a value of `matrix` is NaN or infinite, naming its row and column.
 *
 * @param name - what the matrix is, for the message.
 * @param firstRow - the number of its first row, where it is a part of another.
 */
export function checkFinite(name: string, matrix: Matrix, firstRow = 0): void {
  if (allFinite(matrix.data)) return;
  const { data, cols } = matrix;
  for (let i = 0; i < data.length; i++) {
    // x - x is 0 for every finite x and NaN for NaN and the infinities.
    if (data[i] - data[i] !== 0) {
      throw new InvalidArgumentError(
        `${name} must be finite numbers, but row ${firstRow + Math.floor(i / cols)}, column ${i % cols} is ${data[i]}`,
      );
    }
  }
}

/** Whether no value is NaN or infinite: four sums of x * 0, which stay 0 unless one is. */
export function allFinite(data: Float32Array): boolean {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 4 <= data.length; i += 4) {
    s0 += data[i] * 0;
    s1 += data[i + 1] * 0;
    s2 += data[i + 2] * 0;
    s3 += data[i + 3] * 0;
  }
  for (; i < data.length; i++) s0 += data[i] * 0;
  return s0 + s1 + s2 + s3 === 0;
}
