import { refuse } from '../../core/checks.ts';
import { DisposedError, InvalidArgumentError } from '../../core/errors.ts';
import type { BytesLike, VectorLike } from '../../core/given.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import type { Hasher } from '../../core/hasher.ts';
import { Inspectable } from '../../core/inspectable.ts';
import { asMatrix, type Matrix, type MatrixLike } from '../../core/matrix.ts';
import { atOnce, type Steps } from '../../core/steps.ts';
import type { Metric } from '../../kernels/api.ts';
import { type SearchState, searchInBatches, searchMany } from './batch.ts';
import { Contents, type Moment } from './contents.ts';
import type { IndexDocument } from './documents/types.ts';
import {
  type Arriving,
  type HashIndexLoadOptions,
  type IndexParts,
  readIndex,
} from './file/read.ts';
import { writeIndex } from './file/write.ts';
import { formOfHashers, outgrownAt } from './form-settings.ts';
import { asQueries, checkVectors, checkVectorsInSteps } from './given.ts';
import { bucketsOf, type IndexBucket } from './hamming/buckets.ts';
import { TableForm } from './hamming/table-form.ts';
import { idsFor, idsToRemove, nextAfter } from './ids.ts';
import { type IndexSettings, indexSettings } from './index-settings.ts';
import type { KeptVectors } from './kept-vectors.ts';
import { codedAnew, withEntries } from './put-entries.ts';
import { planBatch, planSearch } from './search-plan.ts';
import { Snapshot } from './snapshot.ts';
import { statsOf } from './stats.ts';
import type {
  CodeFormName,
  DistanceName,
  HashIndexBatchOptions,
  HashIndexOptions,
  HashIndexResult,
  HashIndexSearchOptions,
  HashIndexStats,
  Id,
  IdList,
  VectorForm,
} from './types.ts';

/**
 * An index of vectors and their documents for an application: add, search, remove, save, load. Codes
 * find candidates, and the kept vectors rank them by a metric on the vectors as given. Documents are
 * plain JSON objects, kept in columns by field; D is what the application knows of them.
 *
 * Every change is whole or not at all, and a search sees the index as it was when it was called, also
 * `searchBatch` while it waits. Results depend on what was added and removed, in which order, and on
 * nothing else: not on the backend, threads, or whether the index was loaded from a file.
 */
export class HashIndex<D extends object = IndexDocument> extends Inspectable {
  readonly metric: Metric;
  readonly keepVectors: VectorForm;
  /** What searches aim at unless told otherwise. */
  readonly recall: number;
  /**
   * Plain JSON values that are saved with the index: a title, the names of classes. Set them as you
   * like.
   */
  metadata: Record<string, unknown> = {};
  readonly #settings: IndexSettings;
  #contents: Contents;
  #nextId = 0;
  /** Null once it was told a warning. */
  #onWarning: ((message: string) => void) | null;

  /** Null unless vectors are on their way. */
  #arriving: Arriving | null = null;

  /**
   * @hidden `HashIndex.create` makes one.
   * @param read - what a file says of it.
   */
  constructor(options: HashIndexOptions, read: IndexParts | null = null) {
    super();
    this.#settings = indexSettings(options);
    const { hasher, onWarning } = options;
    const { kernels, metric, keepVectors, recall } = this.#settings;
    this.#contents = new Contents(hasher === undefined ? null : formOfHashers(kernels, hasher));
    this.metric = metric;
    this.keepVectors = keepVectors;
    this.recall = recall;
    // biome-ignore lint/suspicious/noConsole: said once, and nobody else listens
    this.#onWarning = onWarning ?? ((message) => console.warn(message));
    if (!read) return;
    this.#contents = new Contents(read.form ?? this.#now.form, new Snapshot(read.parts));
    this.#nextId = read.nextId;
    this.metadata = read.metadata;
    this.#arriving = read.arriving ?? null;
  }

  /**
   * An empty index.
   *
   * @throws InvalidArgumentError for an unknown option, or a hasher that is not fitted.
   */
  static create<D extends object = IndexDocument>(options: HashIndexOptions): HashIndex<D> {
    return indexOf(options);
  }

  /**
   * The index that `save` turned into bytes: it gives the same results.
   *
   * @param bytes - a buffer, or a view of any type of one.
   * @throws FormatError if the bytes are no index, of a newer format, or damaged anywhere.
   */
  static load<D extends object = IndexDocument>(
    bytes: BytesLike,
    options: HashIndexLoadOptions,
  ): HashIndex<D> {
    const read = readIndex(bytes, options);
    const { kernels, onWarning } = options;
    return indexOf<D>({ kernels, onWarning, ...read.options }, read);
  }

  /** @internal The first number for ids that are left out. */
  get nextId(): number {
    return this.#nextId;
  }

  /**
   * @internal As long as there are fewer vectors, codes are not made anew: adding some at once is the
   * same as adding them one by one.
   */
  get outgrownAt(): number {
    const { form } = this.#now;
    if (form === null) return 0;
    return this.keepVectors === false ? Number.POSITIVE_INFINITY : outgrownAt(form);
  }

  /** @internal Names of the fields that documents have. */
  get fieldNames(): Iterable<string> {
    return this.#now.snapshot.fields();
  }

  /** Vectors in the index. */
  get size(): number {
    return this.#now.snapshot.size;
  }

  /** By which codes candidates are found. */
  get codes(): CodeFormName {
    return this.#settings.form.codes;
  }

  /** Values of one vector; 0 until the first are added, where no hasher was given. */
  get dimensions(): number {
    return this.#now.form?.dimensions ?? 0;
  }

  /** One hasher for each table; none where codes are `estimated`, or not made yet. */
  get hashers(): readonly Hasher[] {
    const { form } = this.#now;
    return form instanceof TableForm ? form.hashers.hashers : [];
  }

  /** What the distances of results are: the metric, or what codes tell where no vectors are kept. */
  get distanceName(): DistanceName {
    return this.#state(this.#now).distanceName;
  }

  /** Bytes that the index takes, about: see `stats.bytes`. */
  get memoryBytes(): number {
    return Object.values(this.stats.bytes).reduce((sum, bytes) => sum + bytes, 0);
  }

  get stats(): HashIndexStats {
    const { snapshot, form } = this.#now;
    const { dimensions } = this;
    const bits = form?.bits ?? [];
    return { ...statsOf(snapshot), tables: this.hashers.length, bits, dimensions };
  }

  has(id: Id): boolean {
    return this.#now.snapshot.find(id) !== null;
  }

  /** The document of an id, a copy; undefined if it has none, or is not in the index. */
  get(id: Id): D | undefined {
    const found = this.#now.snapshot.find(id);
    return found?.segment.documents?.get(found.row) as D | undefined;
  }

  /** All ids, in order of insertion. */
  ids(): Id[] {
    return Array.from(this.#now.snapshot.entries(), ({ segment, row }) => segment.ids[row]);
  }

  /** The documents of all ids, copies, in the order of `ids()`; undefined for those without one. */
  documents(): (D | undefined)[] {
    return Array.from(
      this.#now.snapshot.entries(),
      ({ segment, row }) => segment.documents?.get(row) as D | undefined,
    );
  }

  /**
   * Adds vectors, all or none. Cost: coding them; each is copied O(log size) times over the life of
   * the index. Codes `estimated` are about the mean of the vectors: as long as it is that of few, it is
   * computed anew whenever the index has doubled, if vectors are kept. Without vectors it stays that of
   * the first that were added: let these be typical ones.
   *
   * @param vectors - rows x dimensions: a matrix, or an array of rows, plain or typed ones.
   * @param ids - one for each; by default the whole numbers that follow the largest id so far.
   * @param documents - one for each: plain JSON objects, which are copied, or null. Fields that are
   *   undefined are left out; at most 1,000 different fields in an index.
   * @returns the ids.
   * @throws InvalidArgumentError, naming it, if an id is in the index or given twice, if vectors have
   *   other dimensions or values that are not finite, and if a document is no plain JSON.
   */
  add(vectors: MatrixLike, ids?: IdList, documents?: readonly (D | null | undefined)[]): Id[] {
    return atOnce(this.addInSteps(vectors, ids, documents));
  }

  /**
   * As `add`, but an id that is in the index is no error: what it had, vector and document, makes place
   * for what is given, as if it had been removed before.
   */
  upsert(vectors: MatrixLike, ids: IdList, documents?: readonly (D | null | undefined)[]): Id[] {
    return atOnce(this.upsertInSteps(vectors, ids, documents));
  }

  /**
   * @internal `add` in steps, for hosts that let others have their turn between them. All of it is there
   * after the last step and nothing before; what is given, and the index, must not change meanwhile.
   */
  addInSteps(vectors: MatrixLike, ids?: IdList, documents?: unknown): Steps<Id[]> {
    return this.#put(vectors, ids, documents, false);
  }

  /** @internal `upsert` as `addInSteps` is `add`. */
  upsertInSteps(vectors: MatrixLike, ids: IdList, documents?: unknown): Steps<Id[]> {
    if (ids === undefined) refuse('ids', 'an array of ids', ids);
    return this.#put(vectors, ids, documents, true);
  }

  *#put(
    given: MatrixLike,
    ids: IdList | undefined,
    documents: unknown,
    replaces: boolean,
  ): Steps<Id[]> {
    this.#checkAlive();
    const before = this.#now;
    const vectors = asMatrix('vectors', given);
    yield* checkVectorsInSteps('vectors', vectors, this.dimensions, this.#metricOfKept);
    const own = idsFor(ids, vectors.rows, this.#nextId);
    const entries = { ids: own, vectors, documents, replaces };
    const after = yield* withEntries(this.#settings, before, entries, this.#warn);
    this.#replace(before, after);
    this.#nextId = nextAfter(own, this.#nextId);
    return [...own];
  }

  /** The end of a change. */
  #replace(before: Moment, after: Moment): void {
    this.#checkAlive();
    if (this.#now !== before)
      throw new Error('the index was changed between the steps of a change');
    this.#contents.replace(after.snapshot, after.form);
  }

  /**
   * Removes vectors; ids that are not in the index are passed over.
   *
   * @param ids - one, or any number of them.
   * @returns how many were removed.
   */
  remove(ids: Id | Iterable<Id>): number {
    return atOnce(this.removeInSteps(ids));
  }

  /** @internal `remove` as `addInSteps` is `add`. */
  *removeInSteps(ids: Id | Iterable<Id>): Steps<number> {
    this.#checkAlive();
    const before = this.#now;
    const snapshot = yield* before.snapshot.without(idsToRemove(ids));
    this.#replace(before, { ...before, snapshot });
    return before.snapshot.size - snapshot.size;
  }

  // Twice one query: what is `any` is taken for the first, and messages are about the last.
  /** The nearest vectors of one query, an array of numbers. */
  search(query: VectorLike, options?: HashIndexSearchOptions<D>): HashIndexResult<D>;
  /** The nearest vectors of each row of a matrix, or of an array of rows. */
  search(queries: MatrixLike, options?: HashIndexSearchOptions<D>): HashIndexResult<D>[];
  /** The nearest vectors of one query, an array of numbers. */
  search(query: VectorLike, options?: HashIndexSearchOptions<D>): HashIndexResult<D>;
  search(
    query: VectorLike | MatrixLike,
    options: HashIndexSearchOptions<D> = {},
  ): HashIndexResult<D> | HashIndexResult<D>[] {
    this.#checkAlive();
    const plan = planSearch(options, this.#maxRadius, this.recall);
    const { queries, isOne } = asQueries(query);
    this.#check('queries', queries);
    const results = searchMany(this.#state(this.#now), queries, plan) as HashIndexResult<D>[];
    return isOne ? results[0] : results;
  }

  /**
   * The nearest vectors of each row of a matrix, without holding up the page or the process: what
   * reads all codes or vectors runs on the worker pool, the rest a few queries at a time. The
   * results are those of `search` at the moment of the call, whatever is added or removed meanwhile.
   */
  async searchBatch(
    given: MatrixLike,
    options: HashIndexBatchOptions<D> = {},
  ): Promise<HashIndexResult<D>[]> {
    this.#checkAlive();
    const plan = planBatch(options, this.#maxRadius, this.recall);
    const queries = asMatrix('queries', given);
    this.#check('queries', queries);
    return this.#contents.during(async (now) => {
      const results = await searchInBatches(this.#state(now), queries, plan, options);
      return results as HashIndexResult<D>[];
    });
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
    const before = this.#now;
    this.#replace(before, atOnce(codedAnew(this.#settings, before, hasher)));
  }

  /** Every bucket of one table, with the ids in it; by descending number of ids, ties by index. */
  buckets(table = 0): IndexBucket[] {
    if (this.codes === 'estimated') {
      throw new InvalidArgumentError(
        "an index of codes: 'estimated' has no buckets: make one with codes: 'hamming' (--codes hamming)",
      );
    }
    return bucketsOf(this.#now.snapshot, table, this.hashers.length);
  }

  /**
   * The index as bytes, hashers and all. Cost: one copy; removed vectors are left out.
   *
   * @throws InvalidArgumentError if `metadata` can't be written as JSON.
   */
  save(): Uint8Array<ArrayBuffer> {
    return atOnce(this.saveInSteps());
  }

  /** @internal `save` as `addInSteps` is `add`: the index as it is at the first step. */
  *saveInSteps(): Steps<Uint8Array<ArrayBuffer>> {
    this.#checkAlive();
    return yield* writeIndex({
      ...this.#now,
      keepVectors: this.keepVectors,
      recall: this.recall,
      metadata: this.metadata,
      settings: this.#settings.form,
      nextId: this.#nextId,
    });
  }

  /** How much it holds, and in which form. */
  override toString(): string {
    const { size, dimensions, metric, codes, keepVectors } = this;
    const bits = this.#now.form?.bits.join(' + ');
    const form = bits ? `${codes} codes of ${bits} bits` : `${codes} codes`;
    const kept = keepVectors === false ? 'no vectors' : `${keepVectors} vectors`;
    return `HashIndex ${size} x ${dimensions}: ${metric}, ${form}, ${kept}`;
  }

  /** Gives the backend's memory back. The hashers are not the index's own, and stay. */
  dispose(): void {
    this.#contents.dispose();
  }

  /** @internal Puts vectors that have come in the place of those that were on their way. */
  settle(arrived: KeptVectors): void {
    this.#arriving = null;
    this.#contents.replace(this.#now.snapshot.withVectors(arrived));
  }

  get #now(): Moment {
    return this.#contents.now;
  }

  #state(now: Moment): SearchState {
    const { kernels, metric, distanceName, distanceOfCodes, keepVectors } = this.#settings;
    if (!this.#arriving) {
      return { ...now, kernels, metric, distanceName, hasVectors: keepVectors !== false };
    }
    // While vectors come, such as are there rank beside estimates; other codes can't be mixed with them.
    const hasVectors = this.codes === 'estimated' && this.#arriving.present > 0;
    return { ...now, kernels, metric, distanceName: distanceOfCodes, hasVectors };
  }

  get #maxRadius(): number | null {
    if (this.codes === 'estimated') return null;
    const { form } = this.#now;
    return form ? form.maxRadius : MAX_BITS;
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
    checkVectors(name, vectors, this.dimensions, this.#metricOfKept);
  }

  get #metricOfKept(): Metric | undefined {
    return this.keepVectors === false ? undefined : this.metric;
  }

  #checkAlive(): void {
    if (this.#contents.isDisposed) throw new DisposedError('index');
  }
}

/** Outside the class, which keeps its name in bundles so; see Matrix. */
function indexOf<D extends object>(
  options: HashIndexOptions,
  read: IndexParts | null = null,
): HashIndex<D> {
  return new HashIndex(options, read);
}
