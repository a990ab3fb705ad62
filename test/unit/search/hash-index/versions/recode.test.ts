import { describe, expect, test } from 'vitest';
import type { Hasher } from '../../../../../src/core/hasher.ts';
import { Matrix } from '../../../../../src/core/matrix.ts';
import { createKernelsSync } from '../../../../../src/kernels/create.ts';
import { loadHasher } from '../../../../../src/models/fitted-hasher.ts';
import { HashIndex } from '../../../../../src/search/hash-index/hash-index.ts';
import type {
  HashIndexBatchOptions,
  HashIndexSearchOptions,
} from '../../../../../src/search/hash-index/types.ts';
import { allBackends } from '../../../../support/backends.ts';
import { gaussianPoints } from '../../../../support/points.ts';
import { closePoolsAfterEach, threadPool } from '../../../../support/pools.ts';
import { emptyIndex, kernels, lsh } from '../made.ts';

closePoolsAfterEach();

const DIMENSIONS = 6;
const queries = gaussianPoints(20, DIMENSIONS, 9);
const rules: HashIndexSearchOptions[] = [
  {},
  { candidates: 'all' },
  { candidates: 25, k: 7 },
  { radius: 3 },
  { probes: 6 },
  { candidates: 25, filter: (id) => Number(id) % 3 === 0 },
  { radius: 2, filter: Uint8Array.of(0b10110, 0, 255) },
];

/** Versions 1, 2 and 3 in several segments, of which the first has removed rows. */
function mixed(keepVectors: 'float32' | 'int8' = 'float32'): HashIndex {
  const index = emptyIndex(DIMENSIONS, { keepVectors });
  index.add(gaussianPoints(600, DIMENSIONS, 1));
  index.adoptHasher(lsh(16, DIMENSIONS, 2));
  index.add(gaussianPoints(200, DIMENSIONS, 2));
  index.adoptHasher(lsh(16, DIMENSIONS, 3));
  index.add(gaussianPoints(70, DIMENSIONS, 3));
  index.remove([0, 5, 6, 7, 599, 600, 868]);
  return index;
}

/** An index of one hasher with the same entries, added at once; with int8 codes are of what is kept. */
function fresh(index: HashIndex, points: Matrix, seed: number): HashIndex {
  const { keepVectors } = index;
  const hasher = lsh(16, DIMENSIONS, seed);
  const made = emptyIndex(DIMENSIONS, { keepVectors, hasher });
  made.add(points.selectRows(index.ids() as number[]), index.ids());
  if (keepVectors === 'int8') made.rehash(hasher);
  return made;
}

function expectSameBytes(a: Uint8Array, b: Uint8Array): void {
  expect(Buffer.compare(a, b)).toBe(0);
}

const results = (index: HashIndex, options: HashIndexSearchOptions) =>
  index.search(queries, options).map(({ probes: _, ...rest }) => rest);

/** The points of `mixed`, by id. */
const allPoints = () => {
  const parts = [gaussianPoints(600, DIMENSIONS, 1), gaussianPoints(200, DIMENSIONS, 2)];
  return joined([...parts, gaussianPoints(70, DIMENSIONS, 3)]);
};
function joined(parts: readonly Matrix[]): Matrix {
  const made = parts.flatMap((part) => Array.from({ length: part.rows }, (_, i) => part.row(i)));
  return Matrix.from(made);
}

describe.each(['float32', 'int8'] as const)('recoding with vectors %s', (form) => {
  test('goes from the oldest version to the newest, and through each in order of insertion', async () => {
    const index = mixed(form);
    const counts = () => index.stats.versions.map(({ version, entries }) => [version, entries]);
    expect(counts()).toEqual([
      [1, 595],
      [2, 199],
      [3, 69],
    ]);
    expect(await index.recode({ entries: 200 })).toBe(200);
    expect(counts()).toEqual([
      [1, 395],
      [2, 199],
      [3, 269],
    ]);
    // The first 200 of version 1 that are not removed, and none behind them.
    const next = lsh(16, DIMENSIONS, 3);
    const before = lsh(16, DIMENSIONS);
    const ids = index.ids().slice(0, 595) as number[];
    const points = allPoints();
    const far = (id: number) => {
      const one = points.slice(id, id + 1);
      const found = index.search(one.row(0), { radius: 0, k: 1000 }).neighbours;
      return { one, own: new Set(found.map((each) => each.id)) };
    };
    for (const [place, id] of ids.entries()) {
      const { one, own } = far(ids[(place * 7) % 595]!);
      const hasher = place < 200 ? next : before;
      const isSame =
        hasher.encode(points.slice(id, id + 1)).bucketIndex(0) ===
        hasher.encode(one).bucketIndex(0);
      expect(own.has(id)).toBe(isSame);
    }
    expect(await index.recode({ entries: 500 })).toBe(500);
    expect(counts()).toEqual([
      [2, 94],
      [3, 769],
    ]);
    expect(await index.recode()).toBe(94);
    expect(await index.recode()).toBe(0);
    expect(index.stats).toMatchObject({ stale: 0, versions: [{ version: 3, entries: 863 }] });
  });

  test('leads to the results of an index that had the newest hasher from the beginning', async () => {
    const index = mixed(form);
    await index.recode();
    const other = fresh(index, allPoints(), 3);
    for (const rule of rules) expect(results(index, rule)).toEqual(results(other, rule));
    expectSameBytes(index.save(), other.save());
  });

  test('is done by saving, whose file is that of one hasher', async () => {
    const index = mixed(form);
    await index.recode({ entries: 100 });
    const bytes = index.save();
    expect(index.stats.stale).toBe(0);
    expectSameBytes(bytes, fresh(index, allPoints(), 3).save());
    const loaded = HashIndex.load(bytes, { kernels, loadHasher });
    for (const rule of rules) expect(results(loaded, rule)).toEqual(results(index, rule));
    expect(loaded.stats.versions).toEqual([{ version: 1, entries: 863 }]);
  });
});

describe('entries that are stale', () => {
  test('are found by batches, on a pool too, as by search', async () => {
    const executor = await threadPool({ threads: 2 });
    const index = mixed();
    await index.recode({ entries: 150 });
    for (const rule of rules) {
      const expected = index.search(queries, rule);
      expect(await index.searchBatch(queries, rule)).toEqual(expected);
      const onPool = await index.searchBatch(queries, { ...rule, executor });
      expect(onPool.map(({ probes: _, ...rest }) => rest)).toEqual(results(index, rule));
    }
  });

  test('are the same on every backend', async () => {
    const all = await Promise.all(
      allBackends().map(async (own) => {
        const hasher = lsh(16, DIMENSIONS, 0, own);
        const index = HashIndex.create({ kernels: own, hasher });
        index.add(allPoints());
        index.adoptHasher(lsh(16, DIMENSIONS, 3, own));
        await index.recode({ entries: 300 });
        return rules.map((rule) => index.search(queries, rule));
      }),
    );
    expect(all.length).toBeGreaterThan(2);
    for (const results of all) expect(results).toEqual(all[0]);
  });

  test.each([false, true])(
    'a batch that runs sees the index as it was when it was called, also when it is recoded; pool: %s',
    async (onPool) => {
      const executor = onPool ? await threadPool({ threads: 2 }) : undefined;
      for (const rule of rules) {
        const index = mixed();
        const options: HashIndexBatchOptions = { ...rule, executor };
        const expected = results(index, rule);
        const running = index.searchBatch(queries, options);
        const recoded = index.recode();
        index.remove(index.ids().slice(300));
        await recoded;
        index.adoptHasher(lsh(16, DIMENSIONS, 8));
        index.add(gaussianPoints(10, DIMENSIONS, 4));
        expect(index.stats.stale).toBe(300);
        const found = (await running).map(({ probes: _, ...rest }) => rest);
        expect(found).toEqual(expected);
      }
    },
  );
});

describe('while it goes on', () => {
  const queries40 = gaussianPoints(2, 40, 9);

  /** More rows than are coded in one turn. */
  function large(): HashIndex {
    const index = emptyIndex(40);
    index.add(gaussianPoints(40_000, 40, 1));
    index.adoptHasher(lsh(16, 40, 2));
    return index;
  }

  test('searches are right, vectors come and go, and it tells how far it is', async () => {
    const index = large();
    const seen: number[] = [];
    const progress: [number, number][] = [];
    const end = index.recode({ onProgress: (...told) => progress.push(told) });
    let isDone = false;
    void end.then(() => (isDone = true));
    const query = gaussianPoints(1, 40, 1).row(0);
    for (let turn = 0; !isDone; turn++) {
      seen.push(index.stats.stale);
      expect(index.search(query, { radius: 0, k: 1 }).neighbours[0]).toMatchObject({ id: 0 });
      index.upsert(gaussianPoints(2, 40, 1000 + turn), [100 + turn, 39_000 - turn]);
      index.add(gaussianPoints(1, 40, turn));
      index.remove([200 + 2 * turn]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(new Set(seen).size).toBeGreaterThan(2);
    expect(index.stats.stale).toBe(0);
    const done = await end;
    expect(done).toBeLessThan(40_000);
    expect(progress.at(-1)).toEqual([done, done]);
    for (const [i, [count, total]] of progress.entries()) {
      expect(count).toBeGreaterThan(progress[i - 1]?.[0] ?? 0);
      expect(total).toBeLessThanOrEqual(40_000);
    }
    const bytes = index.save();
    index.rehash(lsh(16, 40, 2));
    expectSameBytes(index.save(), bytes);
  });

  test('it can be broken off: what is done stays done, and the rest can follow', async () => {
    const index = large();
    const stop = new AbortController();
    const reason = new Error('enough');
    const broken = index.recode({ onProgress: () => stop.abort(reason), signal: stop.signal });
    await expect(broken).rejects.toBe(reason);
    const { stale } = index.stats;
    expect(stale).toBeGreaterThan(0);
    expect(stale).toBeLessThan(40_000);
    await expect(index.recode({ signal: stop.signal })).rejects.toBe(reason);
    expect(await index.recode()).toBe(stale);
  });

  test('another hasher can be adopted, and counts from then on', async () => {
    const index = large();
    const running = index.recode();
    await new Promise((resolve) => setImmediate(resolve));
    index.adoptHasher(lsh(16, 40, 3));
    await running;
    expect(index.stats).toMatchObject({ stale: 0, versions: [{ version: 3, entries: 40_000 }] });
    const bytes = index.save();
    index.rehash(lsh(16, 40, 3));
    expectSameBytes(index.save(), bytes);
  });

  test('segments can be rewritten, whose vectors lie in the backend', async () => {
    const index = large();
    index.search(queries40, { candidates: 'all' });
    const next = lsh(16, 40, 3);
    let calls = 0;
    const removing: Hasher = {
      ...{ bits: 16, dimensions: 40 },
      encode(points) {
        // In the midst of the rows that are coded together.
        if (++calls === 3) index.remove(Array.from({ length: 25_000 }, (_, i) => i));
        return next.encode(points);
      },
      projections: (points) => next.projections(points),
      save: () => next.save(),
    };
    index.adoptHasher(removing);
    expect(await index.recode()).toBe(15_000);
    const bytes = index.save();
    index.rehash(next);
    expectSameBytes(index.save(), bytes);
  });

  test('two of them share the work', async () => {
    const index = large();
    const counts = await Promise.all([index.recode(), index.recode()]);
    expect(counts[0]! + counts[1]!).toBe(40_000);
    expect(index.stats.stale).toBe(0);
  });

  test('an index that is disposed of ends it', async () => {
    const index = large();
    const running = index.recode();
    index.dispose();
    await expect(running).rejects.toThrow(/disposed/);
    expect(index.size).toBe(0);
    await expect(index.recode()).rejects.toThrow(/disposed/);
  });
});

test('recoding gives the memory of old codes and vectors back', async () => {
  const own = createKernelsSync();
  const index = HashIndex.create({ kernels: own, hasher: lsh(16, DIMENSIONS, 0, own) });
  index.add(allPoints());
  index.search(queries, { candidates: 20 });
  const before = own.memoryBytes;
  for (let seed = 1; seed < 40; seed++) {
    index.adoptHasher(lsh(16, DIMENSIONS, 1, own));
    index.search(queries, { candidates: 20 });
    await index.recode({ entries: 400 });
    index.search(queries, { candidates: 20 });
    await index.recode();
    index.search(queries, { candidates: 20 });
  }
  expect(index.stats.stale).toBe(0);
  expect(own.memoryBytes).toBeLessThan(before + 2 ** 20);
});

test('options of recode are checked', async () => {
  const index = mixed();
  const refused = (options: object) => expect(index.recode(options)).rejects.toThrow();
  await refused({ entries: 0 });
  await refused({ entries: 1.5 });
  await refused({ limit: 3 });
  await refused({ onProgress: 3 });
  expect(index.stats.stale).toBe(794);
});
