import { expect, test } from 'vitest';
import type { Picture } from '../../src/core/picture.ts';
import { RandomState } from '../../src/core/random/random-state.ts';
import { PictureDescriptor } from '../../src/descriptors/picture-descriptor.ts';
import { BACKENDS } from '../../src/kernels/api.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';

const backends = BACKENDS.map((backend) => createKernelsSync({ backend }));
const random = new RandomState(11);
const whole = (low: number, high: number) =>
  low + Math.floor(random.randomSample() * (high - low + 1));

/** Noise of any size, in part transparent. */
function noise(): Picture {
  const [width, height] = [whole(1, 70), whole(1, 70)];
  const highest = whole(0, 255);
  const data = Uint8ClampedArray.from({ length: 4 * width * height }, () => whole(0, highest));
  return { width, height, data };
}

test('pictures of any size are described alike on every backend, by finite values', async () => {
  for (let round = 0; round < 12; round++) {
    const pictures = [noise(), noise()];
    const side = 4 * whole(2, 9);
    const [first, ...others] = await Promise.all(
      backends.map((kernels) => new PictureDescriptor({ kernels, side }).describe(pictures)),
    );
    for (const other of others) expect(other).toEqual(first);
    expect(first.data.every((value) => value >= 0 && value <= 1)).toBe(true);
  }
});

test('what is repeated k times along both axes has the grey values, and so the description, of one', async () => {
  const [kernels] = backends;
  for (let round = 0; round < 10; round++) {
    const picture = noise();
    const times = whole(2, 4);
    const [width, height] = [picture.width * times, picture.height * times];
    const data = new Uint8Array(4 * width * height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const from = 4 * (Math.floor(y / times) * picture.width + Math.floor(x / times));
        data.set(picture.data.subarray(from, from + 4), 4 * (y * width + x));
      }
    }
    const descriptor = new PictureDescriptor({ kernels, side: 4 * whole(2, 9) });
    const described = await descriptor.describe([picture, { width, height, data }]);
    expect(described.row(1)).toEqual(described.row(0));
    descriptor.dispose();
  }
});
