import { describe, expect, test } from 'vitest';
import { checkPicture, type Picture } from '../../../src/core/picture.ts';

const picture = { width: 2, height: 1, data: new Uint8Array(8) };
const check = (given: object) => () => checkPicture('picture 3', given as Picture);

describe('a picture', () => {
  test('has four bytes a pixel', () => {
    expect(check(picture)).not.toThrow();
    expect(check({ ...picture, data: new Uint8ClampedArray(8) })).not.toThrow();
    expect(check({ ...picture, data: new Uint8Array(6) })).toThrow(
      'the data of picture 3 must be 8 bytes, RGBA of 2 x 1 pixels, not 6',
    );
    expect(check({ ...picture, data: [0] })).toThrow('not an array of 1');
  });

  test.each([0, -1, 1.5, '2', null])('is refused with a width of %j', (width) => {
    expect(check({ ...picture, width })).toThrow(/^the width of picture 3 must be a whole number/);
  });

  test('has at most 2^27 pixels', () => {
    expect(check({ ...picture, width: 2 ** 14, height: 2 ** 14 })).toThrow(
      'picture 3 may have 2^27 pixels, not 16384 x 16384: make it smaller first',
    );
  });

  test('is an object', () => {
    expect(() => checkPicture('it', null as never)).toThrow('it must be a picture');
  });
});
