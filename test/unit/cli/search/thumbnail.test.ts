import { expect, test } from 'vitest';
import { thumbnailUrl } from '../../../../src/cli/search/thumbnail.ts';
import { decodePicture } from '../../../../src/pictures/decode.ts';

const decoded = (url: string) => {
  expect(url).toMatch(/^data:image\/png;base64,/);
  return decodePicture(Buffer.from(url.split(',')[1], 'base64'));
};
const picture = (width: number, height: number) => ({
  width,
  height,
  data: Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) =>
    i % 4 === 3 ? 255 : (i * 7919) % 256,
  ),
});

test('a small picture stays as it is', async () => {
  const given = picture(31, 128);
  expect(await decoded(thumbnailUrl(given))).toEqual(given);
});

test('a larger one is shrunk to the means of its pixels', async () => {
  const { width, height, data } = await decoded(thumbnailUrl(picture(384, 192)));
  expect([width, height]).toEqual([128, 64]);
  const given = picture(384, 192).data;
  for (const [x, y, c] of [
    [0, 0, 0],
    [127, 63, 2],
    [70, 11, 1],
  ]) {
    let sum = 0;
    for (let v = 0; v < 3; v++) {
      for (let u = 0; u < 3; u++) sum += given[4 * ((3 * y + v) * 384 + 3 * x + u) + c];
    }
    expect(data[4 * (y * 128 + x) + c]).toBe(Math.round(sum / 9));
  }
});

test('a line stays visible', async () => {
  const { width, height } = await decoded(thumbnailUrl(picture(2000, 1)));
  expect([width, height]).toEqual([128, 1]);
});
