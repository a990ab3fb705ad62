import { Worker } from 'node:worker_threads';
import { afterEach } from 'vitest';
import type { IndexDocument } from '../../src/search/hash-index/documents/types.ts';
import { openIndexWorker } from '../../src/workers/index-worker/open.ts';
import type { IndexWorker, IndexWorkerOptions } from '../../src/workers/index-worker/types.ts';

/** The script under test, as it is shipped. */
export const INDEX_SCRIPT = new URL('../../build/index-worker.js', import.meta.url);

const open: IndexWorker[] = [];
const threads: Worker[] = [];

/** Closes what a test opened, however it ended. */
export function closeIndexesAfterEach(): void {
  afterEach(async () => {
    await Promise.all(open.splice(0).map((index) => index.close()));
    await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
  });
}

/** A thread that runs the script under test. */
export function indexThread(): Worker {
  const thread = new Worker(INDEX_SCRIPT);
  threads.push(thread);
  return thread;
}

/** An index in a thread of Node. */
export async function openInThread<D extends object = IndexDocument>(
  options: Partial<IndexWorkerOptions> = {},
): Promise<IndexWorker<D>> {
  const index = await openIndexWorker<D>({ worker: indexThread, ...options });
  open.push(index as unknown as IndexWorker);
  return index;
}

/** Resolves when a thread has ended. */
export function ended(thread: Worker): Promise<unknown> {
  return new Promise((resolve) => thread.once('exit', resolve));
}
