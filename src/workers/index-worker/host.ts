import { DisposedError } from '../../core/errors.ts';
import { createKernels } from '../../kernels/create.ts';
import { receiveError, sendError } from '../error-transport.ts';
import { Calls } from './calls.ts';
import { HostedIndex } from './hosted-index.ts';
import { openIndex } from './opening.ts';
import {
  type FromHost,
  PROTOCOL,
  type SentOptions,
  type SentSource,
  type ToHost,
} from './protocol.ts';
import { PostedPieces } from './sources/posted.ts';
import type { IndexProgress } from './types.ts';

/** Progress more often than this would be noise. */
const PROGRESS_MS = 50;

/** The worker's side: opens an index and answers the calls of its page. */
export class IndexHost {
  readonly #send: (message: FromHost, transfer?: ArrayBuffer[]) => void;
  readonly #stop = new AbortController();
  readonly #pieces = new PostedPieces();
  #hosted: HostedIndex | null = null;
  #calls: Calls | null = null;
  #told: { stage: string; at: number } = { stage: '', at: 0 };

  constructor(send: (message: FromHost, transfer?: ArrayBuffer[]) => void) {
    this.#send = send;
  }

  /** Tells the page that somebody listens. */
  greet(): void {
    this.#send({ type: 'hello', protocol: PROTOCOL });
  }

  receive(message: ToHost): void {
    switch (message?.type) {
      case 'hello':
        this.greet();
        break;
      case 'open':
        void this.#open(message.source, message.options);
        break;
      case 'piece':
        this.#pieces.push(message.bytes);
        break;
      case 'broken':
        this.#pieces.fail(receiveError(message.error));
        break;
      case 'rows':
      case 'call':
      case 'cancel':
        this.#calls?.receive(message);
        break;
      case 'close':
        void this.#close();
        break;
    }
  }

  async #open(source: SentSource, options: SentOptions | null): Promise<void> {
    const { signal } = this.#stop;
    let settle = { resolve: () => {}, reject: (_: unknown) => {} };
    const complete = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
    // Told by a message.
    complete.catch(() => {});
    try {
      const kernels = await createKernels();
      signal.throwIfAborted();
      await openIndex({
        ...{ kernels, source, options, signal },
        pieces: this.#pieces,
        onWarning: (message) => this.#send({ type: 'warning', message }),
        onProgress: (progress) => this.#tell(progress),
        onOpened: (opened) => {
          const hosted = new HostedIndex(kernels, opened, complete, signal);
          this.#hosted = hosted;
          this.#calls = new Calls(hosted, this.#send);
          this.#send({ type: 'opened', state: hosted.state });
        },
      });
      settle.resolve();
      if (this.#hosted) this.#send({ type: 'complete', state: this.#hosted.state });
    } catch (error) {
      settle.reject(error);
      if (!signal.aborted) this.#send({ type: 'failed', error: sendError(error) });
    }
  }

  #tell(progress: IndexProgress): void {
    const at = performance.now();
    const isEnd = progress.loaded === progress.total;
    const isNews = progress.stage !== this.#told.stage || isEnd;
    if (!isNews && at - this.#told.at < PROGRESS_MS) return;
    const state = this.#hosted?.state ?? null;
    this.#told = { stage: progress.stage, at };
    this.#send({ type: 'progress', progress, state });
  }

  /** Ends what goes on, so that nothing half-written and no lock is left when the worker is ended. */
  async #close(): Promise<void> {
    this.#stop.abort(new DisposedError('index worker'));
    await this.#calls?.settled();
    this.#hosted?.locks.release();
    this.#send({ type: 'closed' });
  }
}
