import { checkKernels, refuse, show } from '../../core/checks.ts';
import { DisposedError, InvalidArgumentError } from '../../core/errors.ts';
import type { BytesLike, VectorLike } from '../../core/given.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import type { Hasher } from '../../core/hasher.ts';
import { Inspectable } from '../../core/inspectable.ts';
import { asMatrix, type Matrix, type MatrixLike } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import { type Kernels, METRICS, type Metric } from '../../kernels/api.ts';
import { type SearchState, searchInBatches, searchTogether } from './batch.ts';
import type { CodeForm } from './code-form.ts';
import { type HashIndexLoadOptions, readIndex } from './file/read.ts';
import { writeIndex } from './file/write.ts';
import {
  type FormSettings,
  formAbout,
  formOfHashers,
  formSettings,
  isOutgrown,
  SAMPLE,
} from './form-settings.ts';
import { asQueries, checkVectors } from './given.ts';
import { bucketsOf, type IndexBucket } from './hamming/buckets.ts';
import { TableForm } from './hamming/table-form.ts';
import { checkId, idsFor, nextAfter } from './ids.ts';
import { hasUnevenNorms, keepVectors, UNEVEN_NORMS } from './keep-vectors.ts';
import { planBatch, planSearch } from './search-plan.ts';
import { Segment } from './segment.ts';
import { Snapshot } from './snapshot.ts';
import {
  type CodeFormName,
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
export class HashIndex extends Inspectable {
  readonly metric: Metric;
  readonly keepVectors: VectorForm;
  /**
   * Plain JSON values that are saved with the index: a title, the names of classes. Set them as you
   * like.
   */
  metadata: Record<string, unknown> = {};
  readonly #kernels: Kernels;
  readonly #settings: FormSettings;
  /** Null until there are vectors to be coded. */
  #form: CodeForm | null;
  #snapshot = new Snapshot([]);
  /** What batches that run see, one entry a batch. */
  #searched: SearchState[] = [];
  #nextId = 0;
  /** Null once it was told a warning. */
  #onWarning: ((message: string) => void) | null;
  #disposed = false;

  /** @internal `HashIndex.create` makes one. */
  constructor(options: HashIndexOptions) {
    super();
    checkOptions('HashIndex', options, OPTIONS);
    const { kernels, hasher, metric = 'cosine', keepVectors = 'float32' } = options;
    checkKernels(kernels);
    if (!METRICS.includes(metric)) {
      refuse('metric', `one of ${METRICS.join(', ')}`, metric);
    }
    if (!VECTOR_FORMS.includes(keepVectors)) {
      refuse('keepVectors', 'float32, int8 or false', keepVectors);
    }
    this.#kernels = kernels;
    this.#settings = formSettings(options, metric);
    this.#form = hasher === undefined ? null : formOfHashers(kernels, hasher);
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
    const { parts, form, nextId, metadata, options: own } = readIndex(bytes, options);
    const index = indexOf({ kernels: options.kernels, ...own });
    index.#form = form ?? index.#form;
    index.#snapshot = new Snapshot(parts);
    index.#nextId = nextId;
    index.metadata = metadata;
    return index;
  }

  /** Vectors in the index. */
  get size(): number {
    return this.#snapshot.size;
  }

  /** By which codes candidates are found. */
  get codes(): CodeFormName {
    return this.#settings.codes;
  }

  /** Values of one vector; 0 until the first are added, where no hasher was given. */
  get dimensions(): number {
    return this.#form?.dimensions ?? 0;
  }

  /** One hasher for each table; none where codes are `estimated`, or not made yet. */
  get hashers(): readonly Hasher[] {
    return this.#form instanceof TableForm ? this.#form.hashers.hashers : [];
  }

  /** What the distances of results are: the metric, or what codes tell where no vectors are kept. */
  get distanceName(): DistanceName {
    if (this.keepVectors !== false) return this.metric;
    return this.codes === 'hamming' ? 'asymmetric' : `estimated ${this.metric}`;
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
    const { dimensions } = this;
    const counts = { size, removed: rows - size, segments: parts.length };
    return {
      ...counts,
      tables: this.hashers.length,
      bits: this.#form?.bits ?? [],
      dimensions,
      bytes,
    };
  }

  has(id: Id): boolean {
    return this.#snapshot.has(id);
  }

  /** All ids, in order of insertion. */
  ids(): Id[] {
    return [...this.#snapshot.ids()];
  }

  /**
   * Adds vectors, all or none. Cost: coding them; each is copied O(log size) times over the life of
   * the index. Codes `estimated` are about the mean of the vectors: as long as it is that of few, it is
   * computed anew whenever the index has doubled, if vectors are kept. Without vectors it stays that of
   * the first that were added: let these be typical ones.
   *
   * @param given - vectors, rows x dimensions: a matrix, or an array of rows, plain or typed ones.
   * @param ids - one for each; by default the whole numbers that follow the largest id so far.
   * @returns the ids.
   * @throws InvalidArgumentError, naming it, if an id is in the index or given twice, and if vectors
   *   have other dimensions or values that are not finite.
   */
  add(given: MatrixLike, ids?: ArrayLike<Id>): Id[] {
    this.#checkAlive();
    const vectors = asMatrix('vectors', given);
    this.#check('vectors', vectors);
    const own = idsFor(ids, vectors.rows, this.#nextId);
    const taken = ids && own.find((id) => this.#snapshot.has(id));
    if (taken !== undefined) {
      throw new InvalidArgumentError(
        `the id ${show(taken)} is in the index already: remove it first`,
      );
    }
    if (own.length === 0) return own;
    const form = this.#form ?? formAbout(this.#kernels, this.#settings, vectors, vectors.rows);
    const codes = form.encode(vectors);
    const kept = keepVectors(this.keepVectors, vectors, this.#warn);
    const isMisled = this.codes === 'hamming' && this.metric === 'dot';
    if (this.#warn && isMisled && hasUnevenNorms(vectors)) this.#warn(UNEVEN_NORMS);
    this.#replace(this.#snapshot.with(new Segment(own, codes, kept)), form);
    this.#nextId = nextAfter(own, this.#nextId);
    if (this.keepVectors !== false && isOutgrown(form, this.size)) this.rehash();
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
    const plan = planSearch(options, this.#maxRadius);
    const { queries, isOne } = asQueries(query);
    this.#check('queries', queries);
    const results: HashIndexResult[] = [];
    for (let first = 0; first < queries.rows; first += QUERIES_AT_ONCE) {
      const some = queries.slice(first, Math.min(queries.rows, first + QUERIES_AT_ONCE));
      results.push(...searchTogether(this.#state, some, plan));
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
    const plan = planBatch(options, this.#maxRadius);
    const queries = asMatrix('queries', given);
    this.#check('queries', queries);
    const state = this.#state;
    this.#searched.push(state);
    try {
      return await searchInBatches(state, queries, plan, options);
    } finally {
      this.#searched.splice(this.#searched.indexOf(state), 1);
      this.#release(state);
    }
  }

  /**
   * Codes the kept vectors anew: `hamming` codes with a hasher that was fitted to newer or more data,
   * say, `estimated` ones about the mean of the vectors as it is now. Ids and vectors stay; with `int8`
   * it is the rounded vectors that are coded.
   *
   * @param hasher - of codes `hamming`, and of them only.
   * @throws InvalidArgumentError if no vectors are kept, or the hasher has other dimensions, is missing
   *   or is too much; the index is then as it was.
   */
  rehash(hasher?: Hasher | readonly Hasher[]): void {
    this.#checkAlive();
    if (this.keepVectors === false) {
      throw new InvalidArgumentError(
        "an index without vectors can't be rehashed: keepVectors is false",
      );
    }
    const form = hasher === undefined ? this.#formAnew() : this.#formOf(hasher);
    if (form) {
      this.#replace(
        this.#snapshot.coded((vectors) => form.encode(vectors)),
        form,
      );
    }
  }

  /** A form of the same settings about the vectors there are now; null if there are none. */
  #formAnew(): CodeForm | null {
    if (this.codes === 'hamming') {
      throw new InvalidArgumentError("give a hasher for an index of codes: 'hamming'");
    }
    const vectors = this.#snapshot.sample(SAMPLE);
    return vectors && formAbout(this.#kernels, this.#settings, vectors, this.size);
  }

  #formOf(hasher: Hasher | readonly Hasher[]): CodeForm {
    if (this.codes === 'estimated') {
      throw new InvalidArgumentError("an index of codes: 'estimated' has no hasher: leave it out");
    }
    const form = formOfHashers(this.#kernels, hasher);
    if (this.#form && form.dimensions !== this.dimensions) {
      throw new InvalidArgumentError(
        `the hasher has ${form.dimensions} dimensions where the index has ${this.dimensions}`,
      );
    }
    return form;
  }

  /** Every bucket of one table, with the ids in it; by descending number of ids, ties by index. */
  buckets(table = 0): IndexBucket[] {
    if (this.codes === 'estimated') {
      throw new InvalidArgumentError(
        "an index of codes: 'estimated' has no buckets: make one with codes: 'hamming' (--codes hamming)",
      );
    }
    return bucketsOf(this.#snapshot, table, this.hashers.length);
  }

  /**
   * The index as bytes, hashers and all. Cost: one copy; removed vectors are left out.
   *
   * @throws InvalidArgumentError if `metadata` can't be written as JSON.
   */
  save(): Uint8Array<ArrayBuffer> {
    this.#checkAlive();
    return writeIndex({
      keepVectors: this.keepVectors,
      metadata: this.metadata,
      settings: this.#settings,
      form: this.#form,
      segment: this.#snapshot.compacted(),
      nextId: this.#nextId,
    });
  }

  /** How much it holds, and in which form. */
  override toString(): string {
    const { size, dimensions, metric, codes, keepVectors } = this;
    const bits = this.#form?.bits.join(' + ');
    const form = bits ? `${codes} codes of ${bits} bits` : `${codes} codes`;
    const kept = keepVectors === false ? 'no vectors' : `${keepVectors} vectors`;
    return `HashIndex ${size} x ${dimensions}: ${metric}, ${form}, ${kept}`;
  }

  /** Gives the backend's memory back. The hashers are not the index's own, and stay. */
  dispose(): void {
    this.#disposed = true;
    this.#replace(new Snapshot([]));
  }

  get #state(): SearchState {
    const { metric, keepVectors } = this;
    return {
      kernels: this.#kernels,
      form: this.#form,
      snapshot: this.#snapshot,
      metric,
      distanceName: this.distanceName,
      hasVectors: keepVectors !== false,
    };
  }

  get #maxRadius(): number | null {
    if (this.codes === 'estimated') return null;
    return this.#form ? this.#form.maxRadius : MAX_BITS;
  }

  #replace(next: Snapshot, form = this.#form): void {
    const before = this.#state;
    this.#snapshot = next;
    this.#form = form;
    this.#release(before);
  }

  /** Gives back what neither the index nor a batch that runs needs any more. */
  #release({ snapshot, form }: SearchState): void {
    snapshot.releaseUnless([this.#snapshot, ...this.#searched.map((state) => state.snapshot)]);
    const isNeeded = form === this.#form && !this.#disposed;
    if (!isNeeded && this.#searched.every((state) => state.form !== form)) form?.release();
  }

  /** Tells a warning, once in the life of an index. */
  get #warn(): ((message: string) => void) | null {
    const warn = this.#onWarning;
    if (!warn) return null;
    return (message) => {
      this.#onWarning = null;
      warn(message);
    };
  }

  #check(name: string, vectors: Matrix): void {
    const metric = this.keepVectors === false ? undefined : this.metric;
    checkVectors(name, vectors, this.dimensions, metric);
  }

  #checkAlive(): void {
    if (this.#disposed) throw new DisposedError('index');
  }
}

const OPTIONS = {
  kernels: 1,
  codes: 1,
  bitsPerDimension: 1,
  bits: 1,
  seed: 1,
  hasher: 1,
  metric: 1,
  keepVectors: 1,
  onWarning: 1,
} as const;

/** Outside the class, which keeps its name in bundles so; see Matrix. */
function indexOf(options: HashIndexOptions): HashIndex {
  return new HashIndex(options);
}
