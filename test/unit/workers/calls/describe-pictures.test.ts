import { describe, expect, test } from 'vitest';
import { PictureDescriptor } from '../../../../src/descriptors/picture-descriptor.ts';
import { BACKENDS } from '../../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { patternPicture } from '../../../support/pictures.ts';
import { closePoolsAfterEach, threadPool } from '../../../support/pools.ts';

const kernels = createKernelsSync();
const PICTURES = Array.from({ length: 9 }, (_, i) => patternPicture(3 + 11 * i, 40 - 4 * i, i));

closePoolsAfterEach();

describe.each(BACKENDS)('pictures described by a pool on %s', (backend) => {
  test.each([1, 2])('of %d threads are those of one thread', async (threads) => {
    const pool = await threadPool({ threads, backend });
    for (const descriptor of ['hog', 'gist+hog'] as const) {
      const describer = new PictureDescriptor({ kernels, descriptor, side: 16 });
      const alone = await describer.describe(PICTURES);
      const told: number[][] = [];
      const onProgress = (done: number, total: number) => told.push([done, total]);
      expect(await describer.describe(PICTURES, { pool, onProgress })).toEqual(alone);
      expect(told.at(-1)).toEqual([9, 9]);
      // Once more, with the tables that are there.
      expect(await describer.describe(PICTURES, { pool })).toEqual(alone);
    }
  });
});

describe('pictures described by a pool', () => {
  test('stay whole: views and memory of the caller are copied', async () => {
    const { width, height, data } = PICTURES[1];
    const wide = new Uint8ClampedArray(data.length + 7);
    wide.set(data, 3);
    const view = { width, height, data: wide.subarray(3, 3 + data.length) };
    const describer = new PictureDescriptor({ kernels, descriptor: 'hog', side: 16 });
    const pool = await threadPool({ threads: 2 });
    const described = await describer.describe([view, PICTURES[1]], { pool });
    expect(described.row(0)).toEqual(described.row(1));
    expect(wide.length).toBe(data.length + 7);
  });

  test('can be stopped', async () => {
    const pool = await threadPool({ threads: 2 });
    const stop = new AbortController();
    const many = Array.from({ length: 2000 }, () => PICTURES[5]);
    const describing = new PictureDescriptor({ kernels, side: 256 }).describe(many, {
      pool,
      signal: stop.signal,
    });
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(describing).rejects.toThrow('enough');
  });

  test('of which there are none take no time', async () => {
    const pool = await threadPool({ threads: 2 });
    const describer = new PictureDescriptor({ kernels, descriptor: 'hog' });
    expect((await describer.describe([], { pool })).rows).toBe(0);
  });
});
