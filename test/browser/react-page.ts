// Runs in a page: components that open an index and search it, as the tests say.
import { createKernels, HashIndex, type IndexSource, type IndexWorker, Matrix } from 'hashplane';
import { type HashIndexState, type SearchState, useHashIndex, useSearch } from 'hashplane/react';
import { createElement, StrictMode, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { LIMIT } from '../support/limit.ts';

const kernels = await createKernels();

/** Bytes of an index of three vectors, whose ids begin with a name. */
function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  const index = HashIndex.create({ kernels });
  const rows = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  index.add(
    Matrix.from(rows),
    rows.map((_, i) => `${name} ${i}`),
  );
  return index.save();
}

/** Workers that were started, and how many of them were ended. */
function countedWorkers() {
  const count = { started: 0, ended: 0 };
  const worker = () => {
    const made = new Worker('./index-worker.js', { type: 'module' });
    const terminate = made.terminate.bind(made);
    count.started++;
    made.terminate = () => {
      count.ended++;
      terminate();
    };
    return made;
  };
  return { count, worker };
}

/** Renders what a hook gives, in StrictMode, for given values that may change; keeps all it gave. */
function rendered<Given, State>(hook: (given: Given) => State, first: Given) {
  const states: State[] = [];
  let change: (given: Given) => void = () => {};
  function Component() {
    const [given, setGiven] = useState(() => first);
    change = (next) => flushSync(() => setGiven(() => next));
    states.push(hook(given));
    return null;
  }
  const root = createRoot(document.createElement('div'));
  flushSync(() => root.render(createElement(StrictMode, null, createElement(Component))));
  return {
    states,
    change: (given: Given) => change(given),
    last: () => states.at(-1) as State,
    unmount: () => root.unmount(),
  };
}

async function until(isSo: () => unknown): Promise<void> {
  const end = performance.now() + LIMIT / 2;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${isSo}`);
    await pause(5);
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** States that follow each other, each once. */
function summary(states: readonly HashIndexState[]): string[] {
  const texts = states.map(({ status, stage }) => [status, stage].filter(Boolean).join(' '));
  return texts.filter((text, i) => text !== texts[i - 1]);
}

function opened(source: IndexSource | null | undefined, onProgress?: () => void) {
  const { count, worker } = countedWorkers();
  const hook = (given: IndexSource | null | undefined) =>
    useHashIndex(given, { worker, onProgress });
  return { count, ...rendered(hook, source) };
}

const idsOf = (state: HashIndexState) => (state.status === 'ready' ? state.index.ids() : undefined);

async function opens() {
  const { count, states, last, unmount } = opened(bytesOf('a'));
  await until(() => last().stage === 'complete');
  const { index } = last();
  const ids = await index?.ids();
  unmount();
  await until(() => count.ended === count.started);
  const closed = await index?.ids().catch((error: Error) => error.name);
  return { count, states: summary(states), ids, closed };
}

/** The source never answers. */
async function leavesWhileOpening() {
  const { count, states, unmount } = opened('./silence');
  await until(() => count.started > 0);
  await pause(50);
  unmount();
  await until(() => count.ended === count.started);
  const before = states.length;
  await pause(50);
  return { count, states: summary(states), after: states.length - before };
}

async function leavesAtOnce() {
  const { count, unmount } = opened('./silence');
  unmount();
  await pause(50);
  return count;
}

async function changesSource() {
  const { count, change, last, states, unmount } = opened(bytesOf('a'));
  await until(() => last().stage === 'complete');
  const before = { index: last().index, ids: await idsOf(last()) };
  const at = states.length;
  change(bytesOf('b'));
  await until(() => last().status === 'ready');
  const after = await idsOf(last());
  const mixed = states.slice(at).some(({ index }) => index === before.index);
  await until(() => count.ended === 1);
  change(null);
  await until(() => last().index === null);
  const none = last().status;
  unmount();
  await until(() => count.ended === count.started);
  return { count, before: before.ids, after, mixed, none };
}

/** Renders with sources that say the same, and with other functions. */
async function keepsSource() {
  const made = () => new URL('./a.index.js', location.href);
  const { count, change, last, unmount } = opened(made());
  await until(() => last().status === 'ready');
  const { index } = last();
  change(made());
  await pause(50);
  const isSame = last().index === index;
  unmount();
  return { isSame, started: count.started };
}

async function failsToOpen() {
  const { count, last, states } = opened('./nowhere.index');
  await until(() => last().status === 'error');
  const { index, error } = last();
  await until(() => count.ended === count.started);
  return { index, message: error?.message, states: summary(states) };
}

/** An index that answers when it is told to. */
function fakeIndex(stage = 'complete') {
  const asked: {
    readonly vector: number[];
    readonly options: { k?: number; signal?: AbortSignal };
    answer(id: string): void;
    fail(message: string): void;
  }[] = [];
  let finish = () => {};
  const index = {
    stage,
    complete: new Promise<void>((resolve) => (finish = resolve)),
    search: (vector: ArrayLike<number>, options: object) =>
      new Promise((resolve, reject) =>
        asked.push({
          vector: Array.from(vector),
          options,
          answer: (id) => resolve({ neighbours: [{ id }] }),
          fail: (message) => reject(new Error(message)),
        }),
      ),
  };
  const complete = () => {
    index.stage = 'complete';
    finish();
  };
  return { index: index as unknown as IndexWorker, asked, complete };
}

interface Asked {
  readonly index: IndexWorker | null;
  readonly vector: readonly number[] | null;
  readonly k?: number;
}

/** Objects are new in every render, as people write them. */
function searching(first: Asked) {
  return rendered(
    ({ index, vector, k }: Asked) =>
      useSearch(index, vector && [...vector], { k, where: { a: { in: [1] } } }),
    first,
  );
}

const shown = ({ result, error, isSearching }: SearchState) => ({
  id: result?.neighbours[0]?.id ?? null,
  error: error?.message ?? null,
  isSearching,
});

/** Asks, and answers the last question. */
async function searches() {
  const { index, asked } = fakeIndex();
  const { change, last, unmount } = searching({ index, vector: [1] });
  await until(() => asked.length > 0);
  const waiting = shown(last());
  // StrictMode asks twice, and gives the first up.
  const live = asked.filter(({ options }) => !options.signal?.aborted);
  live[0]!.answer('one');
  await until(() => !last().isSearching);
  const found = shown(last());
  const count = asked.length;
  change({ index, vector: [1] });
  await pause(50);
  const again = asked.length - count;
  change({ index, vector: [1], k: 3 });
  await until(() => asked.length > count);
  const other = shown(last());
  asked.at(-1)!.fail('no');
  await until(() => !last().isSearching);
  const failed = shown(last());
  last().refresh();
  await until(() => asked.length > count + 1);
  asked.at(-1)!.answer('two');
  await until(() => !last().isSearching);
  const refreshed = shown(last());
  change({ index, vector: null });
  await until(() => last().result === null);
  const none = shown(last());
  unmount();
  return { live: live.length, waiting, found, again, other, failed, refreshed, none };
}

/** Vectors change quickly; answers come in the wrong order. */
async function overtakes() {
  const { index, asked } = fakeIndex();
  const { change, states, last, unmount } = searching({ index, vector: [0] });
  await until(() => asked.length > 0);
  asked.at(-1)!.answer('0');
  await until(() => !last().isSearching);
  for (const value of [1, 2, 3]) {
    change({ index, vector: [value] });
    await until(() => asked.at(-1)!.vector[0] === value);
  }
  const [one, two, three] = asked.slice(-3);
  const aborted = [one, two, three].map((each) => each!.options.signal!.aborted);
  two!.answer('2');
  await pause(30);
  const meanwhile = shown(last());
  three!.answer('3');
  await until(() => !last().isSearching);
  one!.answer('1');
  await pause(30);
  const seen = new Set(states.map((state) => shown(state).id));
  unmount();
  return { aborted, meanwhile, end: shown(last()), seen: [...seen] };
}

async function leavesWhileSearching() {
  const { index, asked } = fakeIndex();
  const { states, unmount } = searching({ index, vector: [1] });
  await until(() => asked.length > 0);
  unmount();
  await pause(30);
  const before = states.length;
  asked.at(-1)!.answer('late');
  await pause(30);
  return { isAborted: asked.at(-1)!.options.signal!.aborted, after: states.length - before };
}

/** Vectors arrive after the first answer. */
async function sharpens() {
  const { index, asked, complete } = fakeIndex('codes');
  const { last, unmount } = searching({ index, vector: [1] });
  await until(() => asked.length > 0);
  asked.at(-1)!.answer('estimated');
  await until(() => !last().isSearching);
  const first = shown(last());
  const count = asked.length;
  complete();
  await until(() => asked.length > count);
  const meanwhile = shown(last());
  asked.at(-1)!.answer('exact');
  await until(() => last().result?.neighbours[0]?.id === 'exact');
  unmount();
  return { first, meanwhile, end: shown(last()) };
}

interface Text {
  readonly title: string;
  readonly year: number;
}

/** Never called: what the type checker knows of documents. */
export function useTypes(worker: () => Worker): string | undefined {
  const { index } = useHashIndex<Text>({ opfs: 'texts' }, { worker });
  // @ts-expect-error: documents have no such field
  useSearch(index, [1], { where: { yeer: 2020 } });
  const { result } = useSearch(index, [1], { where: { year: { gte: 2020 } } });
  return result?.neighbours[0]?.document?.title;
}

Object.assign(globalThis, {
  page: {
    bytes: () => Array.from(bytesOf('a')),
    opens,
    leavesWhileOpening,
    leavesAtOnce,
    changesSource,
    keepsSource,
    failsToOpen,
    searches,
    overtakes,
    leavesWhileSearching,
    sharpens,
  },
});
