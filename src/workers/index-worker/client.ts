import { checkMethod, refuse } from '../../core/checks.ts';
import { BackendError, DisposedError, InvalidArgumentError } from '../../core/errors.ts';
import { asBytes, type VectorLike } from '../../core/given.ts';
import { asMatrix, type MatrixLike } from '../../core/matrix.ts';
import type { BackendName, Metric } from '../../kernels/api.ts';
import type { IndexStage } from '../../search/hash-index/arriving/stage.ts';
import { asQueries } from '../../search/hash-index/given.ts';
import type { HashIndexStats, Id, IdList } from '../../search/hash-index/types.ts';
import type { Endpoint } from '../endpoint.ts';
import { receiveError } from '../error-transport.ts';
import { PageCalls } from './page-calls.ts';
import type { FromHost, SentState, SentVectors, ToHost } from './protocol.ts';
import { type PackedResults, unpackResults } from './results.ts';
import { checkPlace } from './source.ts';
import type {
  IndexWorker,
  IndexWorkerResult,
  IndexWorkerSearchOptions,
  StoredIndex,
} from './types.ts';

type Documents<D> = readonly (D | null | undefined)[];

/** The page's side of an open index. */
export class IndexClient<D extends object> implements IndexWorker<D> {
  readonly complete: Promise<void>;
  readonly #endpoint: Endpoint;
  readonly #calls: PageCalls;
  #settle: { resolve(): void; reject(error: Error): void } = { resolve() {}, reject() {} };
  #state: SentState;
  #closing: Promise<void> | null = null;
  #onClosed: () => void = () => {};

  constructor(endpoint: Endpoint, state: SentState) {
    this.#endpoint = endpoint;
    this.#calls = new PageCalls(endpoint);
    this.#state = state;
    this.complete = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    // Not everybody waits for it.
    this.complete.catch(() => {});
  }

  get size(): number {
    return this.#state.size;
  }

  get dimensions(): number {
    return this.#state.dimensions;
  }

  get metric(): Metric {
    return this.#state.metric;
  }

  get backend(): BackendName {
    return this.#state.backend;
  }

  get stage(): IndexStage {
    return this.#state.stage;
  }

  get isKept(): boolean {
    return this.#state.isKept;
  }

  search(query: VectorLike, options?: IndexWorkerSearchOptions<D>): Promise<IndexWorkerResult<D>>;
  search(
    queries: MatrixLike,
    options?: IndexWorkerSearchOptions<D>,
  ): Promise<IndexWorkerResult<D>[]>;
  search(query: VectorLike, options?: IndexWorkerSearchOptions<D>): Promise<IndexWorkerResult<D>>;
  async search(
    query: VectorLike | MatrixLike,
    options?: IndexWorkerSearchOptions<D>,
  ): Promise<IndexWorkerResult<D> | IndexWorkerResult<D>[]> {
    const { queries, isOne } = asQueries(query);
    if (!isOne) return this.searchBatch(queries, options);
    const vectors = { values: queries.data.slice(), cols: queries.cols };
    return (await this.#search('search', vectors, options))[0];
  }

  async searchBatch(
    given: MatrixLike,
    options?: IndexWorkerSearchOptions<D>,
  ): Promise<IndexWorkerResult<D>[]> {
    const { data, cols } = asMatrix('queries', given);
    return this.#search('searchBatch', { values: data.slice(), cols }, options);
  }

  async #search(
    method: string,
    vectors: SentVectors,
    options: IndexWorkerSearchOptions<D> = {},
  ): Promise<IndexWorkerResult<D>[]> {
    if (typeof options !== 'object' || options === null) refuse('options', 'an object', options);
    const { signal, ...own } = options;
    if (signal) checkMethod('signal', signal, 'throwIfAborted', 'an AbortSignal');
    const packed = await this.#calls.read(method, [withFilter(own)], { vectors, signal });
    return unpackResults(packed as PackedResults) as unknown as IndexWorkerResult<D>[];
  }

  add(vectors: MatrixLike, ids?: IdList, documents?: Documents<D>): Promise<Id[]> {
    return this.#calls.change('add', vectors, [ownCopy(ids), documents]) as Promise<Id[]>;
  }

  upsert(vectors: MatrixLike, ids: IdList, documents?: Documents<D>): Promise<Id[]> {
    return this.#calls.change('upsert', vectors, [ownCopy(ids), documents]) as Promise<Id[]>;
  }

  async remove(ids: Id | Iterable<Id>): Promise<number> {
    const isList = typeof ids === 'object' && ids !== null && Symbol.iterator in ids;
    return this.#calls.change('remove', null, [isList ? [...ids] : ids]) as Promise<number>;
  }

  get(id: Id): Promise<D | undefined> {
    return this.#calls.read('get', [id]) as Promise<D | undefined>;
  }

  has(id: Id): Promise<boolean> {
    return this.#calls.read('has', [id]) as Promise<boolean>;
  }

  ids(): Promise<Id[]> {
    return this.#calls.read('ids', []) as Promise<Id[]>;
  }

  documents(): Promise<(D | undefined)[]> {
    return this.#calls.read('documents', []) as Promise<(D | undefined)[]>;
  }

  stats(): Promise<HashIndexStats> {
    return this.#calls.read('stats', []) as Promise<HashIndexStats>;
  }

  metadata(): Promise<Record<string, unknown>> {
    return this.#calls.read('metadata', []) as Promise<Record<string, unknown>>;
  }

  async setMetadata(metadata: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#calls.change('setMetadata', null, [metadata]);
  }

  save(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#calls.change('save', null, []) as Promise<Uint8Array<ArrayBuffer>>;
  }

  async saveTo(place: StoredIndex): Promise<void> {
    checkPlace(place);
    await this.#calls.change('saveTo', null, [place]);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** What the worker says of an open index. */
  receive(message: FromHost): void {
    if ('state' in message && message.state) this.#state = message.state;
    if (message.type === 'done' || message.type === 'refused') this.#calls.receive(message);
    if (message.type === 'complete') this.#settle.resolve();
    if (message.type === 'failed') this.#settle.reject(receiveError(message.error));
    if (message.type === 'closed') this.#onClosed();
  }

  /** The worker is of no use any more. */
  die(cause: Error): void {
    this.#end(
      new BackendError(`the index worker died: ${cause.message}; open the index again`, { cause }),
    );
    this.#onClosed();
    void this.#endpoint.terminate();
  }

  #end(reason: Error): void {
    this.#calls.end(reason);
    this.#settle.reject(reason);
  }

  async #close(): Promise<void> {
    this.#end(new DisposedError('index worker'));
    await closeWorker(this.#endpoint, (onClosed) => (this.#onClosed = onClosed));
  }
}

/** How long a worker that is to end may take to leave nothing behind. */
const CLOSE_LIMIT_MS = 2000;

/** Ends a worker once it has left nothing behind, or when that takes too long. */
export async function closeWorker(
  endpoint: Endpoint,
  listen: (onClosed: () => void) => void,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  await new Promise<void>((resolve) => {
    listen(resolve);
    timer = setTimeout(resolve, CLOSE_LIMIT_MS);
    endpoint.post({ type: 'close' } satisfies ToHost);
  });
  clearTimeout(timer);
  await endpoint.terminate();
}

/** Posting a view would clone the whole of its buffer. */
function ownCopy(ids: IdList | undefined): IdList | undefined {
  return ArrayBuffer.isView(ids) ? (ids as unknown as Float64Array).slice() : ids;
}

function withFilter<T extends { readonly filter?: unknown }>(options: T): T {
  const { filter } = options;
  if (typeof filter === 'function') {
    throw new InvalidArgumentError(
      "a filter that is a function can't go to an index worker: give where, or a bitmap",
    );
  }
  if (!ArrayBuffer.isView(filter)) return options;
  return { ...options, filter: new Uint8Array(asBytes('a bitmap', filter)) };
}
