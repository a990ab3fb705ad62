// Runs in a page: keeps indexes in the browser and loads them again, as the tests say.
import {
  createKernels,
  deleteFromIndexedDB,
  deleteFromOpfs,
  HashIndex,
  loadFromIndexedDB,
  loadFromOpfs,
  loadHasher,
  Matrix,
  RandomHyperplanes,
  RandomState,
  saveToIndexedDB,
  saveToOpfs,
} from 'hashplane';

/** Few bytes, so that small indexes take many chunks. */
const CHUNK_BYTES = 4096;

const kernels = await createKernels();
const options = { kernels, loadHasher };

const STORES = {
  IndexedDB: {
    save: (name: string, index: HashIndex, database?: string) =>
      saveToIndexedDB(name, index, { database, chunkBytes: CHUNK_BYTES } as object),
    load: (name: string, database?: string) =>
      loadFromIndexedDB(name, database ? { ...options, database } : options),
    forget: (name: string) => deleteFromIndexedDB(name),
  },
  OPFS: {
    save: (name: string, index: HashIndex, directory?: string) =>
      saveToOpfs(name, index, directory ? { directory } : {}),
    load: (name: string, directory?: string) =>
      loadFromOpfs(name, directory ? { ...options, directory } : options),
    forget: (name: string) => deleteFromOpfs(name),
  },
};
export type StoreName = keyof typeof STORES;

/** An index of so many vectors, and the first of them. */
function makeIndex(rows = 500, cols = 12) {
  const data = new Float32Array(rows * cols);
  new RandomState(3).fillNormal(data.subarray(0, 500 * cols));
  const points = new Matrix(data, rows, cols);
  const hasher = new RandomHyperplanes({ kernels, bits: 48 }).fitSync(points);
  const index = HashIndex.create({ kernels, hasher });
  index.add(points.slice(0, rows - 200));
  index.add(
    points.slice(rows - 200, rows),
    Array.from({ length: 200 }, (_, i) => `text ${i}`),
  );
  index.remove([4, 'text 7']);
  return { index, query: points.row(4) };
}

/** Saves and loads; what is loaded must equal what the index said before. */
async function keepAndLoad(store: StoreName) {
  const { save, load, forget } = STORES[store];
  const { index, query } = makeIndex();
  const before = index.search(query, { k: 5 }).neighbours;
  const none = await load('photos');
  await save('photos', index);
  index.remove(index.ids());
  const loaded = await load('photos');
  await save('../a/b ä', index, 'mine');
  const empty = await load('../a/b ä', 'mine');
  const elsewhere = await load('../a/b ä');
  await forget('photos');
  await forget('photos');
  return {
    none,
    before,
    after: loaded?.search(query, { k: 5 }).neighbours,
    size: loaded?.size,
    empty: empty?.size,
    elsewhere,
    gone: await load('photos'),
  };
}

async function save(store: StoreName, rows: number): Promise<string> {
  const { index } = makeIndex(rows);
  return STORES[store].save('photos', index).then(() => 'saved', nameOf);
}

/** Vectors of the index that is kept, or what its loading failed with. */
async function sizeOf(store: StoreName): Promise<unknown> {
  return STORES[store].load('photos').then((index) => index?.size ?? null, nameOf);
}

function nameOf(error: Error): string {
  return `${error.name}: ${error.message}`;
}

/** Saves one index and another in turns until the page is closed. */
function saveForEver(store: StoreName, sizes: readonly number[]): void {
  const indexes = sizes.map((rows) => makeIndex(rows).index);
  const next = (i: number): Promise<void> =>
    STORES[store].save('photos', indexes[i % indexes.length]!).then(() => next(i + 1));
  void next(0);
}

/** The sizes that are found by loading so many times. */
async function sizesOf(store: StoreName, times: number): Promise<unknown[]> {
  const sizes = new Set<unknown>();
  for (let i = 0; i < times; i++) sizes.add(await sizeOf(store));
  return [...sizes];
}

/** More than private windows allow for one value, with the chunks that users have. */
async function keepLarge(rows: number, cols: number) {
  const { index } = makeIndex(rows, cols);
  const bytes = index.save().length;
  await saveToIndexedDB('large', index);
  index.dispose();
  const loaded = await loadFromIndexedDB('large', options);
  return { bytes, size: loaded?.size };
}

/** Runs requests on the store of the database. */
function inDatabase<T>(use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('hashplane', 1);
    request.onerror = reject;
    request.onsuccess = () => {
      const transaction = request.result.transaction('indexes', 'readwrite');
      const used = use(transaction.objectStore('indexes'));
      transaction.oncomplete = () => {
        request.result.close();
        resolve(used.result);
      };
    };
  });
}

/** As version 0.1 kept it: all bytes in one value. */
async function keepAsBefore(rows: number): Promise<void> {
  const bytes = makeIndex(rows).index.save();
  await inDatabase((store) => store.put(bytes, 'photos'));
}

/** Keys of the database, of all indexes. */
const keys = () => inDatabase((store) => store.getAllKeys());

async function spoil(what: 'a byte' | 'a chunk' | 'the entry'): Promise<void> {
  const chunk = await inDatabase<Uint8Array>((store) => store.get(['photos', 2]));
  chunk[100]! ^= 1;
  await inDatabase((store): IDBRequest => {
    if (what === 'a byte') return store.put(chunk, ['photos', 2]);
    if (what === 'a chunk') return store.delete(['photos', 2]);
    return store.put({ chunks: 1e15, bytes: -1 }, 'photos');
  });
}

/** The third part that is written from now on fails. */
function failWriting(store: StoreName): void {
  let writes = 0;
  const [owner, name] =
    store === 'OPFS'
      ? [FileSystemWritableFileStream.prototype, 'close']
      : [IDBObjectStore.prototype, 'put'];
  const methods = owner as unknown as Record<string, (...given: unknown[]) => unknown>;
  const original = methods[name]!;
  methods[name] = function (...given) {
    writes++;
    if (store === 'OPFS' || writes === 3) throw new Error('the disk is full');
    return original.apply(this, given);
  };
}

/** Names of the files that OPFS has. */
async function files(): Promise<string[]> {
  const root = await navigator.storage.getDirectory();
  const names: string[] = [];
  for await (const name of (await root.getDirectoryHandle('hashplane')).keys()) names.push(name);
  return names;
}

Object.assign(globalThis, {
  page: {
    keepAndLoad,
    save,
    sizeOf,
    saveForEver,
    sizesOf,
    keepLarge,
    keepAsBefore,
    keys,
    spoil,
    failWriting,
    files,
  },
});
