import { Matrix } from '../../core/matrix.ts';
import { pauses } from '../../core/next-task.ts';
import type { FeatureKernels } from '../../kernels/features/api.ts';

/** The Cholesky factor of a symmetric matrix, size x size: L of A = L L^T, row by row. */
export interface Factor {
  readonly size: number;
  readonly lower: Float64Array;
  /** What was added to the diagonal of A. */
  readonly ridge: number;
}

/** Times that the ridge may grow tenfold where rounding leaves a matrix without a factor. */
const ATTEMPTS = 12;

/**
 * The factor of A + ridge I. Where rounding makes that indefinite the ridge grows tenfold until it
 * is not. Cost: size^3 / 6 multiply-adds.
 *
 * @param copyOf - a fresh copy of A, size x size, which becomes its factor; further rows are solved
 *   against it, as by `factorise`.
 */
export function factoriseWithRidge(
  kernels: FeatureKernels,
  copyOf: () => Float64Array,
  size: number,
  ridge: number,
): Factor {
  let added = ridge;
  for (let attempt = 1; ; attempt++) {
    const lower = copyOf();
    for (let i = 0; i < size; i++) lower[i * size + i] += added;
    if (kernels.factorise(lower, lower.length / size, size) === size)
      return { size, lower, ridge: added };
    if (attempt === ATTEMPTS) throw new Error(`no Cholesky factor with a ridge of ${added}`);
    added *= 10;
  }
}

/**
 * Solves A X = B in place: `columns` right-hand sides, size x columns. Cost: size^2 x columns
 * multiply-adds, in float64.
 */
export function solveInPlace({ size, lower }: Factor, b: Float64Array, columns: number): void {
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) subtractRow(b, i, k, lower[i * size + k], columns);
    divideRow(b, i, lower[i * size + i], columns);
  }
  for (let i = size - 1; i >= 0; i--) {
    divideRow(b, i, lower[i * size + i], columns);
    // Row i of L is column i of L^T: what is known of x_i leaves all rows above it.
    for (let k = 0; k < i; k++) subtractRow(b, k, i, lower[i * size + k], columns);
  }
}

function subtractRow(b: Float64Array, row: number, other: number, by: number, cols: number): void {
  for (let c = 0, to = row * cols, from = other * cols; c < cols; c++) b[to++] -= by * b[from++];
}

function divideRow(b: Float64Array, row: number, by: number, cols: number): void {
  for (let c = 0; c < cols; c++) b[row * cols + c] /= by;
}

/** The transpose of a size x columns solution as a float32 matrix: one row a right-hand side. */
export function transposed(x: Float64Array, size: number, columns: number): Matrix {
  const data = new Float32Array(x.length);
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < columns; c++) data[c * size + i] = x[i * columns + c];
  }
  return new Matrix(data, columns, size);
}

/** Options of work that can take long. */
export interface WorkOptions {
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Calls `use` for batches of 0 to rows - 1, in order; lets the event loop run about every 30 ms and
 * stops when the signal asks for it.
 */
export async function inBatches(
  rows: number,
  batch: number,
  use: (first: number, end: number) => void,
  { onProgress, signal }: WorkOptions = {},
): Promise<void> {
  const pause = pauses(signal);
  for (let first = 0; first < rows; first += batch) {
    await pause();
    const end = Math.min(rows, first + batch);
    use(first, end);
    onProgress?.(end, rows);
  }
}
