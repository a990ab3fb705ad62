import { refuse, show } from '../../core/checks.ts';
import { DisposedError, InvalidArgumentError } from '../../core/errors.ts';
import { asVector, type BytesLike, isVectorLike, type VectorLike } from '../../core/given.ts';
import type { Hasher } from '../../core/hasher.ts';
import { asMatrix, checkFinite, Matrix, type MatrixLike } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import { type Kernels, METRICS, type Metric } from '../../kernels/api.ts';
import { checkMagnitude } from '../check-magnitude.ts';
import { searchInBatches } from './batch.ts';
import { bucketsOf, type IndexBucket } from './buckets.ts';
import { findCandidates } from './candidates.ts';
import { type HashIndexLoadOptions, readIndex } from './file/read.ts';
import { writeIndex } from './file/write.ts';
import { Float32Vectors } from './float32-vectors.ts';
import { checkId, idsFor, nextAfter } from './ids.ts';
import { Int8Vectors } from './int8-vectors.ts';
import { rank } from './rank.ts';
import { planBatch, planSearch } from './search-plan.ts';
import { Segment } from './segment.ts';
import { type Part, Snapshot } from './snapshot.ts';
import { TableHashers } from './table-hasher.ts';
import {
  type DistanceName,
  type HashIndexBatchOptions,
  type HashIndexOptions,
  type HashIndexResult,
  type HashIndexSearchOptions,
  type HashIndexStats,
  type Id,
  VECTOR_FORMS,
  type VectorForm,
} from './types.ts';

/** Queries that are searched together: their codes are compared in one pass over the index. */
const QUERIES_AT_ONCE = 64;

/**
 * An index of vectors for an application: add, search, remove, save, load. Codes find candidates, and
 * the kept vectors rank them by a metric on the vectors as given.
 *
 * Every change is whole or not at all, and a search sees the index as it was when it was called, also
 * `searchBatch` while it waits. Results depend on what was added and removed, in which order, and on
 * nothing else: not on the backend, threads, or whether the index was loaded from a file.
 */
export class HashIndex {
  readonly metric: Metric;
  readonly keepVectors: VectorForm;
  /**
   * Plain JSON values that are saved with the index: a title, the names of classes. Set them as you
   * like.
   */
  metadata: Record<string, unknown> = {};
  readonly #kernels: Kernels;
  #hashers: TableHashers;
  #snapshot = new Snapshot([]);
  #nextId = 0;
  /** Null once it was told of coarse rounding. */
  #onWarning: ((message: string) => void) | null;
  #disposed = false;

  /** @internal `HashIndex.create` makes one. */
  constructor(options: HashIndexOptions) {
    checkOptions('HashIndex', options, OPTIONS);
    const { kernels, hasher, metric = 'cosine', keepVectors = 'float32' } = options;
    if (!METRICS.includes(metric)) {
      refuse('metric', `one of ${METRICS.join(', ')}`, metric);
    }
    if (!VECTOR_FORMS.includes(keepVectors)) {
      refuse('keepVectors', 'float32, int8 or false', keepVectors);
    }
    this.#kernels = kernels;
    this.#hashers = new TableHashers(hasher);
    this.metric = metric;
    this.keepVectors = keepVectors;
    // biome-ignore lint/suspicious/noConsole: said once, and nobody else listens
    this.#onWarning = options.onWarning ?? ((message) => console.warn(message));
  }

  /**
   * An empty index.
   *
   * @throws InvalidArgumentError for an unknown option, or a hasher that is not fitted.
   */
  static create(options: HashIndexOptions): HashIndex {
    return indexOf(options);
  }

  /**
   * The index that `save` turned into bytes: it gives the same results.
   *
   * @param bytes - a buffer, or a view of any type of one.
   * @throws FormatError if the bytes are no index, of a newer format, or damaged anywhere.
   */
  static load(bytes: BytesLike, options: HashIndexLoadOptions): HashIndex {
    const { parts, nextId, metadata, ...settings } = readIndex(bytes, options);
    const index = indexOf({ kernels: options.kernels, ...settings });
    index.#snapshot = new Snapshot(parts);
    index.#nextId = nextId;
    index.metadata = metadata;
    return index;
  }

  /** Vectors in the index. */
  get size(): number {
    return this.#snapshot.size;
  }

  /** Values of one vector. */
  get dimensions(): number {
    return this.#hashers.dimensions;
  }

  /** One hasher for each table. */
  get hashers(): readonly Hasher[] {
    return this.#hashers.hashers;
  }

  /** What the distances of results are: the metric, or `asymmetric` where no vectors are kept. */
  get distanceName(): DistanceName {
    return this.keepVectors === false ? 'asymmetric' : this.metric;
  }

  /** Bytes that the index takes, about: see `stats.bytes`. */
  get memoryBytes(): number {
    return Object.values(this.stats.bytes).reduce((sum, bytes) => sum + bytes, 0);
  }

  get stats(): HashIndexStats {
    const { parts, rows, size } = this.#snapshot;
    const bytes = { codes: 0, vectors: 0, ids: 0, resident: 0 };
    for (const { segment } of parts) {
      const own = segment.bytes;
      for (const key of ['codes', 'vectors', 'ids', 'resident'] as const) bytes[key] += own[key];
    }
    const { bits, dimensions } = this.#hashers;
    const counts = { size, removed: rows - size, segments: parts.length, tables: bits.length };
    return { ...counts, bits, dimensions, bytes };
  }

  has(id: Id): boolean {
    return this.#snapshot.has(id);
  }

  /** All ids, in order of insertion. */
  ids(): Id[] {
    return [...this.#snapshot.ids()];
  }

  /**
   * Adds vectors, all or none. Cost: hashing them; each is copied O(log size) times over the life of
   * the index.
   *
   * @param given - vectors, rows x dimensions: a matrix, or an array of rows, plain or typed ones.
   * @param ids - one for each; by default the whole numbers that follow the largest id so far.
   * @returns the ids.
   * @throws InvalidArgumentError, naming it, if an id is in the index or given twice, and if vectors
   *   have other dimensions or values that are not finite.
   */
  add(given: MatrixLike, ids?: ArrayLike<Id>): Id[] {
    this.#checkAlive();
    const vectors = this.#checked('vectors', given);
    const own = idsFor(ids, vectors.rows, this.#nextId);
    const taken = ids && own.find((id) => this.#snapshot.has(id));
    if (taken !== undefined) {
      throw new InvalidArgumentError(
        `the id ${show(taken)} is in the index already: remove it first`,
      );
    }
    if (own.length === 0) return own;
    const codes = this.#hashers.encode(vectors);
    const segment = new Segment(own, codes, this.#keep(vectors));
    this.#replace(this.#snapshot.with(segment));
    this.#nextId = nextAfter(own, this.#nextId);
    return [...own];
  }

  /**
   * Removes vectors; ids that are not in the index are passed over.
   *
   * @returns how many were removed.
   */
  remove(ids: Iterable<Id>): number {
    this.#checkAlive();
    if (typeof ids !== 'object' || ids === null || !(Symbol.iterator in ids)) {
      refuse('ids', 'a list of ids', ids);
    }
    const list = [...ids];
    for (const id of list) checkId(id);
    const before = this.size;
    this.#replace(this.#snapshot.without(list));
    return before - this.size;
  }

  /** The nearest vectors of one query, an array of numbers. */
  search(query: VectorLike, options?: HashIndexSearchOptions): HashIndexResult;
  /** The nearest vectors of each row of a matrix, or of an array of rows. */
  search(queries: MatrixLike, options?: HashIndexSearchOptions): HashIndexResult[];
  search(
    query: VectorLike | MatrixLike,
    options: HashIndexSearchOptions = {},
  ): HashIndexResult | HashIndexResult[] {
    this.#checkAlive();
    const plan = planSearch(options, this.#hashers.bits);
    const isOne = isOneVector(query);
    const queries = this.#checked('queries', isOne ? rowOf(asVector('query', query)) : query);
    const results: HashIndexResult[] = [];
    const needsProjections = this.keepVectors === false || plan.rule.by === 'probes';
    for (let first = 0; first < queries.rows; first += QUERIES_AT_ONCE) {
      const some = queries.slice(first, Math.min(queries.rows, first + QUERIES_AT_ONCE));
      const hashed = this.#hashers.hash(some, needsProjections);
      const found = findCandidates(this.#kernels, this.#snapshot, this.#hashers, hashed, plan);
      results.push(...rank(this.#ranking, this.#snapshot, hashed, found, plan.k));
    }
    return isOne ? results[0] : results;
  }

  /**
   * The nearest vectors of each row of a matrix, without holding up the page or the process: what
   * reads all codes or vectors runs on the worker pool, the rest a few queries at a time. The
   * results are those of `search` at the moment of the call, whatever is added or removed meanwhile.
   */
  async searchBatch(
    given: MatrixLike,
    options: HashIndexBatchOptions = {},
  ): Promise<HashIndexResult[]> {
    this.#checkAlive();
    const plan = planBatch(options, this.#hashers.bits);
    const queries = this.#checked('queries', given);
    const state = { ...this.#ranking, snapshot: this.#snapshot, hashers: this.#hashers };
    return searchInBatches(state, queries, plan, options);
  }

  /**
   * Hashes the kept vectors anew, with a hasher that was fitted to newer or more data, say. Ids and
   * vectors stay; with `int8` it is the rounded vectors that are hashed.
   *
   * @throws InvalidArgumentError if no vectors are kept, or the hasher has other dimensions; the
   *   index is then as it was.
   */
  rehash(hasher: Hasher | readonly Hasher[]): void {
    this.#checkAlive();
    if (this.keepVectors === false) {
      throw new InvalidArgumentError(
        "an index without vectors can't be rehashed: keepVectors is false",
      );
    }
    const hashers = new TableHashers(hasher);
    if (hashers.dimensions !== this.dimensions) {
      throw new InvalidArgumentError(
        `the hasher has ${hashers.dimensions} dimensions where the index has ${this.dimensions}`,
      );
    }
    const parts = this.#snapshot.parts.map(({ segment, removed }): Part => {
      const { ids, vectors } = segment;
      const codes = hashers.encode(vectors!.read(ids.map((_, row) => row)));
      return { segment: new Segment(ids, codes, vectors), removed };
    });
    this.#replace(new Snapshot(parts));
    this.#hashers = hashers;
  }

  /** Every bucket of one table, with the ids in it; by descending number of ids, ties by index. */
  buckets(table = 0): IndexBucket[] {
    return bucketsOf(this.#snapshot, table, this.#hashers.bits.length);
  }

  /**
   * The index as bytes, hashers and all. Cost: one copy; removed vectors are left out.
   *
   * @throws InvalidArgumentError if `metadata` can't be written as JSON.
   */
  save(): Uint8Array<ArrayBuffer> {
    this.#checkAlive();
    const { metric, keepVectors, metadata, dimensions } = this;
    const segment = this.#snapshot.compacted();
    const hashers = this.#hashers.hashers;
    return writeIndex({
      metric,
      keepVectors,
      metadata,
      dimensions,
      segment,
      hashers,
      nextId: this.#nextId,
    });
  }

  /** Gives the backend's memory back. The hashers are not the index's own, and stay. */
  dispose(): void {
    this.#disposed = true;
    this.#replace(new Snapshot([]));
  }

  get #ranking() {
    const { metric, keepVectors } = this;
    return { kernels: this.#kernels, metric, hasVectors: keepVectors !== false };
  }

  #replace(next: Snapshot): void {
    const before = this.#snapshot;
    this.#snapshot = next;
    before.releaseUnless(next);
  }

  #keep(vectors: Matrix): Float32Vectors | Int8Vectors | null {
    if (this.keepVectors === false) return null;
    if (this.keepVectors === 'int8') {
      const rounded = Int8Vectors.from(vectors);
      if (this.#onWarning && Int8Vectors.coarseShare(vectors, rounded) > 0.5) {
        const warn = this.#onWarning;
        this.#onWarning = null;
        warn(COARSE_ROUNDING);
      }
      return rounded;
    }
    return new Float32Vectors(new Matrix(vectors.data.slice(), vectors.rows, vectors.cols));
  }

  #checked(name: string, given: MatrixLike): Matrix {
    const vectors = asMatrix(name, given);
    if (vectors.cols !== this.dimensions) {
      throw new InvalidArgumentError(
        `${name} must have the ${this.dimensions} dimensions of the index, not ${vectors.cols}`,
      );
    }
    checkFinite(name, vectors);
    checkMagnitude(name, vectors, this.keepVectors === false ? undefined : this.metric);
    return vectors;
  }

  #checkAlive(): void {
    if (this.#disposed) throw new DisposedError('index');
  }
}

const OPTIONS = { kernels: 1, hasher: 1, metric: 1, keepVectors: 1, onWarning: 1 } as const;

const COARSE_ROUNDING =
  "hashplane keeps vectors as int8 that this doesn't suit: one value of most is far larger than the " +
  'others, which are rounded to few steps; subtract the mean before, or keep float32';

/** Whether it is one vector rather than rows: `[1, 2]`, not `[[1, 2]]`. */
function isOneVector(given: VectorLike | MatrixLike): given is VectorLike {
  return isVectorLike(given) && (!Array.isArray(given) || typeof given[0] !== 'object');
}

function rowOf(vector: Float32Array): Matrix {
  if (vector.length > 0) return new Matrix(vector, 1, vector.length);
  throw new InvalidArgumentError('a query must have values, but is empty');
}

/** Outside the class, which keeps its name in bundles so; see Matrix. */
function indexOf(options: HashIndexOptions): HashIndex {
  return new HashIndex(options);
}
