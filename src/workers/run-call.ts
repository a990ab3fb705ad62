import type { ExecutorOptions } from '../core/executor.ts';
import type { JobName } from './protocol.ts';
import type { CallEvents, Thread } from './thread.ts';

/** A part of a call's work that one worker does in one go. */
export interface Shard {
  readonly input: unknown;
  readonly transfer: ArrayBuffer[];
  /** Its share of the call's work, in the units of `Call.size`. */
  readonly size: number;
  /** Takes the result; results arrive in any order. */
  accept(output: unknown): void;
}

/** Work to be spread over threads. */
export interface Call {
  readonly job: JobName;
  /** What all shards need; posted once to each worker that takes part. */
  readonly setup: unknown;
  /** Made one by one as workers get free, so that copying overlaps with the work. */
  readonly shards: Iterator<Shard>;
  /** Units of all the work, for progress. */
  readonly size: number;
  /** Shards that one worker holds: 1 balances best, 2 keeps it busy between short shards. */
  readonly depth: 1 | 2;
}

let calls = 0;

/** One call at work: feeds shards to threads that are free and settles exactly once. */
export class RunningCall implements CallEvents {
  /** Settles when the call does. */
  readonly finished: Promise<void>;
  readonly #id = ++calls;
  readonly #call: Call;
  readonly #options: ExecutorOptions;
  readonly #opened = new Set<Thread>();
  readonly #atWork = new Map<number, { shard: Shard; done: number }>();
  readonly #settle: { resolve(): void; reject(reason: unknown): void };
  #next = 0;
  #sizeDone = 0;
  #told = -1;
  #isExhausted = false;
  #isSettled = false;

  constructor(threads: readonly Thread[], call: Call, options: ExecutorOptions) {
    this.#call = call;
    this.#options = options;
    let settle: { resolve(): void; reject(reason: unknown): void } | undefined;
    this.finished = new Promise<void>((resolve, reject) => {
      settle = { resolve, reject };
    });
    this.#settle = settle!;
    options.signal?.addEventListener('abort', this.#abort, { once: true });
    if (options.signal?.aborted) this.#abort();
    // Every thread gets a first shard before any gets a second.
    for (let i = 0; i < call.depth; i++) for (const thread of threads) this.#feed(thread);
  }

  progress(index: number, done: number, total: number): void {
    const entry = this.#atWork.get(index);
    if (!entry) return;
    entry.done = (entry.shard.size * done) / total;
    this.#guard(() => this.#tell());
  }

  done(thread: Thread, index: number, output: unknown): void {
    const entry = this.#atWork.get(index);
    if (!entry) return;
    this.#guard(() => {
      this.#atWork.delete(index);
      entry.shard.accept(output);
      this.#sizeDone += entry.shard.size;
      this.#tell();
    });
    this.#feed(thread);
  }

  failed(error: unknown): void {
    this.#end(() => this.#settle.reject(error));
  }

  readonly #abort = () => this.failed(this.#options.signal?.reason);

  /** Gives the thread one more shard, if there is one. */
  #feed(thread: Thread): void {
    if (this.#isSettled) return;
    this.#guard(() => {
      if (!this.#isExhausted) {
        const { value: shard, done } = this.#call.shards.next();
        if (done) this.#isExhausted = true;
        else this.#send(thread, shard);
      }
      if (this.#isExhausted && this.#atWork.size === 0) this.#end(() => this.#settle.resolve());
    });
  }

  #send(thread: Thread, shard: Shard): void {
    if (!this.#opened.has(thread)) {
      this.#opened.add(thread);
      thread.open(this.#id, this, this.#call.job, this.#call.setup);
    }
    this.#atWork.set(this.#next, { shard, done: 0 });
    thread.run(this.#id, this.#next++, shard.input, shard.transfer);
  }

  #tell(): void {
    let done = this.#sizeDone;
    for (const entry of this.#atWork.values()) done += entry.done;
    // The small surplus makes up for fractions whose sum falls just short.
    const whole = Math.min(this.#call.size, Math.floor(done + 1e-6));
    if (whole <= this.#told) return;
    this.#told = whole;
    this.#options.onProgress?.(whole, this.#call.size);
  }

  /** What fails here, in a caller's function or in posting, fails the call. */
  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.failed(error);
    }
  }

  #end(settle: () => void): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#options.signal?.removeEventListener('abort', this.#abort);
    for (const thread of this.#opened) thread.close(this.#id);
    this.#atWork.clear();
    settle();
  }
}
