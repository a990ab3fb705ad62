import type { IndexDocument } from '../../search/hash-index/documents/types.ts';
import { openIndexWorker } from './open.ts';
import type { IndexWorker, IndexWorkerOptions } from './types.ts';

/** The whole of `hashplane/index-worker`, which the bundler puts here. */
declare const INDEX_WORKER_SCRIPT: string;

/** Options of `openIndexWorker` in the file for CDNs, which brings a worker along. */
export type EmbeddedWorkerOptions = Partial<Pick<IndexWorkerOptions, 'worker'>> &
  Omit<IndexWorkerOptions, 'worker'>;

/**
 * `openIndexWorker` of a file that has the worker's script in itself. A worker's script must be of the
 * page's own origin, and what a CDN serves is not: the script is made a Blob of the page, which a strict
 * policy has to allow by `worker-src blob:`.
 */
export function openEmbeddedIndexWorker<D extends object = IndexDocument>(
  options: EmbeddedWorkerOptions = {},
): Promise<IndexWorker<D>> {
  return openIndexWorker<D>({ ...options, worker: options.worker ?? embeddedWorker });
}

/** Kept for as long as the page is: workers may still load it when the next one starts. */
let address: string | undefined;

function embeddedWorker(): Worker {
  address ??= URL.createObjectURL(new Blob([INDEX_WORKER_SCRIPT], { type: 'text/javascript' }));
  return new Worker(address, { type: 'module' });
}
