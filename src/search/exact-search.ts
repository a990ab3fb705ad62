import { checkBoolean, checkKernels, checkWhole, refuse } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import type { NearestRows } from '../core/executor.ts';
import { asIntegers, asVector, type VectorLike } from '../core/given.ts';
import { asMatrix, Matrix, type MatrixLike } from '../core/matrix.ts';
import { checkOptions } from '../core/options.ts';
import { type Kernels, METRICS, type Metric } from '../kernels/api.ts';
import { BoundedVectors } from './bounded-vectors.ts';
import { checkMagnitude } from './check-magnitude.ts';
import type { RankedRows } from './ranked-rows.ts';

/** Options of `ExactSearch`. */
export interface ExactSearchOptions {
  /**
   * Whether the backend keeps the float32 vectors, 4 bytes a value. If not, `points` are used as they
   * are and must not change while the search is, and the backend keeps 1 byte a value and 12 a row
   * where it has SIMD (in scalar WebAssembly the float32 vectors; nothing but norms in TypeScript).
   * Results are the same. Default: true.
   */
  readonly copy?: boolean | undefined;
}

/**
 * Exact nearest neighbours by a metric on the vectors as given: over all of them, or over a list of
 * candidates (re-ranking).
 *
 * With SIMD a search reads the vectors rounded to 8 bits a value, a quarter of the memory, and bounds of
 * the distances prove which few rows can be among the nearest; their float32 distances decide. Rows and
 * distances are those of a scan of the float32 vectors, to the bit, as are the results of every backend.
 */
export class ExactSearch {
  readonly metric: Metric;
  readonly size: number;
  readonly dimensions: number;
  readonly #vectors: BoundedVectors;

  /**
   * Keeps rows x dimensions vectors in the backend's memory: 4 bytes a value, and 1 more with SIMD.
   *
   * @param given - points: a matrix, or an array of rows, plain or typed ones.
   * @throws InvalidArgumentError if a value is not finite or so large that its square overflows, or, for
   *   the cosine, if a vector is no zero but shorter than 2^-126 (1.2e-38).
   */
  constructor(
    kernels: Kernels,
    given: MatrixLike,
    metric: Metric = 'cosine',
    options: ExactSearchOptions = {},
  ) {
    checkKernels(kernels);
    checkOptions('ExactSearch', options, { copy: 1 });
    const { copy = true } = options;
    checkBoolean('copy', copy);
    const points = asMatrix('points', given);
    if (!METRICS.includes(metric)) {
      refuse('metric', `one of ${METRICS.join(', ')}`, metric);
    }
    checkMagnitude('points', points, metric);
    this.metric = metric;
    this.size = points.rows;
    this.dimensions = points.cols;
    this.#vectors = new BoundedVectors(kernels, points, metric, copy ? 'copied' : 'borrowed');
  }

  /** Bytes of the backend's memory that it keeps. */
  get memoryBytes(): number {
    return this.#vectors.bytes;
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
    checkMagnitude('query', new Matrix(query, 1, query.length), this.metric);
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
    return asFloat32(this.#vectors.nearest(query, candidates ?? null, k));
  }

  /**
   * The min(k, size) rows nearest to each of `queries`, exactly those that `nearest` gives one by
   * one, several times as fast.
   *
   * @param given - queries, one a row: a matrix, or an array of rows.
   * @param k - at least 1.
   * @returns one entry a query.
   * @throws InvalidArgumentError if an argument is out of range or not finite.
   */
  nearestBatch(given: MatrixLike, k: number): NearestRows[] {
    checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
    const queries = asMatrix('queries', given);
    this.#checkLength(queries.cols);
    checkMagnitude('queries', queries, this.metric);
    return this.#vectors.nearestBatch(queries, null, k).map(asFloat32);
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

function asFloat32({ rows, distances }: RankedRows): NearestRows {
  return { rows, distances: distances as Float32Array };
}
