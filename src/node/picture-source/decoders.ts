import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { BackendError } from '../../core/errors.ts';
import type { Picture } from '../../core/picture.ts';
import { decodePicture } from '../../pictures/decode.ts';
import { receiveError } from '../../workers/error-transport.ts';
import { packageRoot } from '../package-root.ts';
import type { FromDecoder, ToDecoder } from './protocol.ts';

/** Whatever decodes pictures, perhaps several at a time. */
export interface Decoders {
  decode(bytes: Uint8Array): Promise<Picture>;
  close(): Promise<void>;
}

/** Decodes on this thread, or on `threads` others. */
export function startDecoders(threads: number, maxPixels?: number): Decoders {
  if (threads > 1) return new DecodingThreads(threads, maxPixels);
  return { decode: (bytes) => decodePicture(bytes, { maxPixels }), close: async () => {} };
}

interface Task {
  readonly done: (picture: Picture) => void;
  readonly failed: (reason: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly tasks: Map<number, Task>;
}

class DecodingThreads implements Decoders {
  readonly #threads: readonly Thread[];
  readonly #maxPixels: number | undefined;
  #count = 0;

  constructor(threads: number, maxPixels: number | undefined) {
    this.#maxPixels = maxPixels;
    this.#threads = Array.from({ length: threads }, startThread);
  }

  /** By the thread that has least to do. */
  decode(bytes: Uint8Array): Promise<Picture> {
    const thread = this.#threads.reduce((best, own) =>
      own.tasks.size < best.tasks.size ? own : best,
    );
    const task = this.#count++;
    // Of its own: what it is a view of may be shared by other files.
    const own = new Uint8Array(bytes);
    return new Promise((done, failed) => {
      thread.tasks.set(task, { done, failed });
      const message: ToDecoder = { task, bytes: own, maxPixels: this.#maxPixels };
      thread.worker.postMessage(message, [own.buffer]);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }
}

function startThread(): Thread {
  // The program's own flags, such as --input-type or --import, are not for our script.
  const worker = new Worker(join(packageRoot(), 'build', 'picture-worker.js'), { execArgv: [] });
  const tasks = new Map<number, Task>();
  worker.on('message', (message: FromDecoder) => {
    const task = tasks.get(message.task);
    tasks.delete(message.task);
    if ('error' in message) task?.failed(receiveError(message.error));
    else task?.done(message.picture);
  });
  worker.on('error', (cause) => {
    const [reason] = cause.message.split('\n');
    const error = new BackendError(`a thread that decodes pictures ended: ${reason}`, { cause });
    for (const { failed } of tasks.values()) failed(error);
    tasks.clear();
  });
  return { worker, tasks };
}
