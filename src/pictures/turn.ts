import type { Picture } from '../core/picture.ts';
import type { Orientation } from './types.ts';

/**
 * Where the first pixel of the upright picture lies in the stored one of w x h, and how far on the next one
 * of its row and of its column are, in pixels.
 */
const WALKS: Readonly<Record<number, (w: number, h: number) => [number, number, number]>> = {
  2: (w) => [w - 1, -1, w],
  3: (w, h) => [w * h - 1, -1, -w],
  4: (w, h) => [w * (h - 1), 1, -w],
  5: (w) => [0, w, 1],
  6: (w, h) => [w * (h - 1), -w, 1],
  7: (w, h) => [w * h - 1, -w, -1],
  8: (w) => [w - 1, w, -1],
};

/** The upright picture of one that was stored with this orientation (EXIF). Cost: a copy, unless it is 1. */
export function turn(stored: Picture, orientation: Orientation): Picture {
  if (orientation === 1) return stored;
  const { width: w, height: h } = stored;
  const [first, alongRow, alongColumn] = WALKS[orientation](w, h);
  const [width, height] = orientation >= 5 ? [h, w] : [w, h];
  const from = pixelsOf(stored.data);
  const pixels = new Uint32Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    let at = first + y * alongColumn;
    for (let x = 0; x < width; x++, at += alongRow) pixels[to++] = from[at];
  }
  return { width, height, data: new Uint8ClampedArray(pixels.buffer) };
}

/** Four bytes as one number. */
function pixelsOf(data: Picture['data']): Uint32Array {
  const aligned = data.byteOffset % 4 === 0 ? data : new Uint8Array(data);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}
