import { Matrix } from '../../core/matrix.ts';
import { nextTask } from '../../core/next-task.ts';
import { sendError } from '../error-transport.ts';
import type { HostedIndex } from './hosted-index.ts';
import { isChange, methodOf } from './methods.ts';
import type { FromHost, SentVectors, ToHost } from './protocol.ts';

type CallMessage = Extract<ToHost, { type: 'call' }>;

/** A call that waits or runs. */
interface OpenCall extends Omit<CallMessage, 'vectors'> {
  readonly vectors: Matrix;
  readonly stop: AbortController;
}

/**
 * The calls of a page. Reads are answered one a task, so that what was cancelled meanwhile is never
 * begun; changes wait for each other and for the index to be complete, and reads pass them by.
 */
export class Calls {
  readonly #hosted: HostedIndex;
  readonly #send: (message: FromHost, transfer?: ArrayBuffer[]) => void;
  readonly #open = new Map<number, OpenCall>();
  readonly #reads: OpenCall[] = [];
  /** Vectors of calls that are still to come. */
  readonly #pieces = new Map<number, Float32Array[]>();
  #isReading = false;
  #changes: Promise<void> = Promise.resolve();

  constructor(hosted: HostedIndex, send: (message: FromHost, transfer?: ArrayBuffer[]) => void) {
    this.#hosted = hosted;
    this.#send = send;
  }

  receive(message: Extract<ToHost, { type: 'rows' | 'call' | 'cancel' }>): void {
    if (message.type === 'rows') {
      const pieces = this.#pieces.get(message.call) ?? [];
      this.#pieces.set(message.call, [...pieces, message.values]);
    } else if (message.type === 'cancel') {
      this.#open.get(message.call)?.stop.abort();
      this.#pieces.delete(message.call);
    } else {
      this.#begin(message);
    }
  }

  /** Resolves when no change runs any more. */
  async settled(): Promise<void> {
    for (const { stop } of this.#open.values()) stop.abort();
    await this.#changes;
  }

  #begin(message: CallMessage): void {
    const pieces = this.#pieces.get(message.call) ?? [];
    this.#pieces.delete(message.call);
    const vectors = joined(pieces, message.vectors);
    const call: OpenCall = { ...message, vectors, stop: new AbortController() };
    this.#open.set(call.call, call);
    if (isChange(call.method)) {
      this.#changes = this.#changes.then(() => this.#change(call));
      return;
    }
    this.#reads.push(call);
    if (!this.#isReading) void this.#read();
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    for (let call = this.#reads.shift(); call; call = this.#reads.shift()) {
      // A batch takes turns by itself.
      void this.#run(call);
      await nextTask();
    }
    this.#isReading = false;
  }

  async #change(call: OpenCall): Promise<void> {
    await this.#hosted.complete.catch(() => {});
    await this.#run(call, this.#hosted.complete);
  }

  /** @param before - what must have gone well. */
  async #run(open: OpenCall, before?: Promise<void>): Promise<void> {
    const { call, method, rest, vectors, stop } = open;
    try {
      stop.signal.throwIfAborted();
      await before;
      const answer = methodOf(method)(this.#hosted, { vectors, rest, signal: stop.signal });
      const { value, transfer } = answer instanceof Promise ? await answer : answer;
      this.#send({ type: 'done', call, value, state: this.#hosted.state }, transfer);
    } catch (error) {
      this.#send({ type: 'refused', call, error: sendError(error) });
    } finally {
      this.#open.delete(call);
    }
  }
}

/** All rows in one matrix: most come in one piece. */
function joined(before: readonly Float32Array[], last: SentVectors | undefined): Matrix {
  if (!last) return new Matrix(new Float32Array(0), 0, 1);
  const { values, cols } = last;
  if (before.length === 0) return new Matrix(values, values.length / cols, cols);
  const pieces = [...before, values];
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return new Matrix(all, all.length / cols, cols);
}
