import { FileError } from '../../core/errors.ts';
import type { Kernels } from '../../kernels/api.ts';
import { loadHasher } from '../../models/fitted-hasher.ts';
import { ArrivingIndex } from '../../search/hash-index/arriving/arriving-index.ts';
import { HashIndex } from '../../search/hash-index/hash-index.ts';
import type { SentOptions, SentSource } from './protocol.ts';
import { readBlob } from './sources/blob.ts';
import { download } from './sources/download.ts';
import type { PostedPieces } from './sources/posted.ts';
import { nameOfPlace, readStored } from './stores.ts';
import type { IndexProgress } from './types.ts';

/** What opening an index takes. */
export interface Opening {
  readonly kernels: Kernels;
  readonly source: SentSource;
  readonly options: SentOptions | null;
  /** Of a source that the page posts. */
  readonly pieces: PostedPieces;
  readonly signal: AbortSignal;
  readonly onWarning: (message: string) => void;
  /** Told the index as soon as it can be searched; `arriving` is null where it was made here. */
  readonly onOpened: (index: HashIndex, arriving: ArrivingIndex | null) => void;
  readonly onProgress: (progress: IndexProgress) => void;
}

/** Opens an index. Resolves when all of it is there. */
export async function openIndex(opening: Opening): Promise<void> {
  const { source, kernels, options, onOpened, onWarning } = opening;
  if (source.kind === 'none') {
    onOpened(makeIndex(opening, options ?? {}), null);
    return;
  }
  const arriving = new ArrivingIndex({ kernels, loadHasher, onWarning });
  let isOpened = false;
  const take = (bytes: Uint8Array) => {
    arriving.push(bytes);
    if (!isOpened && arriving.index) {
      isOpened = true;
      const total = arriving.codesTotal;
      opening.onProgress({ stage: 'codes', loaded: total as number, total });
      onOpened(arriving.index, arriving);
    }
    opening.onProgress(progressOf(arriving, isOpened));
  };
  if (await readSource(opening, arriving, take)) {
    arriving.end();
    return;
  }
  if (!options) {
    const place = source.kind === 'stored' ? nameOfPlace(source.place) : source.kind;
    throw new FileError(`there is no index ${place}: give options to make one`);
  }
  onOpened(makeIndex(opening, options), null);
}

/** @returns whether there is something to read. */
async function readSource(
  { source, signal, pieces }: Opening,
  arriving: ArrivingIndex,
  take: (bytes: Uint8Array) => void,
): Promise<boolean> {
  if (source.kind === 'url') {
    const about = { fingerprint: () => arriving.fingerprint, total: () => arriving.total };
    await download(source.url, { signal, ...about }, take);
  }
  if (source.kind === 'blob') await readBlob(source.blob, signal, take);
  if (source.kind === 'posted') await pieces.read(signal, take);
  if (source.kind !== 'stored') return true;
  return readStored(source.place, (bytes) => {
    signal.throwIfAborted();
    take(bytes);
  });
}

function progressOf(arriving: ArrivingIndex, isOpened: boolean): IndexProgress {
  const { received, total, codesTotal } = arriving;
  if (received === total) return { stage: 'complete', loaded: received, total };
  if (isOpened) return { stage: 'vectors', loaded: received, total };
  return { stage: 'codes', loaded: received, total: codesTotal };
}

function makeIndex({ kernels, onWarning }: Opening, options: SentOptions): HashIndex {
  const { hashers, ...own } = options;
  const made = hashers?.map((bytes) => loadHasher(kernels, bytes));
  return HashIndex.create({ kernels, ...own, onWarning, ...(made && { hasher: made }) });
}
