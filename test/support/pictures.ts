import type { Picture } from '../../src/core/picture.ts';

/** A picture of whole numbers with flat parts, edges and textures, the same wherever it is made. */
export function patternPicture(width: number, height: number, seed = 0): Picture {
  const data = new Uint8Array(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x);
      data[at] = patternValue(x, y, seed);
      data[at + 1] = patternValue(x + 3, y, seed + 1);
      data[at + 2] = patternValue(x, y + 5, seed + 2);
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
}

/** As scripts/golden/descriptors.py makes it. */
function patternValue(x: number, y: number, seed: number): number {
  const block = ((x >> 2) * 37 + (y >> 3) * 91 + seed * 53) % 256;
  return (x + y) % 11 < 6 ? block : (x * x * 3 + x * y * 5 + y * 7 + seed * 31) % 256;
}

/** A grey picture from values of 0 to 255. */
export function greyPicture(width: number, height: number, values: ArrayLike<number>): Picture {
  const data = new Uint8Array(4 * width * height);
  for (let i = 0; i < width * height; i++) data.fill(values[i], 4 * i, 4 * i + 3);
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
  return { width, height, data };
}
