import { FileError } from '../../core/errors.ts';
import { readFromIndexedDB, writeToIndexedDB } from '../../search/hash-index/indexed-db.ts';
import { readFromOpfs, writeToOpfs } from '../../search/hash-index/opfs.ts';
import type { StoredIndex } from './types.ts';

/**
 * How long a name that another tab writes to is waited for. A busy worker that was ended a moment ago, as
 * by a reload, keeps its locks for 2 s in Chromium.
 */
const WAIT_MS = 3000;

/** Reads what the browser keeps. @returns whether there is an index under the name. */
export function readStored(
  place: StoredIndex,
  take: (bytes: Uint8Array) => void,
): Promise<boolean> {
  return 'opfs' in place
    ? readFromOpfs(place.opfs, optionsOf(place), take)
    : readFromIndexedDB(place.indexedDB, optionsOf(place), take);
}

export function writeStored(
  place: StoredIndex,
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<void> {
  return 'opfs' in place
    ? writeToOpfs(place.opfs, bytes, optionsOf(place), signal)
    : writeToIndexedDB(place.indexedDB, bytes, optionsOf(place), signal);
}

function optionsOf(place: StoredIndex): object {
  if ('opfs' in place) return place.directory === undefined ? {} : { directory: place.directory };
  return place.database === undefined ? {} : { database: place.database };
}

/** As messages name it. */
export function nameOfPlace(place: StoredIndex): string {
  return 'opfs' in place ? `${place.opfs} in OPFS` : `${place.indexedDB} in IndexedDB`;
}

/** The names that this worker writes to, which no other may. */
export class WriterLocks {
  readonly #held = new Map<string, () => void>();

  /** @throws FileError if another worker, of any tab, writes to the name. */
  async claim(place: StoredIndex): Promise<void> {
    const key = lockOf(place);
    const { navigator } = globalThis as { navigator?: Partial<Navigator> };
    // Pages without https have no locks.
    if (this.#held.has(key) || !navigator?.locks) return;
    const { locks } = navigator;
    await new Promise<void>((resolve, reject) => {
      const signal = AbortSignal.timeout(WAIT_MS);
      const hold = () =>
        new Promise<void>((release) => {
          this.#held.set(key, release);
          resolve();
        });
      locks.request(key, { signal }, hold).catch(() => reject(takenBy(place)));
    });
  }

  release(): void {
    for (const release of this.#held.values()) release();
    this.#held.clear();
  }
}

function lockOf(place: StoredIndex): string {
  const parts =
    'opfs' in place
      ? ['opfs', place.directory ?? 'hashplane', place.opfs]
      : ['indexedDB', place.database ?? 'hashplane', place.indexedDB];
  return `hashplane/writer/${JSON.stringify(parts)}`;
}

function takenBy(place: StoredIndex): FileError {
  return new FileError(
    `can't save the index ${nameOfPlace(place)}: another tab or index worker writes to it; close that one, ` +
      'or choose another name',
  );
}
