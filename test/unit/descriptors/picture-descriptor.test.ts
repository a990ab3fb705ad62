import { describe, expect, test } from 'vitest';
import { DisposedError, InvalidArgumentError } from '../../../src/core/errors.ts';
import {
  PictureDescriptor,
  type PictureDescriptorOptions,
} from '../../../src/descriptors/picture-descriptor.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { largestDifference } from '../../support/largest-difference.ts';
import { greyPicture, patternPicture } from '../../support/pictures.ts';

const kernels = createKernelsSync();
const make = (options: Omit<PictureDescriptorOptions, 'kernels'> = {}) =>
  new PictureDescriptor({ kernels, ...options });
const pictures = [patternPicture(40, 30), patternPicture(7, 90, 1), patternPicture(64, 64, 2)];

describe('PictureDescriptor', () => {
  test('has defaults', () => {
    const { descriptor, side, cell, dimensions } = make();
    expect({ descriptor, side, cell, dimensions }).toEqual({
      descriptor: 'gist+hog',
      side: 64,
      cell: 8,
      dimensions: 512 + 7 * 7 * 36,
    });
  });

  test.each([
    [28, 4],
    [32, 4],
    [64, 8],
    [96, 12],
    [256, 32],
    [8, 1],
  ])('of side %d has cells of %d pixels', (side, cell) => {
    expect(make({ side }).cell).toBe(cell);
  });

  test.each<[Omit<PictureDescriptorOptions, 'kernels'>, string]>([
    [{ descriptor: 'sift' as never }, 'descriptor must be one of gist, hog, gist+hog, not "sift"'],
    [{ side: 30 }, 'side must be a multiple of 4, not 30'],
    [{ side: 7 }, 'side must be a whole number from 8 to 1024, not 7'],
    [{ side: 32, cell: 5 }, 'cell must divide 32, the side, and 5 does not'],
    [{ side: 32, cell: 32 }, 'cell must be a whole number from 1 to 16, not 32'],
  ])('refuses %j', (options, message) => {
    expect(() => make(options)).toThrow(InvalidArgumentError);
    expect(() => make(options)).toThrow(message);
  });

  test('takes sides that are no multiple of 4 for HOG alone', () => {
    expect(make({ descriptor: 'hog', side: 21, cell: 7 }).dimensions).toBe(4 * 36);
  });

  test('describes each picture by itself', async () => {
    const descriptor = make({ side: 32 });
    const all = await descriptor.describe(pictures);
    expect([all.rows, all.cols]).toEqual([3, descriptor.dimensions]);
    for (const [i, picture] of pictures.entries()) {
      expect((await descriptor.describe([picture])).data).toEqual(all.row(i));
    }
    expect((await descriptor.describe([])).rows).toBe(0);
  });

  test('joins both descriptors, GIST of norm 1 and HOG of norm .55', async () => {
    const both = await make({ side: 32 }).describe(pictures);
    const gist = await make({ descriptor: 'gist', side: 32 }).describe(pictures);
    const hog = await make({ descriptor: 'hog', side: 32 }).describe(pictures);
    for (let i = 0; i < pictures.length; i++) {
      const unit = (row: Float32Array) => row.map((value) => value / Math.hypot(...row));
      const expected = [...unit(gist.row(i)), ...unit(hog.row(i)).map((v) => 0.55 * v)];
      expect(largestDifference(both.row(i), expected)).toBeLessThan(1e-6);
    }
  });

  test('gives zeros for flat pictures, down to one pixel', async () => {
    const flat = [greyPicture(1, 1, [9]), greyPicture(30, 2, new Array(60).fill(200))];
    for (const descriptor of ['gist', 'hog', 'gist+hog'] as const) {
      const { data } = await make({ descriptor, side: 16 }).describe(flat);
      expect(data.every((value) => value === 0)).toBe(true);
    }
  });

  test('counts pictures, and stops when it is told to', async () => {
    const told: number[][] = [];
    const onProgress = (done: number, total: number) => told.push([done, total]);
    const descriptor = make({ descriptor: 'hog', side: 16 });
    await descriptor.describe(pictures, { onProgress });
    expect(told).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    await expect(descriptor.describe(pictures, { signal: stop.signal })).rejects.toThrow('enough');
  });

  test('names the picture that is wrong', async () => {
    const wrong = { width: 2, height: 2, data: new Uint8Array(12) };
    await expect(make().describe([...pictures, wrong])).rejects.toThrow(
      'the data of picture 3 must be 16 bytes',
    );
  });

  test('describes nothing any more once it is disposed of', async () => {
    const descriptor = make({ descriptor: 'hog', side: 16 });
    await descriptor.describe(pictures);
    descriptor.dispose();
    descriptor.dispose();
    await expect(descriptor.describe(pictures)).rejects.toThrow(DisposedError);
  });
});
