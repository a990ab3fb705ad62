import { describe, expect, test } from 'vitest';
import { HashIndex } from '../../../../src/search/hash-index/hash-index.ts';
import type { HashIndexSearchOptions } from '../../../../src/search/hash-index/types.ts';
import { gaussianPoints } from '../../models/points.ts';
import { closePoolsAfterEach, threadPool } from '../../workers/pools.ts';
import { emptyIndex, kernels, lsh } from './made.ts';

closePoolsAfterEach();

const queries = gaussianPoints(40, 8, 9);
const rules: HashIndexSearchOptions[] = [
  {},
  { candidates: 'all' },
  { candidates: 25, k: 7 },
  { radius: 3 },
  { probes: 6 },
  { candidates: 25, filter: (id) => Number(id) % 3 === 0 },
  { candidates: 'all', filter: Uint8Array.of(0b10110, 0, 255) },
];

/** Several segments, with some rows removed. */
function filled(keepVectors: 'float32' | 'int8' | false): HashIndex {
  const hasher = [lsh(20, 8, 1), lsh(11, 8, 2)];
  const index = new HashIndex({ kernels, hasher, keepVectors });
  const points = gaussianPoints(600, 8, 3);
  for (const [from, to] of [
    [0, 400],
    [400, 550],
    [550, 600],
  ])
    index.add(points.slice(from, to));
  index.remove([1, 2, 3, 450, 599]);
  return index;
}

describe.each(['float32', 'int8', false] as const)('searchBatch with vectors %s', (form) => {
  test('finds what search finds, on a pool of workers and without', async () => {
    const executor = await threadPool({ threads: 2 });
    const index = filled(form);
    expect(index.stats.segments).toBeGreaterThan(1);
    for (const rule of rules) {
      const expected = index.search(queries, rule);
      expect(await index.searchBatch(queries, rule)).toEqual(expected);
      const onPool = await index.searchBatch(queries, { ...rule, executor });
      const results = (list: typeof expected) => list.map(({ probes: _, ...rest }) => rest);
      expect(results(onPool)).toEqual(results(expected));
    }
  });
});

describe('a batch that runs', () => {
  test.each([false, true])(
    'sees the index as it was when it was called; pool: %s',
    async (onPool) => {
      const executor = onPool ? await threadPool({ threads: 2 }) : undefined;
      for (const rule of rules) {
        const index = filled('float32');
        const expected = index.search(queries, rule).map(({ neighbours }) => neighbours);
        const own = gaussianPoints(40, 8, 9);
        const running = index.searchBatch(own, { ...rule, executor });
        own.data.fill(0);
        index.remove(index.ids().slice(0, 500));
        index.add(gaussianPoints(900, 8, 77));
        index.rehash(lsh(5, 8));
        expect((await running).map(({ neighbours }) => neighbours)).toEqual(expected);
        const after = await index.searchBatch(queries, { candidates: 'all', k: 1000, executor });
        const left = new Set(index.ids());
        for (const { neighbours } of after) {
          expect(neighbours.every(({ id }) => left.has(id))).toBe(true);
          expect(neighbours.length).toBe(Math.min(1000, index.size));
        }
        index.dispose();
      }
    },
  );

  test('tells how far it is and stops when it is told to', async () => {
    const index = filled('float32');
    const seen: number[] = [];
    await index.searchBatch(queries, { onProgress: (done) => seen.push(done) });
    expect(seen.at(-1)).toBe(40);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const controller = new AbortController();
    const stopped = index.searchBatch(queries, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  test('lets other tasks run in between', async () => {
    const index = filled('float32');
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const many = gaussianPoints(2000, 8, 5);
    await index.searchBatch(many, { candidates: 'all' });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });

  test('refuses what search refuses', async () => {
    const index = emptyIndex(8);
    await expect(index.searchBatch(gaussianPoints(1, 7, 1))).rejects.toThrow(/the 8 dimensions/);
    await expect(index.searchBatch(queries, { k: 0 })).rejects.toThrow(/k must be/);
    expect(await index.searchBatch(queries)).toHaveLength(40);
  });
});
