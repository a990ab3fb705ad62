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

/** An index on its way, or there, or not: `status` says which. */
export type HashIndexState<D extends object = IndexDocument> = {
  readonly progress: IndexProgress | null;
} & (
  | {
      readonly status: 'loading';
      readonly index: null;
      readonly stage: null;
      readonly error: null;
    }
  | {
      /** Its codes are there. */
      readonly status: 'ready';
      readonly index: IndexWorker<D>;
      /** What has come of it. */
      readonly stage: IndexStage;
      /** Why the rest of it does not come. */
      readonly error: Error | null;
    }
  | {
      readonly status: 'error';
      readonly index: null;
      readonly stage: null;
      /** Why it can't be opened. */
      readonly error: Error;
    }
);

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
    const tell = (state: HashIndexState<D>) => hold({ source: wanted, state });
    return opened<D>(wanted, latest, tell);
  }, [wanted]);
  return held && held.source === wanted ? held.state : LOADING;
}

/** Opens an index and tells how that goes; returns what ends it, whatever has become of it by then. */
function opened<D extends object>(
  source: Exclude<IndexSource, URL> | undefined,
  latest: { readonly current: UseHashIndexOptions },
  tell: (state: HashIndexState<D>) => void,
): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let state: HashIndexState<D> = LOADING;
  const become = (next: HashIndexState<D>) => {
    if (signal.aborted) return;
    state = next;
    tell(state);
  };
  const onProgress = (progress: IndexProgress) => {
    if (signal.aborted) return;
    if (state.status === 'ready') become({ ...state, progress, stage: state.index.stage });
    else become({ ...state, progress });
    latest.current.onProgress?.(progress);
  };
  const open = async () => {
    // StrictMode ends the first mount at once: before a worker was started for it.
    await null;
    signal.throwIfAborted();
    const index = await openIndexWorker<D>({ ...latest.current, source, onProgress, signal });
    signal.addEventListener('abort', () => void index.close());
    if (signal.aborted) return index.close();
    const { progress } = state;
    const ready = { ...LOADING, status: 'ready', index, stage: index.stage } as const;
    become({ ...ready, progress });
    index.complete.then(
      () => become({ ...ready, progress: state.progress, stage: index.stage }),
      (error: Error) => become({ ...ready, progress: state.progress, stage: index.stage, error }),
    );
  };
  open().catch((error: Error) =>
    become({ ...LOADING, status: 'error', error, progress: state.progress }),
  );
  return () => ending.abort();
}

/** Where to read: an address as text, since two URLs may say the same. */
function addressOf(source: IndexSource | null | undefined) {
  return source instanceof URL ? source.href : source;
}
