import { InvalidArgumentError } from '../../core/errors.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import { nextTask } from '../../core/next-task.ts';
import type { Endpoint } from '../endpoint.ts';
import { receiveError } from '../error-transport.ts';
import type { FromHost, SentVectors, ToHost } from './protocol.ts';
import { piecesOf } from './vectors.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** What a call has beside its plain arguments. */
interface CallOptions {
  /** A number that its vectors went under already. */
  readonly call?: number;
  readonly vectors?: SentVectors | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The calls of a page to its index worker that wait for an answer. */
export class PageCalls {
  readonly #endpoint: Endpoint;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  /** Why there are no more calls. */
  #end: Error | null = null;
  /** Vectors that are still posted, which later changes must not overtake. */
  #posting: Promise<unknown> | null = null;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  /** Calls a method that changes nothing. */
  read(method: string, rest: readonly unknown[], options: CallOptions = {}): Promise<unknown> {
    const { call = this.#next++, vectors, signal } = options;
    return new Promise((resolve, reject) => {
      this.#checkOpen();
      signal?.throwIfAborted();
      const abort = () => {
        this.#post({ type: 'cancel', call });
        this.#take(call)?.reject(signal?.reason);
      };
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          signal?.removeEventListener('abort', abort);
          settle(value);
        };
      this.#waiting.set(call, { resolve: settled(resolve), reject: settled(reject) });
      signal?.addEventListener('abort', abort, { once: true });
      try {
        const transfer = vectors ? [vectors.values.buffer as ArrayBuffer] : [];
        this.#post({ type: 'call', call, method, ...(vectors && { vectors }), rest }, transfer);
      } catch (cause) {
        this.#take(call)?.reject(cannotTravel(method, cause));
      }
    });
  }

  /**
   * Calls a method that changes something, in the order of calls. Vectors go in pieces with a breath
   * between them, so that many do not hold the page.
   */
  async change(method: string, given: MatrixLike | null, rest: unknown[]): Promise<unknown> {
    while (this.#posting) await this.#posting.catch(() => {});
    if (!given) return this.read(method, rest);
    const call = this.#next++;
    const posting = this.#postAllButLast(call, given);
    this.#posting = posting;
    try {
      return this.read(method, rest, { call, vectors: await posting });
    } catch (error) {
      this.#post({ type: 'cancel', call });
      throw error;
    } finally {
      this.#posting = null;
    }
  }

  /** @returns the last piece, which goes with the call. */
  async #postAllButLast(call: number, given: MatrixLike): Promise<SentVectors> {
    const pieces = piecesOf('vectors', given);
    let last = pieces.next().value as SentVectors;
    for (let next = pieces.next(); !next.done; next = pieces.next()) {
      this.#checkOpen();
      const { values } = last;
      this.#post({ type: 'rows', call, values }, [values.buffer as ArrayBuffer]);
      last = next.value;
      await nextTask();
    }
    return last;
  }

  /** What the worker answers. */
  receive(message: Extract<FromHost, { type: 'done' | 'refused' }>): void {
    const waiting = this.#take(message.call);
    if (message.type === 'done') waiting?.resolve(message.value);
    else waiting?.reject(receiveError(message.error));
  }

  /** Rejects all calls, those to come too; of several reasons the first one is told. */
  end(reason: Error): void {
    this.#end ??= reason;
    for (const call of [...this.#waiting.keys()]) this.#take(call)?.reject(this.#end);
  }

  #take(call: number): Waiting | undefined {
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    return waiting;
  }

  #checkOpen(): void {
    if (this.#end) throw this.#end;
  }

  #post(message: ToHost, transfer: ArrayBuffer[] = []): void {
    if (!this.#end) this.#endpoint.post(message, transfer);
  }
}

function cannotTravel(method: string, cause: unknown): InvalidArgumentError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new InvalidArgumentError(
    `${method} was given what can't go to an index worker: ${reason.split('\n')[0]}`,
    { cause },
  );
}
