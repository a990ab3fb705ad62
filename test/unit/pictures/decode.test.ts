import { describe, expect, test } from 'vitest';
import { decodePicture } from '../../../src/pictures/decode.ts';
import { chunk, DECODED, header, pictureFile, pngOf } from '../../support/picture-fixtures.ts';

describe('decodePicture', () => {
  test.each(DECODED)('gives of $name what Pillow does', async ({ name, width, height, data }) => {
    const picture = await decodePicture(pictureFile(name));
    expect({ ...picture, data: [...picture.data] }).toEqual({ width, height, data: [...data] });
  });

  test('takes a Buffer, whose slices are no copies, and leaves it as it is', async () => {
    const file = pictureFile('turned-6.jpg');
    const pool = Buffer.concat([Buffer.from('before'), file, Buffer.from('after')]);
    const before = [...pool];
    const picture = await decodePicture(pool.subarray(6, 6 + file.length));
    expect([picture.width, picture.height]).toEqual([9, 13]);
    expect([...pool]).toEqual(before);
  });

  test.each(['colour-420.jpg', 'progressive.jpg', 'grey.jpg', 'rgb.png', 'palette.png'])(
    'refuses %s cut short at any byte',
    async (name) => {
      const file = pictureFile(name);
      for (let length = 0; length < file.length; length++) {
        await expect(decodePicture(file.subarray(0, length))).rejects.toThrow(
          /cut short|empty|no picture/,
        );
      }
    },
  );

  test('refuses a JPEG whose pixels end early, though its end is there', async () => {
    const file = pictureFile('colour-420.jpg');
    for (const missing of [5, 20, 60]) {
      const cut = Uint8Array.from([...file.subarray(0, file.length - missing), 0xff, 0xd9]);
      await expect(decodePicture(cut)).rejects.toThrow('the JPEG is cut short');
    }
    // The decoder goes on, and knows of no fault of the one before.
    await expect(decodePicture(file)).resolves.toMatchObject({ width: 24 });
  });

  test('tells the faults of pictures apart that are decoded at once', async () => {
    const file = pictureFile('colour-420.jpg');
    const cut = Uint8Array.from([...file.subarray(0, file.length - 20), 0xff, 0xd9]);
    const decoded = [file, cut, file, cut].map((bytes) => decodePicture(bytes));
    const states = (await Promise.allSettled(decoded)).map(({ status }) => status);
    expect(states).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
  });

  test('refuses a JPEG of endless scans, each of which is work for all pixels', async () => {
    const file = pictureFile('progressive.jpg');
    const last = file.findLastIndex((byte, i) => byte === 0xff && file[i + 1] === 0xda);
    const scans = file.filter((byte, i) => byte === 0xff && file[i + 1] === 0xda).length;
    const scan = [...file.subarray(last, file.length - 2)];
    const of = (more: number) =>
      Uint8Array.from([...file.subarray(0, -2), ...Array(more).fill(scan).flat(), 0xff, 0xd9]);
    await expect(decodePicture(of(100 - scans))).resolves.toMatchObject({ width: 24 });
    await expect(decodePicture(of(101 - scans))).rejects.toThrow('JPEG of more than 100 scans');
  });

  test('passes over what follows the end, as cameras append it', async () => {
    for (const name of ['grey.jpg', 'rgb.png']) {
      const longer = Uint8Array.from([...pictureFile(name), 1, 2, 3]);
      await expect(decodePicture(longer)).resolves.toMatchObject({ width: 13, height: 9 });
    }
  });

  test('refuses a PNG with a chunk that is damaged, or whose pixels are', async () => {
    const file = pictureFile('rgb.png');
    await expect(decodePicture(file.with(60, file[60] ^ 1))).rejects.toThrow('checksum of "IDAT"');
    const noise = pngOf(chunk('IHDR', header(2, 2)), chunk('IDAT', [1, 2, 3]), chunk('IEND', []));
    await expect(decodePicture(noise)).rejects.toThrow('damaged');
    const none = pngOf(chunk('IHDR', header(2, 2)), chunk('IEND', []));
    await expect(decodePicture(none)).rejects.toThrow('no pixels');
  });

  test('decodes nothing that is larger than allowed', async () => {
    const large = pngOf(chunk('IHDR', header(9000, 9000)), chunk('IDAT', []), chunk('IEND', []));
    await expect(decodePicture(large)).rejects.toThrow('9000 x 9000 pixels, more than allowed');
  });
});
