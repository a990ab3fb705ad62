import {
  checkBoolean,
  checkKernels,
  checkMethod,
  checkObject,
  checkWhole,
  refuse,
} from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { asIntegers, asVector, type VectorLike } from '../../core/given.ts';
import { asMatrix, checkFinite, Matrix, type MatrixLike } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import type { Kernels, Metric } from '../../kernels/api.ts';
import type { BitsPerDimension } from '../../kernels/quantised/api.ts';
import {
  bitsFrom,
  mergeNeighbours,
  type Part,
  partFromState,
  partOf,
  searchPart,
} from './parts.ts';
import type {
  EstimateOptions,
  QuantisedBytes,
  QuantisedNeighbours,
  QuantisedQueryOptions,
  QuantisedSearchOptions,
  QuantisedState,
  QuantisedStateOptions,
  QuantisedWorkOptions,
} from './types.ts';
import { VectorQuantiser } from './vector-quantiser.ts';

const SEARCH_OPTIONS = {
  metric: 1,
  bitsPerDimension: 1,
  codedDimensions: 1,
  clusters: 1,
  seed: 1,
  keepVectors: 1,
  onProgress: 1,
  signal: 1,
} as const;
const DEFAULT_K = 10;
const FEWEST_CANDIDATES = 100;

/**
 * Nearest neighbours by codes of 1, 2 or 4 bits a dimension and two floats a vector (RaBitQ: Gao & Long,
 * SIGMOD 2024; Gao et al., SIGMOD 2025). Vectors are rotated about their mean, or about the nearest of
 * several centres; from the code of a vector its distance to a query is estimated without bias, with an
 * error of about 1 / sqrt(dimensions) of the product of both lengths for one bit, a half and an eighth of
 * that for two and four. The best candidates are ranked exactly by the vectors, where these are kept.
 *
 * Rows are numbered in order of `create` and `add`; a removed row keeps its number. Results are identical
 * on every backend.
 */
export class QuantisedSearch {
  readonly metric: Metric;
  readonly dimensions: number;
  readonly bitsPerDimension: BitsPerDimension;
  readonly clusters: number;
  readonly #quantiser: VectorQuantiser;
  readonly #keepsVectors: boolean;
  readonly #parts: Part[] = [];

  /** @hidden `create` and `fromState` make searches. */
  constructor(quantiser: VectorQuantiser, keepsVectors: boolean, parts: readonly Part[]) {
    const { metric, dimensions, bitsPerDimension } = quantiser.state;
    this.metric = metric;
    this.dimensions = dimensions;
    this.bitsPerDimension = bitsPerDimension;
    this.clusters = quantiser.clusters;
    this.#quantiser = quantiser;
    this.#keepsVectors = keepsVectors;
    this.#parts.push(...parts);
  }

  /**
   * Finds centres of vectors and encodes them.
   *
   * @param given - points: rows x dimensions, one row at least.
   * @throws InvalidArgumentError if an option is out of range, a value is not finite or a vector too long.
   */
  static create(
    kernels: Kernels,
    given: MatrixLike,
    options: QuantisedSearchOptions = {},
  ): Promise<QuantisedSearch> {
    return createSearch(kernels, given, options);
  }

  /**
   * The search that had this state; it finds the same rows at the same distances.
   *
   * @throws InvalidArgumentError if the state is none that `state` gives.
   */
  static fromState(
    kernels: Kernels,
    state: QuantisedState,
    options: QuantisedStateOptions = {},
  ): QuantisedSearch {
    return searchFromState(kernels, state, options);
  }

  /** Rows that searches can find. */
  get size(): number {
    return this.#parts.reduce((sum, { search, removed }) => sum + search.size - removed.count, 0);
  }

  /** Rows, removed ones too: the number of the next. */
  get rows(): number {
    return this.#parts.reduce((sum, { search }) => sum + search.size, 0);
  }

  /** Bytes that it takes in the backend. */
  get bytes(): QuantisedBytes {
    return {
      codes: this.#parts.reduce((sum, { search }) => sum + search.bytes, 0),
      centres: this.#quantiser.bytes,
      vectors: this.#keepsVectors ? this.rows * this.dimensions * 4 : 0,
    };
  }

  /**
   * The k nearest rows. With vectors, those of the `candidates` rows with the smallest estimates, at their
   * exact distances; without, those with the smallest estimates.
   *
   * @param query - numbers in an array of any type.
   * @throws InvalidArgumentError if an argument is out of range or not finite.
   */
  search(query: VectorLike, options: QuantisedQueryOptions = {}): QuantisedNeighbours {
    return this.searchBatch(oneRow(query), options)[0];
  }

  /** `search` for each of `queries`, one a row: the same results, faster. */
  searchBatch(queries: MatrixLike, options: QuantisedQueryOptions = {}): QuantisedNeighbours[] {
    checkOptions('search', options, { k: 1, visit: 1, filter: 1, candidates: 1 });
    const { candidates, ...rest } = options;
    if (!this.#keepsVectors) {
      if (candidates === undefined) return this.#find(queries, rest, null);
      throw new InvalidArgumentError(
        'candidates are ranked by vectors, but this search keeps none: leave the option out',
      );
    }
    const wanted = candidates ?? Math.max(FEWEST_CANDIDATES, 10 * (rest.k ?? DEFAULT_K));
    checkWhole('candidates', wanted, 1, Number.MAX_SAFE_INTEGER);
    return this.#find(queries, rest, wanted);
  }

  /** The k rows with the smallest estimated distances, and how far these may be off. */
  estimate(query: VectorLike, options: EstimateOptions = {}): QuantisedNeighbours {
    return this.estimateBatch(oneRow(query), options)[0];
  }

  /** `estimate` for each of `queries`, one a row: the same results, faster. */
  estimateBatch(queries: MatrixLike, options: EstimateOptions = {}): QuantisedNeighbours[] {
    checkOptions('estimate', options, { k: 1, visit: 1, filter: 1 });
    return this.#find(queries, options, null);
  }

  /**
   * Encodes more vectors, about the centres that are there, and returns the number of the first. Every call
   * makes a part that all searches go through: add many vectors at a time.
   *
   * @throws InvalidArgumentError as `create` does.
   */
  async add(given: MatrixLike, options: QuantisedWorkOptions = {}): Promise<number> {
    checkOptions('add', options, { onProgress: 1, signal: 1 });
    const points = asMatrix('points', given);
    this.#checkColumns('points', points.cols);
    const encoded = await this.#quantiser.encode(points, options);
    const first = this.rows;
    if (points.rows > 0) {
      this.#parts.push(partOf(this.#quantiser, encoded, this.#keepsVectors ? points : null, first));
    }
    return first;
  }

  /**
   * Takes rows out of all results; returns how many were there. Their memory is freed when a search is
   * made anew.
   *
   * @throws InvalidArgumentError if a number is not one of a row.
   */
  remove(given: ArrayLike<number>): number {
    const rows = asIntegers('rows', given, Uint32Array);
    const count = this.rows;
    const wrong = rows.findIndex((row) => row >= count);
    if (wrong >= 0) {
      throw new InvalidArgumentError(
        `row ${rows[wrong]} can't be removed: there are ${count} rows`,
      );
    }
    const before = this.size;
    for (const row of rows) {
      const part = this.#parts.findLast(({ first }) => first <= row);
      part?.removed.add(row - part.first);
    }
    return before - this.size;
  }

  /** All of it but the vectors, as arrays of their own that can be saved. */
  state(): QuantisedState {
    const none = this.#quantiser.noRows;
    const all = this.#parts.reduce((rows, { search }) => rows.followedBy(search.read()), none);
    const isRemoved = this.#parts.flatMap(({ search, removed }) =>
      Array.from({ length: search.size }, (_, row) => removed.has(row)),
    );
    const { codes, factors, clusters, spread } = all;
    const { state } = this.#quantiser;
    const removed = bitsFrom(isRemoved.length, (row) => isRemoved[row]);
    return { ...state, centres: state.centres.slice(), codes, factors, clusters, spread, removed };
  }

  #find(
    given: MatrixLike,
    options: EstimateOptions,
    candidates: number | null,
  ): QuantisedNeighbours[] {
    const queries = asMatrix('queries', given);
    this.#checkColumns('a query', queries.cols);
    checkFinite('queries', queries);
    const { k = DEFAULT_K, visit = Math.ceil(this.clusters / 4), filter } = options;
    checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
    checkWhole('visit', visit, 1, this.clusters);
    if (filter !== undefined) checkMethod('filter', filter, 'call', 'a function of the row');
    const plan = { k, visit, candidates, filter };
    let best: QuantisedNeighbours[] | null = null;
    for (const part of this.#parts) {
      const found = searchPart(part, queries, plan);
      best = best ? best.map((own, q) => mergeNeighbours(own, found[q], k)) : found;
    }
    return best ?? [];
  }

  #checkColumns(what: string, cols: number): void {
    if (cols === this.dimensions) return;
    throw new InvalidArgumentError(
      `${what} must have ${this.dimensions} values a row like the vectors, not ${cols}`,
    );
  }

  /** Gives the backend's memory back. */
  dispose(): void {
    for (const part of this.#parts.splice(0)) {
      part.search.dispose();
      part.exact?.dispose();
    }
    this.#quantiser.dispose();
  }
}

async function createSearch(
  kernels: Kernels,
  given: MatrixLike,
  options: QuantisedSearchOptions,
): Promise<QuantisedSearch> {
  checkKernels(kernels);
  checkOptions('QuantisedSearch.create', options, SEARCH_OPTIONS);
  const { keepVectors = true, ...rest } = options;
  checkBoolean('keepVectors', keepVectors);
  const points = asMatrix('points', given);
  if (points.rows === 0) throw new InvalidArgumentError('points must have at least one row');
  const quantiser = await VectorQuantiser.fit(kernels, points, rest);
  const encoded = await quantiser.encode(points, rest);
  const part = partOf(quantiser, encoded, keepVectors ? points : null, 0);
  return new QuantisedSearch(quantiser, keepVectors, [part]);
}

function searchFromState(
  kernels: Kernels,
  state: QuantisedState,
  options: QuantisedStateOptions,
): QuantisedSearch {
  checkKernels(kernels);
  checkOptions('QuantisedSearch.fromState', options, { vectors: 1 });
  checkArrays(state);
  const quantiser = new VectorQuantiser(kernels, state);
  const vectors = options.vectors === undefined ? null : asMatrix('vectors', options.vectors);
  const part = partFromState(quantiser, state, vectors);
  return new QuantisedSearch(quantiser, vectors !== null, [part]);
}

/** Of what the parts of a state are made. */
const ARRAYS = {
  centres: Float32Array,
  codes: Uint8Array,
  factors: Float32Array,
  clusters: Uint16Array,
  removed: Uint8Array,
} as const;

function checkArrays(state: QuantisedState): void {
  checkObject('the state', state);
  for (const [name, type] of Object.entries(ARRAYS)) {
    const array = state[name as keyof typeof ARRAYS];
    if (!(array instanceof type)) refuse(`${name} of the state`, `a ${type.name}`, array);
  }
}

function oneRow(query: VectorLike): Matrix {
  const vector = asVector('query', query);
  return new Matrix(vector, 1, Math.max(1, vector.length));
}
