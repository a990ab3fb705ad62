import { Worker } from 'node:worker_threads';
import { afterEach } from 'vitest';
import { Matrix } from '../../src/core/matrix.ts';
import { RandomState } from '../../src/core/random/random-state.ts';
import { createThreadPool, type ThreadPoolOptions } from '../../src/node/threads.ts';
import { createPool, type Pool } from '../../src/workers/pool.ts';

/** The script under test, as it is shipped. */
export const SCRIPT = new URL('../../build/worker.js', import.meta.url);

const open: Pool[] = [];

/** Closes what a test opened, however it ended. */
export function closePoolsAfterEach(): void {
  afterEach(async () => {
    await Promise.all(open.splice(0).map((pool) => pool.close()));
  });
}

export async function threadPool(options: ThreadPoolOptions = {}): Promise<Pool> {
  return kept(await createThreadPool(options));
}

/** A pool of threads, and the threads. */
export async function poolWithWorkers(threads: number): Promise<{ pool: Pool; workers: Worker[] }> {
  const workers: Worker[] = [];
  const worker = () => {
    const made = new Worker(SCRIPT);
    workers.push(made);
    return made;
  };
  return { pool: kept(await createPool({ worker, threads })), workers };
}

/** A pool whose workers run `before` and then the script under test. */
export async function poolAfter(before: string, threads = 1): Promise<Pool> {
  const script = `${before}\nawait import(${JSON.stringify(SCRIPT.href)});`;
  return threadPool({
    worker: new URL(`data:text/javascript,${encodeURIComponent(script)}`),
    threads,
  });
}

function kept(pool: Pool): Pool {
  open.push(pool);
  return pool;
}

export function randomMatrix(rows: number, cols: number, seed = 0): Matrix {
  const random = new RandomState(seed);
  return new Matrix(
    Float32Array.from({ length: rows * cols }, () => random.randn()),
    rows,
    cols,
  );
}

export function randomSigns(length: number, seed = 0): Int8Array {
  const random = new RandomState(seed);
  return Int8Array.from({ length }, () => (random.randn() > 0 ? 1 : -1));
}
