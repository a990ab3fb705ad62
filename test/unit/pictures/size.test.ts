import { describe, expect, test } from 'vitest';
import { pictureFormat, pictureSize } from '../../../src/pictures/size.ts';
import {
  chunk,
  DECODED,
  header,
  pictureFile,
  pngOf,
  withFrame,
  withSegment,
} from '../../support/picture-fixtures.ts';

const jpeg = pictureFile('colour-420.jpg');

describe('pictureSize', () => {
  test.each(DECODED)('of $name is that of the decoded picture', ({ name, width, height }) => {
    expect(pictureSize(pictureFile(name))).toMatchObject({
      format: name.endsWith('.jpg') ? 'jpeg' : 'png',
      width,
      height,
    });
  });

  test.each([
    ['grey-1.png', 'grey', 1],
    ['grey-16.png', 'grey', 16],
    ['palette.png', 'palette', 4],
    ['grey-alpha.png', 'grey-alpha', 8],
    ['rgba.png', 'rgba', 8],
    ['grey.jpg', 'grey', 8],
    ['progressive.jpg', 'rgb', 8],
  ])('of %s tells its samples', (name, colour, bitDepth) => {
    expect(pictureSize(pictureFile(name))).toMatchObject({ colour, bitDepth, orientation: 1 });
  });

  test('reads EXIF of either order of bytes, and passes over what is damaged', () => {
    const exif = (...bytes: number[]) =>
      withSegment(jpeg, 0xe1, Uint8Array.from([...Buffer.from('Exif\0\0'), ...bytes]));
    const big = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0];
    const little = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 5, 0, 0, 0];
    expect(pictureSize(exif(...big))).toMatchObject({ orientation: 8, width: 16, height: 24 });
    expect(pictureSize(exif(...little))).toMatchObject({ orientation: 5, width: 16, height: 24 });
    for (let length = 0; length < big.length - 2; length++) {
      expect(pictureSize(exif(...big.slice(0, length)))).toMatchObject({ orientation: 1 });
    }
    expect(pictureSize(exif(...little.with(18, 9)))).toMatchObject({ orientation: 1 });
    expect(pictureSize(exif(...little.with(12, 4)))).toMatchObject({ orientation: 1 });
  });

  test('needs no more than the header', () => {
    expect(pictureSize(jpeg.subarray(0, 250))).toMatchObject({ width: 24, height: 16 });
    expect(pictureSize(pictureFile('rgb.png').subarray(0, 40))).toMatchObject({ width: 13 });
    expect(() => pictureSize(jpeg.subarray(0, 100))).toThrow('cut short');
    expect(() => pictureSize(pictureFile('rgb.png').subarray(0, 30))).toThrow('cut short');
  });

  test('refuses more pixels than allowed by the header alone', () => {
    const large = pngOf(chunk('IHDR', header(16_000, 16_000)));
    expect(() => pictureSize(large)).toThrow('16000 x 16000 pixels, more than allowed');
    expect(() => pictureSize(pngOf(chunk('IHDR', header(20_000, 1))))).toThrow('more than allowed');
    const few = pictureFile('rgb.png');
    expect(() => pictureSize(few, { maxPixels: 116 })).toThrow('13 x 9 pixels, more than allowed');
    expect(pictureSize(few, { maxPixels: 117 })).toMatchObject({ width: 13 });
  });

  test.each<[string, Uint8Array]>([
    ['CMYK JPEG is not read', pictureFile('cmyk.jpg')],
    ['lossless JPEG is not read', withFrame(jpeg, (frame) => frame.set([0xc3]))],
    ['hierarchical JPEG is not read', withFrame(jpeg, (frame) => frame.set([0xc5]))],
    ['arithmetically coded JPEG is not read', withFrame(jpeg, (frame) => frame.set([0xc9]))],
    ['JPEG of 12 bits a sample is not read', withFrame(jpeg, (frame) => frame.set([12], 3))],
    ['JPEG of 2 components is not read', withFrame(jpeg, (frame) => frame.set([2], 8))],
    ['its height after its pixels', withFrame(jpeg, (frame) => frame.set([0, 0], 4))],
    ['the JPEG has no width', withFrame(jpeg, (frame) => frame.set([0, 0], 6))],
    ['the frame of the JPEG is damaged', withFrame(jpeg, (frame) => frame.set([1], 8))],
    ['GIF is not read', pictureFile('animated.gif')],
    ['WebP is not read', pictureFile('picture.webp')],
    ['AVIF is not read', pictureFile('picture.avif')],
    ['HEIC is not read', new TextEncoder().encode('\0\0\0\x18ftypheic\0\0\0\0')],
    ['it is no picture', new TextEncoder().encode('a,b,c\n1,2,3\n')],
    ['the picture is empty', new Uint8Array()],
    ['the header of the PNG is damaged', pngOf(chunk('IHDR', header(2, 2, 4, 2)))],
    ['the header of the PNG is damaged', pngOf(chunk('IHDR', header(2, 2, 8, 5)))],
    ["0 x 2 pixels can't be", pngOf(chunk('IHDR', header(0, 2)))],
    ['does not begin with its header', pngOf(chunk('IDAT', header(2, 2)))],
    ['checksum of "IHDR"', pngOf(chunk('IHDR', header(2, 2)).with(9, 1))],
  ])('refuses: %s', (message, bytes) => {
    expect(() => pictureSize(bytes)).toThrow(message);
  });
});

test('pictureFormat tells a format by its beginning', () => {
  expect(pictureFormat(jpeg.subarray(0, 3))).toBe('jpeg');
  expect(pictureFormat(pictureFile('rgb.png').subarray(0, 8))).toBe('png');
  expect(pictureFormat(pictureFile('animated.gif'))).toBe(null);
  expect(pictureFormat(new Uint8Array())).toBe(null);
});
