import { BackendError, FileError, InvalidArgumentError } from '../../core/errors.ts';
import type { HashIndexLoadOptions } from './file/read.ts';
import { HashIndex } from './hash-index.ts';

/** Where an index is kept in a browser. */
export interface IndexedDbOptions {
  /** Name of the database. Default `hashplane`. */
  readonly database?: string;
}

/** The only object store of the database: the bytes of `HashIndex.save` by name. */
const STORE = 'indexes';

/**
 * Keeps an index in the browser's IndexedDB, under a name; one that is there is replaced, whole or
 * not at all. The index may be used meanwhile: what is kept is how it was at the call.
 *
 * @throws FileError if the browser refuses: no space, private browsing.
 */
export async function saveToIndexedDB(
  name: string,
  index: HashIndex,
  options: IndexedDbOptions = {},
): Promise<void> {
  checkName(name);
  const bytes = index.save();
  await inStore(options, 'readwrite', `can't save the index ${name}`, (store) =>
    store.put(bytes, name),
  );
}

/**
 * The index that was kept under a name; null if there is none.
 *
 * @throws FormatError if what is there is damaged, FileError if the browser refuses.
 */
export async function loadFromIndexedDB(
  name: string,
  options: HashIndexLoadOptions & IndexedDbOptions,
): Promise<HashIndex | null> {
  checkName(name);
  const bytes = await inStore(options, 'readonly', `can't load the index ${name}`, (store) =>
    store.get(name),
  );
  return bytes === undefined ? null : HashIndex.load(bytes as Uint8Array, options);
}

/** Forgets the index that was kept under a name, if there is one. */
export async function deleteFromIndexedDB(
  name: string,
  options: IndexedDbOptions = {},
): Promise<void> {
  checkName(name);
  await inStore(options, 'readwrite', `can't delete the index ${name}`, (store) =>
    store.delete(name),
  );
}

function checkName(name: string): void {
  if (typeof name !== 'string' || name === '') {
    throw new InvalidArgumentError('the name of an index must be a text that is not empty');
  }
}

/** Runs one request in a transaction of its own; its result, once the transaction is complete. */
async function inStore<T>(
  { database = 'hashplane' }: IndexedDbOptions,
  mode: IDBTransactionMode,
  failure: string,
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  if (typeof indexedDB === 'undefined') {
    throw new BackendError('there is no IndexedDB here: in Node use saveIndexFile');
  }
  try {
    const open = await openDatabase(database);
    try {
      return await new Promise<T>((resolve, reject) => {
        const transaction = open.transaction(STORE, mode);
        const request = use(transaction.objectStore(STORE));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error ?? request.error);
      });
    } finally {
      open.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FileError(`${failure}: ${reason}`, { cause });
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('another page holds an older version open'));
  });
}
