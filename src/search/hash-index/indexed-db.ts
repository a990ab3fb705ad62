import { checkMethod, checkObject, refuse } from '../../core/checks.ts';
import { BackendError, FormatError } from '../../core/errors.ts';
import { checkOptions } from '../../core/options.ts';
import type { IndexDocument } from './documents/types.ts';
import type { HashIndexLoadOptions } from './file/read.ts';
import { HashIndex } from './hash-index.ts';
import { joined } from './join-chunks.ts';
import { checkName, isOwn, refused } from './kept-name.ts';

/** Where an index is kept in a browser. */
export interface IndexedDbOptions {
  /** Name of the database. Default `hashplane`. */
  readonly database?: string | undefined;
  /** @internal Bytes of a value in the database; tests make them few. */
  readonly chunkBytes?: number | undefined;
}

/**
 * The only object store of the database. Under the name of an index lies what it is made of, and
 * under [name, 0], [name, 1] ... the bytes of `HashIndex.save`. Up to version 0.1 all bytes lay under
 * the name.
 */
const STORE = 'indexes';
/**
 * Of a mebibyte, the first bytes come soonest and all of them as fast as in larger ones. Private windows
 * of Chromium refuse values of more than 133,169,152 bytes.
 */
const CHUNK_BYTES = 2 ** 20;
/** Chunks that are asked for before they are needed. */
const AHEAD = 4;

/** What lies under the name of an index. */
interface Kept {
  readonly bytes: number;
  readonly chunks: number;
}

/**
 * Keeps an index in the browser's IndexedDB, under a name; one that is there is replaced, whole or
 * not at all. The index may be used meanwhile: what is kept is how it was at the call.
 *
 * @throws FileError if the browser refuses: no space, private browsing.
 */
export async function saveToIndexedDB<D extends object>(
  name: string,
  index: HashIndex<D>,
  options: IndexedDbOptions = {},
): Promise<void> {
  checkName(name);
  checkOptions('saveToIndexedDB', options, { database: 1, chunkBytes: 1 });
  checkMethod('index', index, 'save', 'a HashIndex');
  await writeToIndexedDB(name, index.save(), options);
}

/** Keeps the bytes of an index. @param signal - aborting leaves what was there. */
export async function writeToIndexedDB(
  name: string,
  bytes: Uint8Array,
  options: IndexedDbOptions,
  signal?: AbortSignal,
): Promise<void> {
  await inStore(options, 'readwrite', `can't save the index ${name}`, (store) =>
    put(store, name, bytes, options.chunkBytes ?? CHUNK_BYTES, signal),
  );
}

/**
 * The index that was kept under a name; null if there is none.
 *
 * @throws FormatError if what is there is damaged, FileError if the browser refuses.
 */
export async function loadFromIndexedDB<D extends object = IndexDocument>(
  name: string,
  options: HashIndexLoadOptions & IndexedDbOptions,
): Promise<HashIndex<D> | null> {
  checkName(name);
  checkObject('the options of loadFromIndexedDB', options);
  const { database, chunkBytes: _, ...loading } = options;
  const chunks: Uint8Array[] = [];
  const isThere = await readFromIndexedDB(name, { database }, (chunk) => chunks.push(chunk));
  return isThere ? HashIndex.load<D>(joined(chunks), loading) : null;
}

/**
 * Reads the bytes of an index in their order.
 *
 * @param take - told each chunk; what it throws ends the reading.
 * @returns whether there is an index under the name.
 */
export function readFromIndexedDB(
  name: string,
  options: IndexedDbOptions,
  take: (chunk: Uint8Array) => void,
): Promise<boolean> {
  return inStore(options, 'readonly', `can't load the index ${name}`, (store) =>
    read(store, name, take),
  );
}

/** Forgets the index that was kept under a name, if there is one. */
export async function deleteFromIndexedDB(
  name: string,
  options: IndexedDbOptions = {},
): Promise<void> {
  checkName(name);
  checkOptions('deleteFromIndexedDB', options, { database: 1, chunkBytes: 1 });
  await inStore(options, 'readwrite', `can't delete the index ${name}`, (store) =>
    remove(store, name),
  );
}

/** One chunk after another, so that the browser's copies of all are never in memory together. */
async function put(
  store: IDBObjectStore,
  name: string,
  bytes: Uint8Array,
  chunkBytes: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  await remove(store, name);
  const chunks = Math.ceil(bytes.length / chunkBytes);
  for (let i = 0; i < chunks; i++) {
    signal?.throwIfAborted();
    // Of a view the database would keep the whole buffer.
    await done(store.put(bytes.slice(i * chunkBytes, (i + 1) * chunkBytes), [name, i]));
  }
  await done(store.put({ bytes: bytes.length, chunks } satisfies Kept, name));
}

async function read(
  store: IDBObjectStore,
  name: string,
  take: (chunk: Uint8Array) => void,
): Promise<boolean> {
  const kept: unknown = await done(store.get(name));
  if (kept === undefined) return false;
  if (kept instanceof Uint8Array) {
    take(kept);
    return true;
  }
  const { bytes, chunks: count } = kept as Partial<Kept>;
  const asked: Promise<unknown>[] = [];
  let size = 0;
  for (let i = 0; i < (count ?? 0); i++) {
    while (asked.length < AHEAD && i + asked.length < (count ?? 0)) {
      const chunk = done(store.get([name, i + asked.length]));
      // Of several errors the first one is told.
      chunk.catch(() => {});
      asked.push(chunk);
    }
    const chunk = await asked.shift();
    if (!(chunk instanceof Uint8Array)) throw damaged(name);
    size += chunk.length;
    take(chunk);
  }
  if (size === 0 || size !== bytes) throw damaged(name);
  return true;
}

async function remove(store: IDBObjectStore, name: string): Promise<void> {
  await done(store.delete(name));
  // Lists sort after numbers, so that [name, []] comes after all chunks.
  await done(store.delete(IDBKeyRange.bound([name], [name, []])));
}

function damaged(name: string): FormatError {
  return new FormatError(`what is kept as the index ${name} is damaged: save it again`);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Runs requests in one transaction; what they give, once it is complete. */
async function inStore<T>(
  { database = 'hashplane' }: IndexedDbOptions,
  mode: IDBTransactionMode,
  failure: string,
  use: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  if (typeof database !== 'string') {
    refuse('database', 'a text', database);
  }
  if (typeof indexedDB === 'undefined') {
    throw new BackendError('there is no IndexedDB here: in Node use saveIndexFile');
  }
  try {
    const open = await openDatabase(database);
    try {
      return await inTransaction(open.transaction(STORE, mode), use);
    } finally {
      open.close();
    }
  } catch (cause) {
    throw isOwn(cause) ? cause : refused(failure, cause);
  }
}

async function inTransaction<T>(
  transaction: IDBTransaction,
  use: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const complete = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('it was broken off'));
  });
  // Of two reasons the first is told.
  complete.catch(() => {});
  try {
    const result = await use(transaction.objectStore(STORE));
    await complete;
    return result;
  } catch (error) {
    abort(transaction);
    throw error;
  }
}

/** Nothing of what a transaction did stays; one that is over already stays as it is. */
function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It was over.
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
