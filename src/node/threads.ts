import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createPool, type Pool, type PoolOptions } from '../workers/pool.ts';
import { packageRoot } from './package-root.ts';

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
  const { worker = workerFile(), threads = availableParallelism() } = options;
  // The program's own flags, such as --input-type or --import, are not for our script.
  const make = () => new Worker(worker, { execArgv: [] });
  return createPool({ ...options, threads, worker: make });
}

/** The built script, for tests that run on the sources too. */
function workerFile(): string {
  return join(packageRoot(), 'build', 'worker.js');
}
