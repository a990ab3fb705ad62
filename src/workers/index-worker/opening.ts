import { BackendError, FileError } from '../../core/errors.ts';
import type { Kernels } from '../../kernels/api.ts';
import { loadHasher } from '../../models/fitted-hasher.ts';
import { ArrivingIndex } from '../../search/hash-index/arriving/arriving-index.ts';
import { ChangeableIndex } from '../../search/hash-index/changeable-index.ts';
import type { SentOptions, SentSource } from './protocol.ts';
import { readBlob } from './sources/blob.ts';
import { download } from './sources/download.ts';
import type { PostedPieces } from './sources/posted.ts';
import { nameOfPlace, readStored } from './stores.ts';
import type { IndexProgress } from './types.ts';

/** An index that can be searched. */
export interface OpenedIndex {
  readonly index: ChangeableIndex;
  /** Whose index it is; null where it was made here. */
  readonly arriving: ArrivingIndex | null;
  /** Whether it is what the browser keeps. */
  readonly isKept: boolean;
}

/** What opening an index takes. */
export interface Opening {
  readonly kernels: Kernels;
  readonly source: SentSource;
  readonly options: SentOptions | null;
  /** Of a source that the page posts. */
  readonly pieces: PostedPieces;
  readonly signal: AbortSignal;
  readonly onWarning: (message: string) => void;
  /** Told the index as soon as it can be searched. */
  readonly onOpened: (opened: OpenedIndex) => void;
  readonly onProgress: (progress: IndexProgress) => void;
}

/** Opens an index. Resolves when all of it is there. */
export async function openIndex(opening: Opening): Promise<void> {
  const { source, kernels, options, onOpened, onWarning } = opening;
  if (source.kind === 'none') {
    onOpened(made(opening, options ?? {}));
    return;
  }
  const arriving = new ArrivingIndex({ kernels, loadHasher, onWarning });
  let isOpened = false;
  let isKept = false;
  const take = (bytes: Uint8Array) => {
    arriving.push(bytes);
    if (!isOpened && arriving.index) {
      isOpened = true;
      const total = arriving.codesTotal;
      opening.onProgress({ stage: 'codes', loaded: total as number, total });
      onOpened({ index: arriving.index, arriving, isKept });
    }
    opening.onProgress(progressOf(arriving, isOpened));
  };
  if (source.kind === 'stored') {
    isKept = await readKept(opening, arriving, (bytes) => {
      isKept = true;
      take(bytes);
    });
  }
  if (isKept || (await readSource(opening, arriving, take))) {
    arriving.end();
    return;
  }
  if (!options) {
    const place = source.kind === 'stored' ? nameOfPlace(source.place) : source.kind;
    throw new FileError(`there is no index ${place}: give options to make one`);
  }
  onOpened(made(opening, options));
}

/** @returns whether the browser keeps the index. */
async function readKept(
  { source, signal, onWarning }: Opening,
  arriving: ArrivingIndex,
  take: (bytes: Uint8Array) => void,
): Promise<boolean> {
  const { place, else: address } = source as Extract<SentSource, { kind: 'stored' }>;
  try {
    return await readStored(place, (bytes) => {
      signal.throwIfAborted();
      take(bytes);
    });
  } catch (error) {
    // A host that keeps nothing at all, as some private windows: the address does without.
    const isRefused = error instanceof FileError || error instanceof BackendError;
    if (!isRefused || arriving.received > 0 || address === undefined) throw error;
    onWarning(`${error.message}; it is downloaded`);
    return false;
  }
}

/** @returns whether there is something to read. */
async function readSource(
  { source, signal, pieces }: Opening,
  arriving: ArrivingIndex,
  take: (bytes: Uint8Array) => void,
): Promise<boolean> {
  const address = addressOf(source);
  if (address !== undefined) {
    const about = { fingerprint: () => arriving.fingerprint, total: () => arriving.total };
    await download(address, { signal, ...about }, take);
  }
  if (source.kind === 'blob') await readBlob(source.blob, signal, take);
  if (source.kind === 'posted') await pieces.read(signal, take);
  return source.kind !== 'stored' || address !== undefined;
}

function addressOf(source: SentSource): string | undefined {
  if (source.kind === 'url') return source.url;
  return source.kind === 'stored' ? source.else : undefined;
}

function progressOf(arriving: ArrivingIndex, isOpened: boolean): IndexProgress {
  const { received, total, codesTotal } = arriving;
  if (received === total) return { stage: 'complete', loaded: received, total };
  if (isOpened) return { stage: 'vectors', loaded: received, total };
  return { stage: 'codes', loaded: received, total: codesTotal };
}

function made({ kernels, onWarning }: Opening, options: SentOptions): OpenedIndex {
  const { hashers, ...own } = options;
  const loaded = hashers?.map((bytes) => loadHasher(kernels, bytes));
  const hasher = loaded && { hasher: loaded };
  const index = new ChangeableIndex({ kernels, ...own, onWarning, ...hasher });
  return { index, arriving: null, isKept: false };
}
