import { receiveError } from '../../workers/error-transport.ts';
import { dataUrl, startWorker } from '../shell/assets.ts';
import type { FromLab, LabCallName, LabCalls, ToLab } from './protocol.ts';

/** Options of `Lab.call`. */
export interface LabCallOptions<P> {
  readonly onProgress?: (progress: P) => void;
  /** Aborting rejects the promise with the signal's reason, and ends the work at its next pause. */
  readonly signal?: AbortSignal;
  readonly transfer?: ArrayBuffer[];
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
  progress(progress: unknown): void;
}

/** The page's side of the lab, the worker in which everything is computed. */
export class Lab {
  #worker: Worker | null = null;
  #calls = new Map<number, Waiting>();
  #last = 0;
  readonly #onEnd: () => void;

  /** @param onEnd - the worker has died, with what it had: the next call starts another. */
  constructor(onEnd: () => void = () => {}) {
    this.#onEnd = onEnd;
  }

  /** Calls of one lab run in turns: those that pause let others through. */
  call<N extends LabCallName>(
    name: N,
    parameters: LabCalls[N]['parameters'],
    options: LabCallOptions<LabCalls[N]['progress']> = {},
  ): Promise<LabCalls[N]['result']> {
    const { onProgress, signal, transfer = [] } = options;
    if (signal?.aborted) return Promise.reject(signal.reason);
    const id = ++this.#last;
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const post = (message: ToLab, moved: ArrayBuffer[] = []) => worker.postMessage(message, moved);
    return new Promise((resolve, reject) => {
      const cancel = () => {
        this.#calls.delete(id);
        post({ type: 'cancel', id });
        reject(signal?.reason);
      };
      const settle = () => signal?.removeEventListener('abort', cancel);
      this.#calls.set(id, {
        resolve: (result) => {
          settle();
          resolve(result as LabCalls[N]['result']);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
        progress: (progress) => onProgress?.(progress as LabCalls[N]['progress']),
      });
      signal?.addEventListener('abort', cancel, { once: true });
      post({ type: 'call', id, name, parameters }, transfer);
    });
  }

  #start(): Worker {
    const worker = startWorker('lab');
    worker.postMessage({ images: dataUrl('images.bin'), labels: dataUrl('labels.bin') });
    worker.addEventListener('message', ({ data }: MessageEvent<FromLab>) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#end(new Error(`the worker has ended: ${event.message || 'its script does not load'}`));
    });
    return worker;
  }

  #receive(message: FromLab): void {
    const waiting = this.#calls.get(message.id);
    if (!waiting) return;
    if (message.type === 'progress') {
      waiting.progress(message.progress);
      return;
    }
    this.#calls.delete(message.id);
    if (message.type === 'done') waiting.resolve(message.result);
    else waiting.reject(receiveError(message.error));
  }

  /** The next call starts a new one. */
  #end(cause: Error): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#calls.values()) reject(cause);
    this.#calls.clear();
    this.#onEnd();
  }
}
