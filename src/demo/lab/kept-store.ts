import type { OwnFiles } from './files.ts';
import type { ShownRow } from './shown-rows.ts';

/** What is written down of an index that the browser keeps; the index itself lies under the name. */
export interface KeptIndex {
  /** Of the index in IndexedDB. */
  readonly name: string;
  /** What people see. */
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly date: number;
  /** Of the index and of the files. */
  readonly bytes: number;
  readonly rows: number;
  readonly dimensions: number;
  /** Whether its vectors are rounded to 8 bits a value. */
  readonly isRounded: boolean;
  /** Rows to search for, and their vectors. */
  readonly examples: readonly { readonly row: ShownRow; readonly vector: Float32Array }[];
}

/** The same with the files, from which all views can be made again. */
export interface KeptEntry extends KeptIndex {
  readonly files: OwnFiles;
}

const DATABASE = 'hashplane-demo';
const STORE = 'kept';

export async function listKept(): Promise<KeptIndex[]> {
  const entries = await inStore<KeptEntry[]>('readonly', (store) => store.getAll());
  // Files stay where they are until somebody wants them.
  return entries.map(({ files: _, ...kept }) => kept).sort((a, b) => b.date - a.date);
}

export function readKept(name: string): Promise<KeptEntry | undefined> {
  return inStore('readonly', (store) => store.get(name));
}

export async function writeKept(entry: KeptEntry): Promise<void> {
  await inStore('readwrite', (store) => store.put(entry, entry.name));
}

export async function removeKept(name: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(name));
}

async function inStore<T>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest,
): Promise<T> {
  const database = await open();
  try {
    const transaction = database.transaction(STORE, mode);
    const request = use(transaction.objectStore(STORE));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('it was broken off'));
    });
    return request.result;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the browser keeps nothing here: ${reason}`, { cause });
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () =>
      reject(new Error(`the browser keeps nothing here: ${request.error?.message}`));
  });
}
