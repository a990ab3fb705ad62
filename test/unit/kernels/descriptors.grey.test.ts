import { expect, test } from 'vitest';
import type { Picture } from '../../../src/core/picture.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { descriptorKernels } from '../../../src/kernels/descriptors/kernels.ts';
import { largestDifference } from '../../support/largest-difference.ts';
import { greyPicture, patternPicture } from '../../support/pictures.ts';

const descriptors = descriptorKernels(createKernelsSync());

function greyOf({ data, width, height }: Picture, side: number): Float32Array {
  const describer = descriptors.createDescriber({ side, gist: false, cell: 1 });
  describer.take(data, width, height);
  const values = new Float32Array(side * side);
  describer.grey(values);
  describer.dispose();
  return values;
}

/** Area averages by the overlap of each pair of pixels. */
function averaged({ data, width, height }: Picture, side: number): Float64Array {
  const out = new Float64Array(side * side);
  const overlap = (pixel: number, of: number, target: number) =>
    Math.max(
      0,
      Math.min(pixel + 1, ((target + 1) * of) / side) - Math.max(pixel, (target * of) / side),
    );
  for (let i = 0; i < side * side; i++) {
    let weights = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const weight = overlap(y, height, Math.floor(i / side)) * overlap(x, width, i % side);
        const [r, g, b, a] = data.subarray(4 * (y * width + x));
        const grey = 0.299 * r + 0.587 * g + 0.114 * b;
        out[i] += weight * ((grey * a + 255 * (255 - a)) / 255);
        weights += weight;
      }
    }
    out[i] /= weights;
  }
  return out;
}

test.each([
  [1, 1],
  [2, 3],
  [5, 64],
  [8, 8],
  [9, 7],
  [31, 17],
  [40, 24],
])('a picture of %d x %d is averaged over areas, and over white', (width, height) => {
  const picture = patternPicture(width, height, 9);
  for (let i = 3; i < picture.data.length; i += 12) picture.data[i] = (i * 5) % 256;
  for (const side of [8, 12, 17]) {
    expect(largestDifference(greyOf(picture, side), averaged(picture, side))).toBeLessThan(2e-5);
  }
});

test('a picture of the same size stays as it is, not rounded', () => {
  const picture = patternPicture(12, 12);
  const { data } = picture;
  const expected = Float32Array.from({ length: 144 }, (_, i) => {
    return (299 * data[4 * i] + 587 * data[4 * i + 1] + 114 * data[4 * i + 2]) / 1000;
  });
  expect(greyOf(picture, 12)).toEqual(expected);
});

test('equal pixels stay equal, whatever the sizes', () => {
  for (const [width, height] of [
    [7, 3],
    [640, 11],
    [1, 1000],
  ]) {
    const values = greyOf(greyPicture(width, height, new Array(width * height).fill(173)), 24);
    expect(new Set(values)).toEqual(new Set([173]));
  }
});

test('what is wholly transparent is white', () => {
  expect(new Set(greyOf({ width: 3, height: 2, data: new Uint8Array(24) }, 8))).toEqual(
    new Set([255]),
  );
});

test('pictures of many rows pass in several runs', () => {
  const [width, height] = [3000, 200];
  const values = Array.from({ length: width * height }, (_, i) => Math.floor(i / width));
  const grey = greyOf(greyPicture(width, height, values), 8);
  for (let y = 0; y < 8; y++) expect(grey[8 * y + 3]).toBe(25 * y + 12);
});
