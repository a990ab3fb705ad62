import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Picture } from '../../../src/core/picture.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { hogValues } from '../../../src/kernels/descriptors/api.ts';
import { descriptorKernels } from '../../../src/kernels/descriptors/kernels.ts';
import { largestDifference } from '../../support/largest-difference.ts';
import { greyPicture, patternPicture } from '../../support/pictures.ts';

const descriptors = descriptorKernels(createKernelsSync());

function hogOf({ data, width, height }: Picture, side: number, cell: number): Float32Array {
  const describer = descriptors.createDescriber({ side, gist: false, cell });
  describer.take(data, width, height);
  const values = new Float32Array(hogValues(side, cell));
  describer.hog(values);
  describer.dispose();
  return values;
}

/** A grey picture by a function of its places. */
function drawn(side: number, value: (x: number, y: number) => number): Picture {
  const values = Array.from({ length: side * side }, (_, i) =>
    value(i % side, Math.floor(i / side)),
  );
  return greyPicture(side, side, values);
}

describe('HOG', () => {
  const { hog } = JSON.parse(
    readFileSync(new URL('../../fixtures/golden/descriptors.json', import.meta.url), 'utf8'),
  ) as { hog: { side: number; cell: number; values: number[] }[] };

  test.each(hog)('of side $side and cell $cell is what numpy computes in float64', (given) => {
    const { side, cell, values } = given;
    expect(
      largestDifference(hogOf(patternPicture(side, side, 4), side, cell), values),
    ).toBeLessThan(3e-6);
  });

  test.each([
    ['an upright edge', 0, (x: number, _: number) => (x < 8 ? 0 : 200)],
    ['an upright edge, bright on the left', 0, (x: number, _: number) => (x < 8 ? 200 : 0)],
    ['a level edge', 4.5, (_: number, y: number) => (y < 8 ? 0 : 200)],
  ])('of %s lies at direction %d', (_, direction, value) => {
    const values = hogOf(drawn(16, value), 16, 8);
    for (let bin = 0; bin < 9; bin++) {
      const isBeside = Math.abs(bin - direction) < 1;
      for (let cell = 0; cell < 4; cell++) {
        if (isBeside) expect(values[cell * 9 + bin]).toBeGreaterThan(0.3);
        else expect(values[cell * 9 + bin]).toBe(0);
      }
    }
  });

  test('blocks of pictures with edges have norm 1', () => {
    const values = hogOf(patternPicture(32, 32), 32, 4);
    for (let at = 0; at < values.length; at += 36) {
      expect(Math.hypot(...values.subarray(at, at + 36))).toBeCloseTo(1, 5);
    }
  });

  test('does not see whether a picture is a negative, nor its brightness', () => {
    const value = (x: number, y: number) => (x * x * 3 + x * y + 11 * y) % 100;
    const values = hogOf(drawn(24, value), 24, 4);
    const negative = hogOf(
      drawn(24, (x, y) => 255 - value(x, y)),
      24,
      4,
    );
    expect(negative).toEqual(values);
    expect(
      hogOf(
        drawn(24, (x, y) => 50 + value(x, y)),
        24,
        4,
      ),
    ).toEqual(values);
  });
});
