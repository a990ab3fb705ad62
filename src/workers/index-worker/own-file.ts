import type { IndexDocument } from '../../search/hash-index/documents/types.ts';
import { openIndexWorker } from './open.ts';
import type { IndexWorker, IndexWorkerOptions } from './types.ts';

/** Options of `openIndexWorker` in the file for CDNs, which serves as the worker's script too. */
export type OwnFileOptions = Partial<Pick<IndexWorkerOptions, 'worker'>> &
  Omit<IndexWorkerOptions, 'worker'>;

/**
 * `openIndexWorker` of a file that holds the worker's code too, and exports it as `serveIndex`. A worker's
 * script must be of the page's own origin, which a CDN is not: it is a Blob of the page that imports this
 * file. A strict policy has to allow that by `worker-src blob:`.
 */
export function openOwnIndexWorker<D extends object = IndexDocument>(
  options: OwnFileOptions = {},
): Promise<IndexWorker<D>> {
  return openIndexWorker<D>({ ...options, worker: options.worker ?? ownWorker });
}

/** Kept for as long as the page is: a worker may still load it when the next one starts. */
let address: string | undefined;

function ownWorker(): Worker {
  // Once bundled, this is the address of the one file. What a worker imports at once falls under the
  // policy for workers, what it imports later under that for scripts, which the page had to pass itself.
  const script = `import(${JSON.stringify(import.meta.url)})
    .then(({ serveIndex }) => serveIndex())
    .catch(reportError);`;
  address ??= URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  return new Worker(address, { type: 'module' });
}
