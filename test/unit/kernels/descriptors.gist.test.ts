import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Picture } from '../../../src/core/picture.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { GIST_VALUES } from '../../../src/kernels/descriptors/api.ts';
import { descriptorKernels } from '../../../src/kernels/descriptors/kernels.ts';
import { largestDifference } from '../../support/largest-difference.ts';
import { greyPicture, patternPicture } from '../../support/pictures.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/golden/${name}.json`, import.meta.url), 'utf8'));
const descriptors = descriptorKernels(createKernelsSync());

function gistOf({ data, width, height }: Picture, side: number): Float32Array {
  const describer = descriptors.createDescriber({ side, gist: true, cell: null });
  describer.take(data, width, height);
  const values = new Float32Array(GIST_VALUES);
  describer.gist(values);
  describer.dispose();
  return values;
}

describe('GIST', () => {
  const { pictures, gist } = read('gist') as { pictures: string[]; gist: number[][] };

  test.each(pictures.map((_, i) => i))('is that of LMgist for picture %d', (i) => {
    const rgb = Buffer.from(pictures[i], 'base64');
    const data = new Uint8Array(32 * 32 * 4).fill(255);
    for (let p = 0; p < 32 * 32; p++) data.set(rgb.subarray(3 * p, 3 * p + 3), 4 * p);
    const values = gistOf({ width: 32, height: 32, data }, 32);
    expect(largestDifference(values, gist[i])).toBeLessThan(2e-6);
  });

  const computed = read('descriptors').gist as { side: number; values: number[] }[];
  test.each(computed)('of side $side is what numpy computes in float64', ({ side, values }) => {
    const found = gistOf(patternPicture(side, side), side);
    expect(largestDifference(found, values)).toBeLessThan(2e-6);
  });

  test('of a flat picture is exactly 0, whatever its brightness', () => {
    for (const value of [0, 77, 255]) {
      const values = gistOf(greyPicture(5, 9, new Array(45).fill(value)), 32);
      expect(values.every((v) => v === 0)).toBe(true);
    }
  });

  test('does not change when the picture gets brighter by a factor, nearly', () => {
    const dark = greyPicture(
      32,
      32,
      Array.from({ length: 1024 }, (_, i) => 40 + ((i * 7) % 60)),
    );
    const bright = greyPicture(
      32,
      32,
      Array.from({ length: 1024 }, (_, i) => 80 + 2 * ((i * 7) % 60)),
    );
    expect(largestDifference(gistOf(dark, 32), gistOf(bright, 32))).toBeLessThan(0.002);
  });

  test('of a turned picture has the same values in other places', () => {
    const size = 32;
    const { data } = patternPicture(size, size);
    const turned = new Uint8Array(data.length);
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        // By half a turn.
        const from = 4 * (y * size + x);
        turned.set(data.subarray(from, from + 4), data.length - 4 - from);
      }
    }
    const values = gistOf({ width: size, height: size, data }, size);
    const others = gistOf({ width: size, height: size, data: turned }, size);
    // A filter sees half of the plane, of which the other half is the conjugate: magnitudes stay.
    for (let filter = 0; filter < 32; filter++) {
      const blocks = values.subarray(filter * 16, filter * 16 + 16);
      const reversed = others.slice(filter * 16, filter * 16 + 16).reverse();
      expect(largestDifference(blocks, reversed)).toBeLessThan(1e-6);
    }
  });
});
