import type { BytesLike, VectorLike } from '../../core/given.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import type { BackendName, Metric } from '../../kernels/api.ts';
import type { IndexStage } from '../../search/hash-index/arriving/stage.ts';
import type { IndexDocument } from '../../search/hash-index/documents/types.ts';
import type {
  HashIndexOptions,
  HashIndexResult,
  HashIndexSearchOptions,
  HashIndexStats,
  Id,
  IdList,
} from '../../search/hash-index/types.ts';
import type { WorkerLike } from '../endpoint.ts';

/** An index that the browser keeps, as `saveToIndexedDB` and `saveToOpfs` name it. */
export type StoredIndex =
  | { readonly indexedDB: string; readonly database?: string | undefined }
  | { readonly opfs: string; readonly directory?: string | undefined };

/**
 * What the browser keeps or, where it keeps none under the name or refuses to say, what is downloaded from an
 * address: `IndexWorker.isKept` says which it was. What is kept and damaged is an error all the same.
 */
export type KeptOrDownloaded = StoredIndex & { readonly else: string | URL };

/**
 * Where the bytes of an index are: an address (relative ones are the page's), a File or Blob, a
 * Response whose body nobody has read, bytes, or what the browser keeps.
 */
export type IndexSource =
  | string
  | URL
  | Blob
  | Response
  | BytesLike
  | StoredIndex
  | KeptOrDownloaded;

/** How far an index is on its way. */
export interface IndexProgress {
  /** What is coming: codes, then vectors; `complete` once all has come. */
  readonly stage: IndexStage;
  /** Bytes that have come. */
  readonly loaded: number;
  /** Bytes that will have come when the stage is over; null until the file says so. */
  readonly total: number | null;
}

/** Options of `openIndexWorker`. */
export interface IndexWorkerOptions {
  /**
   * Makes a worker that runs the script `hashplane/index-worker`. It is yours to write, since bundlers
   * find a worker's file only where this is one expression:
   * `() => new Worker(new URL('hashplane/index-worker', import.meta.url), { type: 'module' })`.
   */
  readonly worker: () => WorkerLike;
  /** The index. Default: none, an empty index is made. */
  readonly source?: IndexSource | undefined;
  /**
   * Options of `HashIndex.create`, for an index that is made: where there is no source, or the browser
   * keeps none under the name yet.
   */
  readonly options?: Omit<HashIndexOptions, 'kernels'> | undefined;
  /** Called as bytes come, a few times a second and at the end of each stage. */
  readonly onProgress?: ((progress: IndexProgress) => void) | undefined;
  /** Aborting rejects the promise with the signal's reason; once the index is open it closes it. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of `IndexWorker.search`: those of `HashIndex.search` that can travel to a worker. */
export interface IndexWorkerSearchOptions<D extends object = IndexDocument>
  extends Omit<HashIndexSearchOptions<D>, 'filter'> {
  /** A bitmap over ids that are whole numbers, see `IdFilter`. A function can't travel. */
  readonly filter?: BytesLike | undefined;
  /** Aborting rejects the promise with the signal's reason; a search that waits costs nothing then. */
  readonly signal?: AbortSignal | undefined;
}

/** A result, and what was there when it was made. */
export interface IndexWorkerResult<D extends object = IndexDocument> extends HashIndexResult<D> {
  readonly stage: IndexStage;
}

/**
 * A `HashIndex` that lives in a worker: the same methods, as promises, none of which holds the page.
 * Changes are made in the order of their calls, once all of the index has come; searches are answered
 * meanwhile, also while a change takes long, and see the index as it is before or after each.
 */
export interface IndexWorker<D extends object = IndexDocument> {
  /** Vectors in the index. */
  readonly size: number;
  /** Values of one vector; 0 until the first are added. */
  readonly dimensions: number;
  readonly metric: Metric;
  /** The compute backend that the worker runs. */
  readonly backend: BackendName;
  readonly stage: IndexStage;
  /** Whether the index was opened from what the browser keeps; later calls don't change it. */
  readonly isKept: boolean;
  /** Resolves when all of the index has come; rejects if it can't, and searches go on as they are. */
  readonly complete: Promise<void>;
  // Twice one query: what is `any` is taken for the first, and messages are about the last.
  /** The nearest vectors of one query, an array of numbers. */
  search(query: VectorLike, options?: IndexWorkerSearchOptions<D>): Promise<IndexWorkerResult<D>>;
  /** The nearest vectors of each row of a matrix, or of an array of rows. */
  search(
    queries: MatrixLike,
    options?: IndexWorkerSearchOptions<D>,
  ): Promise<IndexWorkerResult<D>[]>;
  /** The nearest vectors of one query, an array of numbers. */
  search(query: VectorLike, options?: IndexWorkerSearchOptions<D>): Promise<IndexWorkerResult<D>>;
  /** The same: other searches are answered meanwhile. */
  searchBatch(
    queries: MatrixLike,
    options?: IndexWorkerSearchOptions<D>,
  ): Promise<IndexWorkerResult<D>[]>;
  /** As `HashIndex.add`. The vectors must not change until the promise is settled. */
  add(
    vectors: MatrixLike,
    ids?: IdList,
    documents?: readonly (D | null | undefined)[],
  ): Promise<Id[]>;
  /** As `HashIndex.upsert`. The vectors must not change until the promise is settled. */
  upsert(
    vectors: MatrixLike,
    ids: IdList,
    documents?: readonly (D | null | undefined)[],
  ): Promise<Id[]>;
  /** As `HashIndex.remove`. */
  remove(ids: Id | Iterable<Id>): Promise<number>;
  /** The document of an id. */
  get(id: Id): Promise<D | undefined>;
  has(id: Id): Promise<boolean>;
  /** All ids, in order of insertion. */
  ids(): Promise<Id[]>;
  /** All documents, in the order of `ids()`. */
  documents(): Promise<(D | undefined)[]>;
  stats(): Promise<HashIndexStats>;
  /** A copy of `HashIndex.metadata`. */
  metadata(): Promise<Record<string, unknown>>;
  /**
   * Sets `HashIndex.metadata`, in the order of changes.
   *
   * @throws InvalidArgumentError if it is no object, or can't be written as JSON.
   */
  setMetadata(metadata: Readonly<Record<string, unknown>>): Promise<void>;
  /** The bytes of `HashIndex.save`. */
  save(): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Keeps the index in the browser; one that is there is replaced, whole or not at all. The name is this
   * worker's to write to until it is closed: tabs that want it too are told.
   *
   * @throws FileError if another tab writes to it, or the browser refuses.
   */
  saveTo(place: StoredIndex): Promise<void>;
  /** Ends the worker; calls that wait are rejected. */
  close(): Promise<void>;
}
