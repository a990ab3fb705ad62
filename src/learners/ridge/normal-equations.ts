import { checkKernels, checkRange } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { pauses } from '../../core/next-task.ts';
import type { Kernels } from '../../kernels/api.ts';
import { GRAM_BLOCK_ROWS } from '../../kernels/features/gram-blocks.ts';
import { featureKernels } from '../../kernels/features/kernels.ts';
import { checkLearnerOptions } from '../fitting.ts';
import type { LearnerFitOptions } from '../learner.ts';
import { type RidgeFit, type RidgeProblem, type RidgeRows, readRidgeProblem } from './problem.ts';
import { type ScaledRows, scaledRows } from './scaled-rows.ts';

/** Rows that are scaled and added together. */
const BATCH_ROWS = 4 * GRAM_BLOCK_ROWS;

/**
 * The normal equations (X^T C X + ridge I) W = X^T C Y of a regression, made once and solved for as
 * many values of the ridge as are wanted: C holds the weights, and with a bias X and Y are about
 * their weighted means.
 */
export class NormalEquations {
  readonly #kernels: Kernels;
  readonly #rows: ScaledRows;
  /** X^T C X above, Y^T C X below: (dimensions + bits) x dimensions. */
  readonly #matrix: Float64Array;

  /** @hidden Use `of`. */
  constructor(kernels: Kernels, rows: ScaledRows, matrix: Float64Array) {
    this.#kernels = kernels;
    this.#rows = rows;
    this.#matrix = matrix;
  }

  /**
   * Cost: rows x (dimensions + bits)^2 / 2 multiply-adds. Progress counts rows.
   *
   * @throws InvalidArgumentError if sizes don't fit each other or a value is out of range.
   */
  static async of(
    kernels: Kernels,
    problem: RidgeProblem,
    options: LearnerFitOptions = {},
  ): Promise<NormalEquations> {
    checkKernels(kernels);
    checkLearnerOptions(options);
    const rows = await scaledRows(readRidgeProblem(problem), options.signal);
    return equationsOf(kernels, rows, await sumOfProducts(kernels, rows, options));
  }

  /**
   * The hyperplanes for one ridge, by one Cholesky factorisation for all bits.
   * Cost: dimensions^3 / 6 + bits x dimensions^2 multiply-adds.
   *
   * @throws InvalidArgumentError if the ridge is too small for the points: their Gram matrix can't
   *   be told from a singular one.
   */
  solve(ridge: number): RidgeFit {
    checkRange('ridge', ridge, 0, Number.MAX_VALUE);
    return solveInPlace(this.#kernels, this.#rows, this.#matrix.slice(), ridge);
  }
}

/** The hyperplanes for one ridge alone: the equations become their factor, with no copy. */
export async function solveOnce(
  kernels: Kernels,
  problem: RidgeRows,
  ridge: number,
  options: LearnerFitOptions,
): Promise<RidgeFit> {
  const rows = await scaledRows(problem, options.signal);
  return solveInPlace(kernels, rows, await sumOfProducts(kernels, rows, options), ridge);
}

/** X^T C X above, Y^T C X below: (dimensions + bits) x dimensions. */
async function sumOfProducts(
  kernels: Kernels,
  scaled: ScaledRows,
  { onProgress, signal }: LearnerFitOptions,
): Promise<Float64Array> {
  const { rows, dimensions, bits } = scaled;
  const gram = featureKernels(kernels).createGram(dimensions + bits);
  try {
    const pause = pauses(signal);
    for (let first = 0; first < rows; first += BATCH_ROWS) {
      await pause();
      const end = Math.min(first + BATCH_ROWS, rows);
      gram.add(scaled.slice(first, end), end - first);
      onProgress?.(end, rows);
    }
    return leadingColumns(gram.matrix(), dimensions, bits);
  } finally {
    gram.dispose();
  }
}

/** @param matrix - of `sumOfProducts`, which becomes the factor. */
function solveInPlace(
  kernels: Kernels,
  rows: ScaledRows,
  matrix: Float64Array,
  ridge: number,
): RidgeFit {
  const { dimensions: size, bits } = rows;
  for (let k = 0; k < size; k++) matrix[k * size + k] += ridge;
  if (featureKernels(kernels).factorise(matrix, size + bits, size) < size) {
    throw new InvalidArgumentError(
      `ridge ${ridge} is too small: the points' Gram matrix is singular; give a larger one`,
    );
  }
  for (let j = 0; j < bits; j++) {
    solveBackwards(matrix, size, matrix.subarray((size + j) * size, (size + j + 1) * size));
  }
  return rows.fitted(matrix.subarray(size * size));
}

/** Outside the class, which keeps its name in bundles so; see Matrix. */
function equationsOf(kernels: Kernels, rows: ScaledRows, matrix: Float64Array): NormalEquations {
  return new NormalEquations(kernels, rows, matrix);
}

/** The first `size` columns of a square matrix of size + further rows, in its own memory. */
function leadingColumns(matrix: Float64Array, size: number, further: number): Float64Array {
  const all = size + further;
  for (let i = 1; i < all; i++) matrix.copyWithin(i * size, i * all, i * all + size);
  return matrix.subarray(0, all * size);
}

/** z <- L^-T z, L in the lower triangle of `factor`; row by row, as it is stored. */
export function solveBackwards(factor: Float64Array, size: number, z: Float64Array): void {
  for (let j = size - 1; j >= 0; j--) {
    const row = j * size;
    const w = z[j] / factor[row + j];
    z[j] = w;
    for (let k = 0; k < j; k++) z[k] -= w * factor[row + k];
  }
}
