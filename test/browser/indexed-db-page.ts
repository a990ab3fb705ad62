// Runs in a page: keeps an index, loads it again, and says what came of it.
import {
  createKernels,
  deleteFromIndexedDB,
  HashIndex,
  loadFromIndexedDB,
  loadHasher,
  Matrix,
  RandomHyperplanes,
  RandomState,
  saveToIndexedDB,
} from 'hashplane';

/** The same numbers in Node and in the page. */
export async function makeIndex() {
  const kernels = await createKernels();
  const data = new Float32Array(500 * 12);
  new RandomState(3).fillNormal(data);
  const points = new Matrix(data, 500, 12);
  const hasher = new RandomHyperplanes({ kernels, bits: 48 }).fitSync(points);
  const index = HashIndex.create({ kernels, hasher });
  index.add(points.slice(0, 300));
  index.add(
    points.slice(300, 500),
    Array.from({ length: 200 }, (_, i) => `text ${i}`),
  );
  index.remove([4, 'text 7']);
  return { kernels, index, query: points.row(4) };
}

/** Saves and loads; what is returned must equal what the index said before. */
export async function keepAndLoad() {
  const { kernels, index, query } = await makeIndex();
  const before = index.search(query, { k: 5 }).neighbours;
  const options = { kernels, loadHasher };
  const none = await loadFromIndexedDB('photos', options);
  await saveToIndexedDB('photos', index);
  index.remove(index.ids());
  const loaded = await loadFromIndexedDB('photos', options);
  await saveToIndexedDB('other', index, { database: 'mine' });
  const empty = await loadFromIndexedDB('other', { ...options, database: 'mine' });
  const damaged = await damage().then(() =>
    loadFromIndexedDB('photos', options).catch((error: Error) => error.name),
  );
  await deleteFromIndexedDB('photos');
  const gone = await loadFromIndexedDB('photos', options);
  return {
    none,
    before,
    after: loaded?.search(query, { k: 5 }).neighbours,
    size: loaded?.size,
    empty: empty?.size,
    damaged,
    gone,
  };
}

/** Changes one byte of what is kept. */
function damage(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('hashplane', 1);
    request.onerror = reject;
    request.onsuccess = () => {
      const transaction = request.result.transaction('indexes', 'readwrite');
      const store = transaction.objectStore('indexes');
      const get = store.get('photos');
      get.onsuccess = () => {
        const bytes = get.result as Uint8Array;
        bytes[bytes.length - 1000] ^= 1;
        store.put(bytes, 'photos');
      };
      transaction.oncomplete = () => {
        request.result.close();
        resolve();
      };
    };
  });
}
