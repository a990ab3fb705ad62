import { BackendError } from '../core/errors.ts';
import { connect, type Endpoint, type WorkerLike } from './endpoint.ts';
import { receiveError } from './error-transport.ts';
import {
  type FromWorker,
  type JobName,
  type PostedModules,
  PROTOCOL,
  type ToWorker,
} from './protocol.ts';

/** A script that loads but isn't ours would never answer. */
const START_LIMIT_MS = 30_000;

/** A call as its workers see it. */
export interface CallEvents {
  progress(shard: number, done: number, total: number): void;
  done(thread: Thread, shard: number, output: unknown): void;
  failed(error: Error): void;
}

/** The pool's side of one worker: hands out work and passes on what comes back. */
export class Thread {
  readonly #endpoint: Endpoint;
  readonly #calls = new Map<number, CallEvents>();
  #onStarted: (error?: Error) => void = () => {};

  /** @param onDeath - told the cause, once the worker is of no use any more. */
  constructor(worker: WorkerLike, onDeath: (cause: Error) => void) {
    this.#endpoint = connect(worker, {
      message: (message) => this.#receive(message as FromWorker),
      death: (cause) => {
        this.#onStarted(cannotStart(cause));
        onDeath(cause);
      },
    });
  }

  /** Resolves when the worker has an instance of its own and waits for work. */
  async start(modules: PostedModules): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#onStarted = (error) => (error ? reject(error) : resolve());
        const silent = new Error(`it did not answer within ${START_LIMIT_MS / 1000} s`);
        timer = setTimeout(() => reject(cannotStart(silent)), START_LIMIT_MS);
        this.#post({ type: 'start', protocol: PROTOCOL, ...modules });
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Begins a call: `setup` is what its shards have in common. */
  open(call: number, events: CallEvents, job: JobName, setup: unknown): void {
    this.#calls.set(call, events);
    this.#post({ type: 'open', call, job, setup });
  }

  run(call: number, shard: number, input: unknown, transfer: ArrayBuffer[]): void {
    this.#post({ type: 'run', call, shard, input }, transfer);
  }

  /** Ends a call: nothing of it is heard of any more, and the worker stops as soon as it can. */
  close(call: number): void {
    if (this.#calls.delete(call)) this.#post({ type: 'close', call });
  }

  /** See Endpoint. */
  keepAlive(keep: boolean): void {
    this.#endpoint.keepAlive(keep);
  }

  terminate(): Promise<void> {
    return this.#endpoint.terminate();
  }

  #post(message: ToWorker, transfer?: ArrayBuffer[]): void {
    this.#endpoint.post(message, transfer);
  }

  #receive(message: FromWorker): void {
    switch (message?.type) {
      case 'ready':
        this.#onStarted(message.protocol === PROTOCOL ? undefined : otherVersion());
        break;
      case 'refused':
        this.#onStarted(cannotStart(receiveError(message.error)));
        break;
      case 'progress':
        this.#calls.get(message.call)?.progress(message.shard, message.done, message.total);
        break;
      case 'done':
        this.#calls.get(message.call)?.done(this, message.shard, message.output);
        break;
      case 'failed':
        this.#calls.get(message.call)?.failed(receiveError(message.error));
        break;
    }
  }
}

function cannotStart(cause: Error): BackendError {
  return new BackendError(`a worker of the pool can't start: ${cause.message}`, { cause });
}

function otherVersion(): BackendError {
  return new BackendError(
    "the worker's script is of another version of hashplane: use its 'hashplane/worker'",
  );
}
