import { useEffect, useRef, useState } from 'react';
import type { IndexStage } from '../search/hash-index/arriving/stage.ts';
import type { IndexDocument } from '../search/hash-index/documents/types.ts';
import { openIndexWorker } from '../workers/index-worker/open.ts';
import type {
  IndexProgress,
  IndexSource,
  IndexWorker,
  IndexWorkerOptions,
} from '../workers/index-worker/types.ts';
import { isSameValue, useSame } from './same.ts';

/** Options of `useHashIndex`: those of `openIndexWorker` but for the source and the signal. */
export type UseHashIndexOptions = Omit<IndexWorkerOptions, 'source' | 'signal'>;

/** An index on its way, or there, or not. */
export interface HashIndexState<D extends object = IndexDocument> {
  /** Null until its codes are there. */
  readonly index: IndexWorker<D> | null;
  readonly status: 'loading' | 'ready' | 'error';
  /** What has come of it; null before any has. */
  readonly stage: IndexStage | null;
  readonly progress: IndexProgress | null;
  /** Why it can't be opened; or, with an index, why the rest of it does not come. */
  readonly error: Error | null;
}

const LOADING = {
  index: null,
  status: 'loading',
  stage: null,
  progress: null,
  error: null,
} as const;

/**
 * Opens an index in a worker for as long as the component is there, and renders again as it comes.
 * Another source closes it and opens that one; so do unmounting and, in development, StrictMode's second
 * mount, which starts no second worker.
 *
 * @param source - see `openIndexWorker`: addresses and names are compared by what they say, files,
 *   responses and bytes by being the same object. `undefined` makes an empty index; `null` opens none yet.
 * @param options - read when the index is opened: other ones later change nothing.
 */
export function useHashIndex<D extends object = IndexDocument>(
  source: IndexSource | null | undefined,
  options: UseHashIndexOptions,
): HashIndexState<D> {
  const wanted = useSame(addressOf(source), isSameValue);
  const latest = useRef(options);
  const [held, hold] = useState<{ source: typeof wanted; state: HashIndexState<D> }>();
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    // What was opened for an earlier mount is closed.
    hold(undefined);
    if (wanted === null) return;
    let state: HashIndexState<D> = LOADING;
    const tell = (news: Partial<HashIndexState<D>>) => {
      state = { ...state, ...news };
      hold({ source: wanted, state });
    };
    return opened<D>(wanted, latest, tell);
  }, [wanted]);
  return held && held.source === wanted ? held.state : LOADING;
}

/** Opens an index and tells how that goes; returns what ends it, whatever has become of it by then. */
function opened<D extends object>(
  source: Exclude<IndexSource, URL> | undefined,
  latest: { readonly current: UseHashIndexOptions },
  tell: (news: Partial<HashIndexState<D>>) => void,
): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let index: IndexWorker<D> | null = null;
  const onProgress = (progress: IndexProgress) => {
    if (signal.aborted) return;
    tell({ progress, ...(index && { stage: index.stage }) });
    latest.current.onProgress?.(progress);
  };
  const fail = (error: Error) => {
    if (!signal.aborted) tell({ error });
  };
  const open = async () => {
    // StrictMode ends the first mount at once: before a worker was started for it.
    await null;
    signal.throwIfAborted();
    const worker = await openIndexWorker<D>({ ...latest.current, source, onProgress, signal });
    index = worker;
    signal.addEventListener('abort', () => void worker.close());
    if (signal.aborted) return worker.close();
    tell({ index, status: 'ready', stage: worker.stage });
    worker.complete.then(() => signal.aborted || tell({ stage: worker.stage }), fail);
  };
  open().catch((error: Error) => signal.aborted || tell({ status: 'error', error }));
  return () => ending.abort();
}

/** Where to read: an address as text, since two URLs may say the same. */
function addressOf(source: IndexSource | null | undefined) {
  return source instanceof URL ? source.href : source;
}
