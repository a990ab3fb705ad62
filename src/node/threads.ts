import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { show } from '../core/checks.ts';
import { BackendError, InvalidArgumentError } from '../core/errors.ts';
import { checkOptions } from '../core/options.ts';
import { createPool, type Pool, type PoolOptions } from '../workers/pool.ts';

/** Options of `createThreadPool`; the threads default to what the processor runs at once. */
export interface ThreadPoolOptions extends Omit<PoolOptions, 'worker'> {
  /**
   * Where the script `hashplane/worker` is, for programs that are bundled into a file of their own.
   * Default: the one in the library's own folder.
   */
  readonly worker?: string | URL | undefined;
}

/**
 * `createPool` with Node's worker threads. An idle pool doesn't keep the process alive; a call that
 * runs does.
 */
export async function createThreadPool(options: ThreadPoolOptions = {}): Promise<Pool> {
  const kernelNames = { backend: 1, onFallback: 1, wasm: 1 } as const;
  checkOptions('createThreadPool', options, {
    ...kernelNames,
    worker: 1,
    threads: 1,
    shareMemory: 1,
  });
  const { worker, threads = availableParallelism() } = options;
  if (worker !== undefined && typeof worker !== 'string' && !(worker instanceof URL)) {
    throw new InvalidArgumentError(
      `worker must be the path of the script hashplane/worker or its URL, not ${show(worker)}`,
    );
  }
  const make = () => {
    try {
      return worker === undefined ? startOwn() : startNamed(worker);
    } catch (cause) {
      const [reason] = String((cause as Error).message).split('\n');
      throw new BackendError(`a thread can't start: ${reason}`, { cause });
    }
  };
  return createPool({ ...options, threads, worker: make });
}

/**
 * The built script, found from src/node and from build/chunks, where this file is bundled to. The
 * expression stands in one piece, by which bundlers know the file and take it along.
 */
function startOwn(): Worker {
  // The program's own flags, such as --input-type or --import, are not for our script.
  return new Worker(new URL('../../build/worker.js', import.meta.url), { execArgv: [] });
}

/**
 * A script that only the program knows. Turbopack takes the argument of any `new Worker(...)` for a
 * file of the package, and bundles all that it might be.
 */
function startNamed(script: string | URL): Worker {
  return Reflect.construct(Worker, [script, { execArgv: [] }]);
}
