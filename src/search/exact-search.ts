import { checkKernels, checkWhole, refuse } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import type { NearestRows } from '../core/executor.ts';
import { asIntegers, asVector, type VectorLike } from '../core/given.ts';
import { asMatrix, checkFinite, Matrix, type MatrixLike } from '../core/matrix.ts';
import { type Kernels, METRICS, type Metric, type Vectors } from '../kernels/api.ts';

/**
 * Exact nearest neighbours by a metric on the vectors as given: over all of them, or over a list of
 * candidates (re-ranking).
 */
export class ExactSearch {
  readonly metric: Metric;
  readonly size: number;
  readonly dimensions: number;
  readonly #vectors: Vectors;

  /**
   * Keeps rows x dimensions vectors in the backend's memory (4 bytes a value).
   *
   * @param given - points: a matrix, or an array of rows, plain or typed ones.
   * @throws InvalidArgumentError if a value is not finite or so large that its square overflows.
   */
  constructor(kernels: Kernels, given: MatrixLike, metric: Metric = 'cosine') {
    checkKernels(kernels);
    const points = asMatrix('points', given);
    if (!METRICS.includes(metric)) {
      refuse('metric', `one of ${METRICS.join(', ')}`, metric);
    }
    checkMagnitude('points', points);
    this.metric = metric;
    this.size = points.rows;
    this.dimensions = points.cols;
    this.#vectors = kernels.createVectors(points);
  }

  /**
   * The min(k, candidates) rows nearest to `query`.
   *
   * @param vector - the query: numbers in an array of any type.
   * @param k - at least 1.
   * @param chosen - candidates, the rows to choose from, each at most once; all rows if left out.
   * @throws InvalidArgumentError if an argument is out of range or not finite.
   */
  nearest(vector: VectorLike, k: number, chosen?: ArrayLike<number>): NearestRows {
    checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
    const query = asVector('query', vector);
    this.#checkLength(query.length);
    checkMagnitude('query', new Matrix(query, 1, query.length));
    const candidates =
      chosen === undefined ? undefined : asIntegers('candidates', chosen, Uint32Array);
    const count = candidates ? candidates.length : this.size;
    for (let i = 0; candidates && i < count; i++) {
      if (candidates[i] >= this.size) {
        throw new InvalidArgumentError(
          `candidate ${candidates[i]} is not a row of ${this.size} vectors`,
        );
      }
    }
    const rows = new Uint32Array(Math.min(k, count));
    const distances = new Float32Array(rows.length);
    this.#vectors.nearest(query, this.metric, candidates ?? null, count, k, rows, distances);
    return { rows, distances };
  }

  /**
   * The min(k, size) rows nearest to each of `queries`, exactly those that `nearest` gives one by
   * one, several times as fast.
   *
   * @param given - queries, one a row: a matrix, or an array of rows.
   * @param k - at least 1.
   * @returns one entry a query; all share two arrays.
   * @throws InvalidArgumentError if an argument is out of range or not finite.
   */
  nearestBatch(given: MatrixLike, k: number): NearestRows[] {
    checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
    const queries = asMatrix('queries', given);
    this.#checkLength(queries.cols);
    checkMagnitude('queries', queries);
    const each = Math.min(k, this.size);
    const rows = new Uint32Array(queries.rows * each);
    const distances = new Float32Array(rows.length);
    this.#vectors.nearestBatch(queries.data, queries.rows, this.metric, k, rows, distances);
    return Array.from({ length: queries.rows }, (_, q) => ({
      rows: rows.subarray(q * each, (q + 1) * each),
      distances: distances.subarray(q * each, (q + 1) * each),
    }));
  }

  #checkLength(values: number): void {
    if (values === this.dimensions) return;
    throw new InvalidArgumentError(
      `a query has ${this.dimensions} values like the vectors, not ${values}`,
    );
  }

  /** Gives the backend's memory back. */
  dispose(): void {
    this.#vectors.dispose();
  }
}

// Beyond this a float32 sum of squares overflows, and distances would be infinite or NaN.
const LARGEST_NORM = 1e19;

/** Throws unless all values are finite and so small that no distance overflows. */
export function checkMagnitude(name: string, points: Matrix): void {
  checkFinite(name, points);
  const { data, rows, cols } = points;
  for (let i = 0; i < rows; i++) {
    let squares = 0;
    for (let at = i * cols; at < (i + 1) * cols; at++) squares += data[at] * data[at];
    if (squares > LARGEST_NORM ** 2 / 4) {
      throw new InvalidArgumentError(
        `${name} must be shorter than ${LARGEST_NORM / 2}, but row ${i} has the norm ${Math.sqrt(squares)}`,
      );
    }
  }
}
