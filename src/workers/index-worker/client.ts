import { refuse } from '../../core/checks.ts';
import { BackendError, DisposedError, InvalidArgumentError } from '../../core/errors.ts';
import type { VectorLike } from '../../core/given.ts';
import { asMatrix, type MatrixLike } from '../../core/matrix.ts';
import { nextTask } from '../../core/next-task.ts';
import type { BackendName, Metric } from '../../kernels/api.ts';
import type { IndexStage } from '../../search/hash-index/arriving/stage.ts';
import { asQueries } from '../../search/hash-index/given.ts';
import type { HashIndexStats, Id } from '../../search/hash-index/types.ts';
import type { Endpoint } from '../endpoint.ts';
import { receiveError } from '../error-transport.ts';
import type { FromHost, SentState, SentVectors, ToHost } from './protocol.ts';
import { type PackedResults, unpackResults } from './results.ts';
import { checkPlace } from './source.ts';
import type {
  IndexWorker,
  IndexWorkerResult,
  IndexWorkerSearchOptions,
  StoredIndex,
} from './types.ts';
import { piecesOf } from './vectors.ts';

/** How long a worker that is to end may take to leave nothing behind. */
const CLOSE_LIMIT_MS = 2000;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** The page's side of an open index: posts calls and passes on what comes back. */
export class IndexClient implements IndexWorker {
  readonly complete: Promise<void>;
  readonly #endpoint: Endpoint;
  readonly #calls = new Map<number, Waiting>();
  readonly #settleComplete: Waiting;
  #state: SentState;
  #next = 0;
  /** Why there are no more calls. */
  #end: Error | null = null;
  #closing: Promise<void> | null = null;
  #onClosed: () => void = () => {};
  /** Vectors that are still posted, which later changes must not overtake. */
  #posting: Promise<unknown> | null = null;

  constructor(endpoint: Endpoint, state: SentState) {
    this.#endpoint = endpoint;
    this.#state = state;
    let settle: Waiting = { resolve: () => {}, reject: () => {} };
    this.complete = new Promise<void>((resolve, reject) => {
      settle = { resolve: resolve as () => void, reject };
    });
    this.#settleComplete = settle;
    // Not everybody waits for it.
    this.complete.catch(() => {});
    this.#take(state);
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

  search(query: VectorLike, options?: IndexWorkerSearchOptions): Promise<IndexWorkerResult>;
  search(queries: MatrixLike, options?: IndexWorkerSearchOptions): Promise<IndexWorkerResult[]>;
  async search(
    query: VectorLike | MatrixLike,
    options: IndexWorkerSearchOptions = {},
  ): Promise<IndexWorkerResult | IndexWorkerResult[]> {
    const { queries, isOne } = asQueries(query);
    const vectors = { values: queries.data.slice(), cols: queries.cols };
    const results = await this.#search(isOne ? 'search' : 'searchBatch', vectors, options);
    return isOne ? results[0] : results;
  }

  async searchBatch(
    given: MatrixLike,
    options: IndexWorkerSearchOptions = {},
  ): Promise<IndexWorkerResult[]> {
    const { data, cols } = asMatrix('queries', given);
    return this.#search('searchBatch', { values: data.slice(), cols }, options);
  }

  async #search(
    method: string,
    vectors: SentVectors,
    options: IndexWorkerSearchOptions,
  ): Promise<IndexWorkerResult[]> {
    if (typeof options !== 'object' || options === null) refuse('the options', 'an object', options);
    const { signal, ...own } = options;
    if (typeof own.filter === 'function') {
      throw new InvalidArgumentError(
        "a filter function can't go to an index worker: give where, or a bitmap",
      );
    }
    const packed = await this.#call(method, [own], { vectors, signal });
    return unpackResults(packed as PackedResults) as IndexWorkerResult[];
  }

  add(vectors: MatrixLike, ids?: ArrayLike<Id>): Promise<Id[]> {
    return this.#change('add', vectors, [ids && [...Array.from(ids)]]) as Promise<Id[]>;
  }

  async remove(ids: Iterable<Id>): Promise<number> {
    if (typeof ids !== 'object' || ids === null || !(Symbol.iterator in ids)) {
      refuse('ids', 'a list of ids', ids);
    }
    return this.#change('remove', null, [[...ids]]) as Promise<number>;
  }

  has(id: Id): Promise<boolean> {
    return this.#call('has', [id]) as Promise<boolean>;
  }

  ids(): Promise<Id[]> {
    return this.#call('ids', []) as Promise<Id[]>;
  }

  stats(): Promise<HashIndexStats> {
    return this.#call('stats', []) as Promise<HashIndexStats>;
  }

  save(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#change('save', null, []) as Promise<Uint8Array<ArrayBuffer>>;
  }

  async saveTo(place: StoredIndex): Promise<void> {
    checkPlace(place);
    await this.#change('saveTo', null, [place]);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** What the worker says of an open index. */
  receive(message: FromHost): void {
    switch (message.type) {
      case 'progress':
        if (message.state) this.#take(message.state);
        break;
      case 'state':
        this.#take(message.state);
        break;
      case 'failed':
        this.#settleComplete.reject(receiveError(message.error));
        break;
      case 'done':
        this.#take(message.state);
        this.#settle(message.call)?.resolve(message.value);
        break;
      case 'refused':
        this.#settle(message.call)?.reject(receiveError(message.error));
        break;
      case 'closed':
        this.#onClosed();
        break;
    }
  }

  /** The worker is of no use any more. */
  die(cause: Error): void {
    this.#fail(
      new BackendError(`the index worker died: ${cause.message}; open the index again`, { cause }),
    );
    this.#onClosed();
    void this.#endpoint.terminate();
  }

  #take(state: SentState): void {
    this.#state = state;
    if (state.stage === 'complete') this.#settleComplete.resolve(undefined);
  }

  #settle(call: number): Waiting | undefined {
    const waiting = this.#calls.get(call);
    this.#calls.delete(call);
    return waiting;
  }

  /** Vectors go in pieces, with a breath between them, so that many do not hold the page. */
  async #change(method: string, given: MatrixLike | null, rest: unknown[]): Promise<unknown> {
    while (this.#posting) await this.#posting.catch(() => {});
    if (!given) return this.#call(method, rest);
    const call = this.#next++;
    const pieces = piecesOf('vectors', given);
    let last = pieces.next().value as SentVectors;
    const send = async () => {
      for (let next = pieces.next(); !next.done; next = pieces.next()) {
        this.#checkOpen();
        this.#post({ type: 'rows', call, values: last.values }, [last.values.buffer as ArrayBuffer]);
        last = next.value;
        await nextTask();
      }
    };
    const sending = send();
    this.#posting = sending;
    try {
      await sending;
    } catch (error) {
      this.#post({ type: 'cancel', call });
      throw error;
    } finally {
      this.#posting = null;
    }
    return this.#call(method, rest, { call, vectors: last });
  }

  #call(
    method: string,
    rest: readonly unknown[],
    about: { call?: number; vectors?: SentVectors; signal?: AbortSignal } = {},
  ): Promise<unknown> {
    const { call = this.#next++, vectors, signal } = about;
    return new Promise((resolve, reject) => {
      this.#checkOpen();
      signal?.throwIfAborted();
      const abort = () => {
        this.#settle(call);
        this.#post({ type: 'cancel', call });
        reject(signal?.reason);
      };
      const end = () => signal?.removeEventListener('abort', abort);
      this.#calls.set(call, {
        resolve: (value) => resolve((end(), value)),
        reject: (error) => reject((end(), error)),
      });
      signal?.addEventListener('abort', abort, { once: true });
      try {
        const transfer = vectors ? [vectors.values.buffer as ArrayBuffer] : [];
        this.#post({ type: 'call', call, method, ...(vectors && { vectors }), rest }, transfer);
      } catch (cause) {
        this.#settle(call)?.reject(cannotTravel(method, cause));
      }
    });
  }

  #checkOpen(): void {
    if (this.#end) throw this.#end;
  }

  #post(message: ToHost, transfer: ArrayBuffer[] = []): void {
    if (!this.#end) this.#endpoint.post(message, transfer);
  }

  #fail(reason: Error): void {
    this.#end ??= reason;
    for (const call of [...this.#calls.keys()]) this.#settle(call)?.reject(this.#end);
    this.#settleComplete.reject(this.#end);
  }

  async #close(): Promise<void> {
    this.#fail(new DisposedError('index worker'));
    await closeWorker(this.#endpoint, (onClosed) => (this.#onClosed = onClosed));
  }
}

/** Ends a worker that was asked to leave nothing behind, once it has, or when it takes too long. */
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

function cannotTravel(method: string, cause: unknown): InvalidArgumentError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new InvalidArgumentError(
    `${method} was given what can't go to an index worker: ${reason.split('\n')[0]}`,
    { cause },
  );
}
