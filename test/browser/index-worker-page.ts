// Runs in a page: opens indexes in a worker, as the tests say.
import {
  createKernels,
  HashIndex,
  type IndexProgress,
  type IndexSource,
  type IndexWorker,
  loadFromIndexedDB,
  loadFromOpfs,
  loadHasher,
  Matrix,
  openIndexWorker,
  RandomState,
  type StoredIndex,
  saveToOpfs,
} from 'hashplane';

const DIMENSIONS = 64;

interface Doc {
  readonly title: string;
}

let index: IndexWorker<Doc>;
let progress: IndexProgress[] = [];
let stop = new AbortController();

const worker = () => new Worker(new URL('./index-worker.js', location.href), { type: 'module' });

function vectors(rows: number, seed: number): Matrix {
  const data = new Float32Array(rows * DIMENSIONS);
  new RandomState(seed).fillNormal(data);
  return new Matrix(data, rows, DIMENSIONS);
}

/** The source that a test names: a place, or how an address is fetched. */
async function sourceOf(given: StoredIndex | string): Promise<IndexSource> {
  if (typeof given !== 'string') return given;
  const [how, url] = given.split(' ') as [string, string];
  if (how === 'response') return fetch(url);
  if (how === 'blob') return (await fetch(url)).blob();
  if (how === 'bytes') return (await fetch(url)).arrayBuffer();
  return url;
}

/** What opening gives, or fails with. */
async function open(given?: StoredIndex | string, options?: object): Promise<unknown> {
  progress = [];
  stop = new AbortController();
  const source = given === undefined ? undefined : await sourceOf(given);
  try {
    index = await openIndexWorker<Doc>({
      worker,
      source,
      options,
      signal: stop.signal,
      onProgress: (told) => progress.push(told),
    });
    return { size: index.size, stage: index.stage, backend: index.backend };
  } catch (error) {
    return nameOf(error as Error);
  }
}

function nameOf({ name, message }: Error): string {
  return `${name}: ${message}`;
}

const said = (promise: Promise<unknown>) => promise.then(() => 'done', nameOf);

/** Ids and distances that a search finds, and at which stage. */
async function search() {
  const { stage, metric, neighbours } = await index.search(vectors(1, 9).row(0), { k: 5 });
  return { stage, metric, neighbours };
}

const add = (rows: number, seed: number) =>
  index.add(
    vectors(rows, seed),
    undefined,
    Array.from({ length: rows }, (_, i) => ({ title: `${seed} ${i}` })),
  );
const complete = () => said(index.complete);
const saveTo = (place: StoredIndex) => said(index.saveTo(place));
const close = () => index.close();
const abort = () => stop.abort(new Error('left'));

/** Begins to save, and closes at once. */
async function saveAndClose(place: StoredIndex): Promise<string> {
  const saving = said(index.saveTo(place));
  await index.close();
  return saving;
}

const state = () => ({ size: index.size, stage: index.stage });
const isKept = () => index.isKept;
const told = () => progress.map(({ stage }) => stage).filter((own, i, all) => own !== all[i - 1]);
const locks = async () => (await navigator.locks.query()).held?.map(({ name }) => name);

/** What the functions for pages find under a name. */
async function sizeInPage(place: { indexedDB?: string; opfs?: string }): Promise<unknown> {
  const options = { kernels: await createKernels(), loadHasher };
  const kept = place.opfs
    ? await loadFromOpfs(place.opfs, options)
    : await loadFromIndexedDB(place.indexedDB!, options);
  return kept?.size ?? null;
}

/** As in private windows of Firefox. */
async function saveWithoutOpfs(): Promise<string> {
  navigator.storage.getDirectory = () =>
    Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'));
  return said(saveToOpfs('x', HashIndex.create({ kernels: await createKernels() })));
}

Object.assign(globalThis, {
  page: {
    ...{ open, search, add, complete, saveTo, close, abort, saveAndClose },
    ...{ state, isKept, told, locks, sizeInPage, saveWithoutOpfs },
  },
});
