import { Matrix } from '../../core/matrix.ts';
import { nextTask } from '../../core/next-task.ts';
import { inTurns, type Steps } from '../../core/steps.ts';
import { sendError } from '../error-transport.ts';
import type { HostedIndex } from './hosted-index.ts';
import { isChange, methodOf } from './methods.ts';
import type { FromHost, ToHost } from './protocol.ts';

type CallMessage = Extract<ToHost, { type: 'call' }>;

/** A call that waits or runs. */
interface OpenCall extends Omit<CallMessage, 'vectors'> {
  /** Rows in the pieces in which they came, none without vectors. */
  readonly pieces: readonly Float32Array[];
  /** Values of a row. */
  readonly cols: number;
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
      const pieces = this.#pieces.get(message.call);
      if (pieces) pieces.push(message.values);
      else this.#pieces.set(message.call, [message.values]);
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
    const { vectors, ...own } = message;
    if (vectors) pieces.push(vectors.values);
    const call: OpenCall = {
      ...own,
      pieces,
      cols: vectors?.cols ?? 1,
      stop: new AbortController(),
    };
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
    const { call, method, rest, pieces, cols, stop } = open;
    try {
      stop.signal.throwIfAborted();
      if (before) await before;
      // Most come in one piece.
      const vectors =
        pieces.length > 1
          ? await inTurns(joined(pieces, cols), stop.signal)
          : asRows(pieces[0], cols);
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

/** @param values - left out where there are none. */
function asRows(values: Float32Array | undefined, cols: number): Matrix {
  if (!values) return new Matrix(new Float32Array(0), 0, cols);
  return new Matrix(values, values.length / cols, cols);
}

/** All rows in one matrix. */
function* joined(pieces: readonly Float32Array[], cols: number): Steps<Matrix> {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
    yield;
  }
  return asRows(all, cols);
}
