import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { BACKENDS } from '../../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { trainNetworks } from '../../../../src/learners/network/train-all.ts';
import { closePoolsAfterEach, randomMatrix, threadPool } from '../../../support/pools.ts';

const kernels = createKernelsSync();
const points = randomMatrix(90, 6);
const targets = new Matrix(
  Float32Array.from({ length: 90 * 3 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 1 : 0)),
  90,
  3,
);
const SETTINGS = { hidden: [10], epochs: 4, batch: 16, mixup: 0.2 };
const TASKS = [1, 2, 3, 4, 5].map((seed) => ({
  problem: { points, targets, loss: 'softmax' as const },
  settings: { ...SETTINGS, seed },
}));

closePoolsAfterEach();

describe.each(BACKENDS)('networks trained by a pool on %s', (backend) => {
  test.each([1, 2])('of %d threads are those of one thread', async (threads) => {
    const alone = await trainNetworks(kernels, TASKS);
    const pool = await threadPool({ threads, backend });
    const told: number[][] = [];
    const onProgress = (done: number, total: number) => told.push([done, total]);
    expect(await trainNetworks(kernels, TASKS, { pool, onProgress })).toEqual(alone);
    expect(told.at(-1)).toEqual([5000, 5000]);
  });
});

describe('networks trained by a pool', () => {
  test('on copies of the points are the same', async () => {
    const pool = await threadPool({ threads: 2, shareMemory: false });
    expect(await trainNetworks(kernels, TASKS, { pool })).toEqual(
      await trainNetworks(kernels, TASKS),
    );
  });

  test('can be stopped', async () => {
    const pool = await threadPool({ threads: 2 });
    const stop = new AbortController();
    const endless = TASKS.map(({ problem }) => ({ problem, settings: { epochs: 100_000 } }));
    const training = trainNetworks(kernels, endless, { pool, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(training).rejects.toThrow('enough');
  });
});

describe('several networks on one thread', () => {
  test('tell how far they are, and none takes no time', async () => {
    const told: number[] = [];
    await trainNetworks(kernels, TASKS.slice(0, 2), { onProgress: (done) => told.push(done) });
    expect(told).toEqual([250, 500, 750, 1000, 1250, 1500, 1750, 2000]);
    expect(await trainNetworks(kernels, [])).toEqual([]);
  });
});
