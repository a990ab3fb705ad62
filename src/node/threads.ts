import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { createPool, type Pool, type PoolOptions } from '../workers/pool.ts';

/** Options of `createThreadPool`; the threads default to what the processor runs at once. */
export interface ThreadPoolOptions extends Omit<PoolOptions, 'worker'> {
  /**
   * Where the script `hashplane/worker` is, for programs that are bundled into a file of their own.
   * Default: the one in the library's own folder.
   */
  readonly worker?: string | URL;
}

/**
 * `createPool` with Node's worker threads. An idle pool doesn't keep the process alive; a call that
 * runs does.
 */
export function createThreadPool(options: ThreadPoolOptions = {}): Promise<Pool> {
  const { worker, threads = availableParallelism() } = options;
  const make = worker === undefined ? startOwn : () => startNamed(worker);
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
