import { checkMethod, checkObject, refuse } from '../../core/checks.ts';
import { BackendError, FormatError, HashplaneError } from '../../core/errors.ts';
import { checkOptions } from '../../core/options.ts';
import type { IndexDocument } from './documents/types.ts';
import type { HashIndexLoadOptions } from './file/read.ts';
import { HashIndex } from './hash-index.ts';
import { checkName, refused } from './kept-name.ts';

/** Where an index is kept in a browser. */
export interface IndexedDbOptions {
  /** Name of the database. Default `hashplane`. */
  readonly database?: string;
  /** @internal Bytes of a value in the database; tests make them few. */
  readonly chunkBytes?: number;
}

/**
 * The only object store of the database. Under the name of an index lies what it is made of, and
 * under [name, 0], [name, 1] ... the bytes of `HashIndex.save`. Up to version 0.1 all bytes lay under
 * the name.
 */
const STORE = 'indexes';
/** Private windows of Chromium refuse values of more than 133,169,152 bytes. */
const CHUNK_BYTES = 2 ** 24;

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
  const bytes = index.save();
  await inStore(options, 'readwrite', `can't save the index ${name}`, (store) =>
    put(store, name, bytes, options.chunkBytes ?? CHUNK_BYTES),
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
  const bytes = await inStore({ database }, 'readonly', `can't load the index ${name}`, (store) =>
    get(store, name),
  );
  return bytes && HashIndex.load<D>(bytes, loading);
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
): Promise<void> {
  await remove(store, name);
  const chunks = Math.ceil(bytes.length / chunkBytes);
  for (let i = 0; i < chunks; i++) {
    // Of a view the database would keep the whole buffer.
    await done(store.put(bytes.slice(i * chunkBytes, (i + 1) * chunkBytes), [name, i]));
  }
  await done(store.put({ bytes: bytes.length, chunks } satisfies Kept, name));
}

async function get(store: IDBObjectStore, name: string): Promise<Uint8Array | null> {
  const kept: unknown = await done(store.get(name));
  if (kept === undefined) return null;
  if (kept instanceof Uint8Array) return kept;
  const chunks: Uint8Array[] = [];
  const { bytes, chunks: count } = kept as Partial<Kept>;
  for (let i = 0; i < (count ?? 0); i++) {
    const chunk: unknown = await done(store.get([name, i]));
    if (!(chunk instanceof Uint8Array)) throw damaged(name);
    chunks.push(chunk);
  }
  if (chunks.length === 0 || sizeOf(chunks) !== bytes) throw damaged(name);
  return joined(chunks);
}

async function remove(store: IDBObjectStore, name: string): Promise<void> {
  await done(store.delete(name));
  // Lists sort after numbers, so that [name, []] comes after all chunks.
  await done(store.delete(IDBKeyRange.bound([name], [name, []])));
}

function sizeOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}

/** Empties the list, so that the browser may take each chunk back once it is copied. */
function joined(chunks: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(sizeOf(chunks));
  for (let end = whole.length, chunk = chunks.pop(); chunk; chunk = chunks.pop()) {
    end -= chunk.length;
    whole.set(chunk, end);
  }
  return whole;
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
    throw cause instanceof HashplaneError ? cause : refused(failure, cause);
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
