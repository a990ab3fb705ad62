import { checkMethod, checkObject } from '../../core/checks.ts';
import { BackendError } from '../../core/errors.ts';
import { checkOptions } from '../../core/options.ts';
import type { IndexDocument } from '../../search/hash-index/documents/types.ts';
import { connect, type Endpoint, type WorkerLike } from '../endpoint.ts';
import { receiveError } from '../error-transport.ts';
import { closeWorker, IndexClient } from './client.ts';
import { type FromHost, PROTOCOL, type SentOptions, type ToHost } from './protocol.ts';
import { type PlannedSource, planSource } from './source.ts';
import type { IndexWorker, IndexWorkerOptions } from './types.ts';

/** A script that loads but isn't ours would never answer. */
const START_LIMIT_MS = 30_000;

/**
 * Opens an index in a worker of its own. It resolves as soon as the codes are there, which come first in
 * a file: searches give estimates from then on, and sharper results as vectors arrive
 * (`IndexWorkerResult.stage`).
 *
 * @throws FileError if the source can't be read, FormatError if it is no index or damaged, BackendError
 *   if the worker can't start; what `signal` says when it is aborted. The worker is ended then.
 */
export async function openIndexWorker<D extends object = IndexDocument>(
  options: IndexWorkerOptions,
): Promise<IndexWorker<D>> {
  const names = { worker: 1, source: 1, options: 1, onProgress: 1, signal: 1 } as const;
  checkOptions('openIndexWorker', options, names);
  const { worker, source, signal } = options;
  checkMethod('worker', worker, 'call', 'a function that makes a Worker');
  const planned = planSource(source);
  const sent = sentOptions(options.options);
  signal?.throwIfAborted();
  const opening = new OpeningWorker<D>(options, planned, sent);
  const abort = () => opening.fail(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await opening.opened;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** Hashers travel as bytes; the rest as it is. */
function sentOptions(options: IndexWorkerOptions['options']): SentOptions | null {
  if (options === undefined || options === null) return null;
  checkObject('the options of the index', options);
  const { hasher, onWarning: _, ...own } = options;
  if (hasher === undefined) return own;
  const list = Array.isArray(hasher) ? hasher : [hasher];
  for (const each of list) checkMethod('hasher', each, 'save', 'a fitted hasher');
  return { ...own, hashers: list.map((each) => each.save()) };
}

/** A worker from its start until its index is open. */
class OpeningWorker<D extends object> {
  readonly opened: Promise<IndexWorker<D>>;
  readonly #options: IndexWorkerOptions;
  readonly #planned: PlannedSource;
  readonly #sent: SentOptions | null;
  readonly #endpoint: Endpoint;
  /** Aborted when the page need not post the source any more. */
  readonly #posting = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  #settle: { resolve(index: IndexWorker<D>): void; reject(error: unknown): void };
  #client: IndexClient<D> | null = null;
  #isGreeted = false;
  #isOver = false;
  #onClosed: () => void = () => {};

  constructor(options: IndexWorkerOptions, planned: PlannedSource, sent: SentOptions | null) {
    this.#options = options;
    this.#planned = planned;
    this.#sent = sent;
    this.#settle = { resolve: () => {}, reject: () => {} };
    this.opened = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.#endpoint = connect(start(options), {
      message: (message) => this.#receive(message as FromHost),
      death: (cause) => this.#die(cause),
    });
    const silent = new Error(`it did not answer within ${START_LIMIT_MS / 1000} s`);
    this.#timer = setTimeout(() => this.fail(cannotStart(silent)), START_LIMIT_MS);
    // A worker that runs already has greeted before somebody listened.
    this.#post({ type: 'hello' });
  }

  /** Ends it, unless the index is open: nothing is left behind. */
  fail(reason: unknown): void {
    if (this.#isOver || this.#client) return;
    this.#end();
    this.#settle.reject(reason);
    void closeWorker(this.#endpoint, (onClosed) => (this.#onClosed = onClosed));
  }

  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#posting.abort();
  }

  #receive(message: FromHost): void {
    if (message?.type === 'closed') this.#onClosed();
    if (this.#isOver) return;
    try {
      this.#take(message);
    } catch (error) {
      // Of a caller's function, or of what can't be posted.
      if (this.#client) throw error;
      this.fail(error);
    }
  }

  #take(message: FromHost): void {
    const { onProgress, options } = this.#options;
    switch (message?.type) {
      case 'hello':
        this.#greet(message.protocol);
        break;
      case 'opened':
        this.#client = new IndexClient<D>(this.#endpoint, message.state);
        this.#settle.resolve(this.#client);
        break;
      case 'warning':
        // biome-ignore lint/suspicious/noConsole: as HashIndex does by itself
        (options?.onWarning ?? console.warn)(message.message);
        break;
      case 'failed':
        this.#posting.abort();
        this.fail(receiveError(message.error));
        break;
    }
    this.#client?.receive(message);
    if (message?.type === 'progress') onProgress?.(message.progress);
  }

  #greet(protocol: number): void {
    if (this.#isGreeted) return;
    this.#isGreeted = true;
    clearTimeout(this.#timer);
    if (protocol !== PROTOCOL) {
      this.fail(otherVersion());
      return;
    }
    this.#post({ type: 'open', source: this.#planned.sent, options: this.#sent });
    void this.#planned.post?.(this.#endpoint, this.#posting.signal);
  }

  #die(cause: Error): void {
    this.#posting.abort();
    if (this.#client) this.#client.die(cause);
    else this.fail(cannotStart(cause));
    this.#onClosed();
  }

  #post(message: ToHost): void {
    this.#endpoint.post(message);
  }
}

function start({ worker }: IndexWorkerOptions): WorkerLike {
  let made: WorkerLike;
  try {
    made = worker();
  } catch (cause) {
    throw cannotStart(cause instanceof Error ? cause : new Error(String(cause)));
  }
  checkMethod('what worker() returns', made, 'postMessage', 'a Worker');
  return made;
}

function cannotStart(cause: Error): BackendError {
  return new BackendError(`the index worker can't start: ${cause.message}`, { cause });
}

function otherVersion(): BackendError {
  return new BackendError(
    "the index worker's script is of another version of hashplane: use its 'hashplane/index-worker'",
  );
}
