import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import {
  BackendError,
  DisposedError,
  FormatError,
  InvalidArgumentError,
} from '../../../../src/core/errors.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { loadHasher } from '../../../../src/models/fitted-hasher.ts';
import { RandomHyperplanes } from '../../../../src/models/random-hyperplanes.ts';
import { HashIndex } from '../../../../src/search/hash-index/hash-index.ts';
import { openIndexWorker } from '../../../../src/workers/index-worker/open.ts';
import type {
  IndexProgress,
  IndexSource,
  IndexWorker,
} from '../../../../src/workers/index-worker/types.ts';
import {
  closeIndexesAfterEach,
  ended,
  indexThread,
  openInThread,
} from '../../../support/index-workers.ts';
import { gaussianPoints } from '../../../support/points.ts';

const kernels = createKernelsSync();
const [ROWS, DIMENSIONS] = [6000, 48];
const points = gaussianPoints(ROWS, DIMENSIONS, 1);
const queries = gaussianPoints(5, DIMENSIONS, 2);

interface Book {
  readonly title: string;
  readonly year: number;
}
const book = (i: number): Book => ({ title: `book ${i}`, year: 1990 + (i % 30) });

const local = HashIndex.create<Book>({ kernels });
local.add(
  points,
  undefined,
  Array.from({ length: ROWS }, (_, i) => (i % 7 === 0 ? null : book(i))),
);
const bytes = local.save();

closeIndexesAfterEach();

/** A response whose body comes in pieces, as those of networks. */
function inPieces(of: Uint8Array<ArrayBuffer>, size = 100_000): Response {
  let at = 0;
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (at >= of.length) controller.close();
    else controller.enqueue(of.slice(at, at + size));
    at += size;
  };
  return new Response(new ReadableStream({ pull }));
}

/** Waits for all of an index. */
async function openWhole(source: IndexSource): Promise<IndexWorker<Book>> {
  const index = await openInThread<Book>({ source });
  await index.complete;
  return index;
}

/** The results of a worker's index without what only these have. */
function plain(results: readonly object[]): object[] {
  return results.map((result) => {
    const { stage, ...own } = result as { stage: string };
    expect(stage).toBe('complete');
    return own;
  });
}

const SOURCES: [string, () => IndexSource][] = [
  ['bytes', () => bytes],
  ['a buffer', () => bytes.buffer],
  ['a view of a larger buffer', () => new Uint8Array([...new Uint8Array(8), ...bytes]).subarray(8)],
  ['a blob', () => new Blob([bytes])],
  ['a response', () => new Response(bytes)],
  ['a response in pieces', () => inPieces(bytes)],
];

describe('an index in a worker', () => {
  test.each(SOURCES)('answers as one in the page does, opened from %s', async (_, source) => {
    const index = await openWhole(source());
    expect(index).toMatchObject({ size: ROWS, dimensions: DIMENSIONS, stage: 'complete' });
    expect(index).toMatchObject({ metric: 'cosine', backend: 'wasm-simd' });
    for (const options of [{}, { k: 3, candidates: 'all' as const }, { where: { year: 1995 } }]) {
      const expected = local.search(queries, options);
      expect(plain(await index.search(queries, options))).toEqual(expected);
      expect(plain([await index.search(queries.row(0), options)])).toEqual([expected[0]]);
    }
    const bitmap = new Uint8Array(4000).fill(0b101).subarray(8, 100);
    const filtered = await index.searchBatch(queries, { filter: bitmap });
    expect(plain(filtered)).toEqual(local.search(queries, { filter: bitmap }));
  });

  test('has the methods of HashIndex, and the same state after them', async () => {
    const index = await openWhole(bytes);
    const copy = HashIndex.load<Book>(bytes, { kernels, loadHasher });
    const more = gaussianPoints(900, DIMENSIONS, 3);
    expect(await index.add(more)).toEqual(copy.add(more));
    const list = [book(1), book(2)];
    expect(await index.upsert(more.slice(0, 2), ['a', 3], list)).toEqual(
      copy.upsert(more.slice(0, 2), ['a', 3], list),
    );
    expect(await index.remove([1, 2, 'none'])).toBe(copy.remove([1, 2, 'none']));
    expect(await index.remove('a')).toBe(copy.remove('a'));
    expect(index.size).toBe(copy.size);
    expect(await index.get(3)).toEqual(book(2));
    expect([await index.has(3), await index.has(1)]).toEqual([true, false]);
    expect(await index.ids()).toEqual(copy.ids());
    expect(await index.documents()).toEqual(copy.documents());
    expect(plain(await index.search(queries))).toEqual(copy.search(queries));
    const { bytes: _, ...counts } = copy.stats;
    expect(await index.stats()).toMatchObject(counts);
    expect(Buffer.compare(await index.save(), copy.save())).toBe(0);
  });

  test('has the metadata of the index, which changes in the order of calls', async () => {
    const copy = HashIndex.load<Book>(bytes, { kernels, loadHasher });
    const index = await openWhole(bytes);
    expect(await index.metadata()).toEqual({});
    copy.metadata = { title: 'books', tags: ['a', null] };
    const setting = index.setMetadata(copy.metadata);
    const saved = index.save();
    void index.setMetadata({ title: 'later' });
    await setting;
    expect(Buffer.compare(await saved, copy.save())).toBe(0);
    await expect(index.setMetadata([] as never)).rejects.toThrow(/metadata must be an object/);
    await expect(index.setMetadata({ big: 1n })).rejects.toBeInstanceOf(InvalidArgumentError);
    expect(await index.metadata()).toEqual({ title: 'later' });
  });

  test('answers searches while it is changed and saved, by what was there before', async () => {
    const index = await openWhole(bytes);
    const more = gaussianPoints(60_000, DIMENSIONS, 7);
    for (const change of [() => index.add(more), () => index.save()]) {
      const before = await index.search(queries.row(0));
      const events: string[] = [];
      const changing = change().then(() => events.push('changed'));
      const results: object[] = [];
      while (events.length === 0) {
        const result = await index.search(queries.row(0));
        if (events.length === 0) results.push(result);
      }
      await changing;
      // Again and again; how often is a matter of the machine.
      expect(results.length).toBeGreaterThan(1);
      for (const result of results) expect(result).toEqual(before);
    }
    expect(index.size).toBe(ROWS + 60_000);
  });

  test('is made empty where there is no source, with hashers too', async () => {
    const hasher = new RandomHyperplanes({ kernels, bits: 64 }).fitSync(points);
    for (const options of [{ metric: 'dot' as const, bitsPerDimension: 2 as const }, { hasher }]) {
      const index = await openInThread({ options });
      const own = HashIndex.create({ kernels, ...options });
      expect(index).toMatchObject({ size: 0, stage: 'complete' });
      await index.add(points);
      own.add(points);
      expect(plain(await index.search(queries))).toEqual(own.search(queries));
    }
  });

  test('takes vectors in pieces, none of which another change overtakes', async () => {
    const index = await openInThread();
    const wide = gaussianPoints(3000, 1024, 4);
    const rows = Array.from({ length: 1200 }, (_, i) => Array.from(wide.row(i)));
    const [all, listed, removed] = await Promise.all([
      index.add(wide),
      index.add(rows),
      index.remove([0, 4000]),
    ]);
    expect([all.length, listed.length, removed]).toEqual([3000, 1200, 2]);
    const [nearest] = (await index.search(wide.row(1100), { k: 2 })).neighbours;
    expect(nearest).toMatchObject({ id: 1100 });
    expect(index.size).toBe(4198);
    const wrong = [...rows, [1, 2, 3]];
    await expect(index.add(wrong)).rejects.toThrow('row 1200 has 3 values where row 0 has 1024');
    expect(await index.add(wide.slice(0, 1))).toEqual([4200]);
  });

  test('copies vectors and queries at the call', async () => {
    const index = await openInThread();
    const vectors = gaussianPoints(50, DIMENSIONS, 5);
    const query = vectors.row(9).slice();
    const adding = index.add(vectors);
    vectors.data.fill(0);
    await adding;
    const searching = index.search(query, { k: 1 });
    query.fill(0);
    expect((await searching).neighbours[0]).toMatchObject({ id: 9 });
  });

  test('tells its progress: codes, then vectors, then all', async () => {
    const told: IndexProgress[] = [];
    const source = inPieces(bytes);
    const index = await openInThread({ source, onProgress: (progress) => told.push(progress) });
    await index.complete;
    const order = told.map(({ stage }) => stage).filter((stage, i, all) => stage !== all[i - 1]);
    expect(order).toEqual(['codes', 'vectors', 'complete']);
    expect(told.at(-1)).toEqual({ stage: 'complete', loaded: bytes.length, total: bytes.length });
    for (let i = 1; i < told.length; i++) {
      expect(told[i]!.loaded).toBeGreaterThanOrEqual(told[i - 1]!.loaded);
    }
  });

  test('waits with changes for vectors that come, and answers searches meanwhile', async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const half = bytes.length >>> 1;
    void writer.write(bytes.slice(0, half));
    const index = await openInThread({ source: new Response(readable) });
    const events: string[] = [];
    const adding = index.add(gaussianPoints(1, DIMENSIONS, 6)).then(() => events.push('added'));
    const result = await index.search(queries.row(0));
    expect(result).toMatchObject({ metric: 'estimated cosine', stage: index.stage });
    expect(result.stage).not.toBe('complete');
    events.push('searched');
    void writer.write(bytes.slice(half)).then(() => writer.close());
    await adding;
    expect(events).toEqual(['searched', 'added']);
    expect(index).toMatchObject({ size: ROWS + 1, stage: 'complete' });
  });

  test('goes on with what it has where the rest fails, and says so', async () => {
    const spoiled = bytes.slice();
    spoiled[bytes.length - 1000]! ^= 1;
    const index = await openInThread({ source: inPieces(spoiled) });
    await expect(index.complete).rejects.toThrow(/checksum of vectors is wrong/);
    expect((await index.search(queries.row(0))).neighbours).toHaveLength(10);
    await expect(index.add(queries)).rejects.toThrow(FormatError);
  });
});

describe('a search in a worker', () => {
  test('that is aborted rejects with the reason, and those after it are answered', async () => {
    const index = await openWhole(bytes);
    const stop = new AbortController();
    const first = index.search(queries.row(0), { signal: stop.signal });
    const batch = index.searchBatch(gaussianPoints(2000, DIMENSIONS, 3), { signal: stop.signal });
    const last = index.search(queries.row(1));
    stop.abort(new Error('typed on'));
    await expect(first).rejects.toThrow('typed on');
    await expect(batch).rejects.toThrow('typed on');
    expect((await last).neighbours).toHaveLength(10);
    await expect(index.search(queries.row(0), { signal: stop.signal })).rejects.toThrow('typed on');
  });

  test('passes by a batch that takes long', async () => {
    const index = await openWhole(bytes);
    const order: string[] = [];
    const batch = index
      .searchBatch(gaussianPoints(1500, DIMENSIONS, 3))
      .then(() => order.push('batch'));
    const search = index.search(queries.row(0)).then(() => order.push('search'));
    await Promise.all([batch, search]);
    expect(order).toEqual(['search', 'batch']);
  });

  test.each<[string, () => unknown, RegExp]>([
    ['an unknown option', () => ({ colour: 1 }), /search has no option "colour"/],
    [
      'a filter function',
      () => ({ filter: () => true }),
      /can't go to an index worker: give where/,
    ],
    ['a function elsewhere', () => ({ k: () => 3 }), /search was given what can't go to an index/],
    ['k of 0', () => ({ k: 0 }), /k must be/],
    ['a signal that is none', () => ({ signal: {} }), /signal must be an AbortSignal/],
  ])('refuses %s by the library’s own error', async (_, options, message) => {
    const index = await openWhole(bytes);
    const refused = index.search(queries.row(0), options() as object);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(InvalidArgumentError);
  });

  test('refuses a query of other dimensions', async () => {
    const index = await openWhole(bytes);
    await expect(index.search([1, 2])).rejects.toThrow(/must have the 48 dimensions of the index/);
  });
});

describe('opening', () => {
  test('ends the worker where the source is no index', async () => {
    const thread = indexThread();
    const exit = ended(thread);
    const opening = openIndexWorker({ worker: () => thread, source: new Uint8Array(100) });
    await expect(opening).rejects.toThrow(/this is no hashplane index/);
    await expect(opening).rejects.toBeInstanceOf(FormatError);
    await exit;
  });

  test('that is aborted rejects with the reason and ends the worker', async () => {
    const thread = indexThread();
    const exit = ended(thread);
    const stop = new AbortController();
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    void writer.write(bytes.slice(0, 1000)).catch(() => {});
    const opening = openIndexWorker({
      worker: () => thread,
      source: new Response(readable),
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('left')),
    });
    await expect(opening).rejects.toThrow('left');
    await exit;
    expect(await writer.closed.catch(() => 'cancelled')).toBe('cancelled');
  });

  test('never begins where the signal is aborted already', async () => {
    const worker = () => expect.fail('a worker was made');
    const opening = openIndexWorker({ worker, signal: AbortSignal.abort(new Error('left')) });
    await expect(opening).rejects.toThrow('left');
  });

  test('waits for a script that loads slowly, and for one that has long begun', async () => {
    const slow = `await new Promise((r) => setTimeout(r, 100)); await import(${JSON.stringify(new URL('../../../../build/index-worker.js', import.meta.url).href)});`;
    const late = new Worker(new URL(`data:text/javascript,${encodeURIComponent(slow)}`));
    const early = indexThread();
    await new Promise((resolve) => early.once('message', resolve));
    for (const thread of [late, early]) {
      const index = await openInThread({ worker: () => thread, source: bytes });
      expect(index.size).toBe(ROWS);
    }
  });

  test('says what a worker that dies died of', async () => {
    const dies = new URL('data:text/javascript,throw new Error("out of luck")');
    const opening = openIndexWorker({ worker: () => new Worker(dies) });
    await expect(opening).rejects.toThrow(/the index worker can't start: out of luck/);
    await expect(opening).rejects.toBeInstanceOf(BackendError);
    const worker = () => {
      throw new Error('cross-origin');
    };
    await expect(openIndexWorker({ worker })).rejects.toThrow(/can't start: cross-origin/);
  });

  test.each<[string, object, RegExp]>([
    ['no worker', {}, /worker must be/],
    [
      'an unknown option',
      { worker: indexThread, sauce: 1 },
      /openIndexWorker has no option "sauce"/,
    ],
    [
      'a number',
      { worker: indexThread, source: 7 },
      /an index source must be an address, .* \{ opfs: 'name' \}, not 7$/,
    ],
    ['what is no worker', { worker: () => ({}) }, /what worker\(\) returns must be a Worker/],
    ['an empty name', { worker: indexThread, source: { opfs: '' } }, /an index source must be/],
    [
      'an else that is no address',
      { worker: indexThread, source: { indexedDB: 'a', else: 5 } },
      /^else must be the address of what is opened where nothing is kept, not 5/,
    ],
    ['two stores', { worker: indexThread, source: { opfs: 'a', indexedDB: 'b' } }, /must be/],
    [
      'a folder of the other store',
      { worker: indexThread, source: { opfs: 'a', database: 'b' } },
      /has no database/,
    ],
  ])('refuses %s', async (_, options, message) => {
    const opening = openIndexWorker(options as never);
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.toBeInstanceOf(InvalidArgumentError);
  });

  test('downloads what a host without a store can not keep, and says so', async () => {
    const warnings: string[] = [];
    const index = await openInThread<Book>({
      source: {
        indexedDB: 'books',
        else: `data:application/octet-stream;base64,${Buffer.from(bytes).toString('base64')}`,
      },
      options: { onWarning: (message) => warnings.push(message) },
    });
    await index.complete;
    expect([index.size, index.isKept]).toEqual([ROWS, false]);
    expect(warnings).toEqual([expect.stringMatching(/IndexedDB.*; it is downloaded$/)]);
  });

  test('tells where a file is damaged', async () => {
    const spoiled = bytes.slice();
    spoiled[20]! ^= 1;
    const opening = openInThread({ source: spoiled });
    await expect(opening).rejects.toBeInstanceOf(FormatError);
    await expect(opening).rejects.toMatchObject({
      offset: 20,
      message: expect.stringMatching(/at byte 20/),
    });
  });

  test('refuses wrong options of an index by the library’s own error', async () => {
    const opening = openIndexWorker({ worker: indexThread, options: { metric: 'x' as never } });
    await expect(opening).rejects.toThrow(/metric must be one of/);
  });
});

describe('a closed index worker', () => {
  test('has ended, and rejects what waits and what comes', async () => {
    const thread = indexThread();
    const exit = ended(thread);
    const index = await openInThread({ worker: () => thread, source: bytes });
    const waiting = index.searchBatch(gaussianPoints(3000, DIMENSIONS, 3));
    const [refused] = await Promise.allSettled([waiting, index.close(), exit]);
    expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(DisposedError) });
    await expect(index.search(queries.row(0))).rejects.toBeInstanceOf(DisposedError);
    await expect(index.add(queries)).rejects.toThrow(/this index worker was disposed of/);
    await index.close();
  });

  test('rejects calls by a BackendError where it died', async () => {
    const thread = indexThread();
    const index = await openInThread({ worker: () => thread, source: bytes });
    const waiting = index.searchBatch(gaussianPoints(3000, DIMENSIONS, 3));
    const [refused] = await Promise.allSettled([waiting, thread.terminate()]);
    const message = expect.stringMatching(/the index worker died: .*; open the index again/);
    expect(refused).toMatchObject({ status: 'rejected', reason: { message } });
    await expect(index.ids()).rejects.toBeInstanceOf(BackendError);
  });
});
