import { expect, test } from 'vitest';
import { turn } from '../../../src/pictures/turn.ts';
import type { Orientation } from '../../../src/pictures/types.ts';

/** Where the stored pixel (x, y) of a w x h picture goes, by EXIF's own words: row 0 is at the top... */
const PLACES: Record<number, (x: number, y: number, w: number, h: number) => [number, number]> = {
  1: (x, y) => [x, y],
  2: (x, y, w) => [w - 1 - x, y],
  3: (x, y, w, h) => [w - 1 - x, h - 1 - y],
  4: (x, y, _, h) => [x, h - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, _, h) => [h - 1 - y, x],
  7: (x, y, w, h) => [h - 1 - y, w - 1 - x],
  8: (x, y, w) => [y, w - 1 - x],
};

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a picture of orientation %i is turned upright',
  (orientation) => {
    for (const [w, h] of [
      [3, 2],
      [1, 4],
      [4, 1],
      [5, 5],
    ]) {
      // One byte before it: pixels need not lie at a multiple of four.
      const data = Uint8ClampedArray.from({ length: 4 * w * h + 1 }, (_, i) => i).subarray(1);
      const [width, height] = orientation >= 5 ? [h, w] : [w, h];
      const expected = new Uint8ClampedArray(4 * w * h);
      for (let y = 0; y < h; y++) {
        for (let x = 0; x < w; x++) {
          const [u, v] = PLACES[orientation](x, y, w, h);
          const at = 4 * (y * w + x);
          expected.set(data.subarray(at, at + 4), 4 * (v * width + u));
        }
      }
      const turned = turn({ width: w, height: h, data }, orientation as Orientation);
      expect(turned).toEqual({ width, height, data: expected });
    }
  },
);
