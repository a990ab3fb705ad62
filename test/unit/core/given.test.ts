import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { asBytes, asIntegers, asSingleBytes, asVector } from '../../../src/core/given.ts';
import { asMatrix, Matrix } from '../../../src/core/matrix.ts';

describe('a vector', () => {
  test('is taken as it is if it is float32, and copied from any other array of numbers', () => {
    const own = Float32Array.of(1, 2);
    expect(asVector('v', own)).toBe(own);
    for (const given of [[1, 2], Float64Array.of(1, 2), Uint8Array.of(1, 2), Int16Array.of(1, 2)]) {
      expect(asVector('v', given)).toEqual(own);
    }
  });

  test.each([
    [[1, '2'], 'v must be numbers, but value 1 (counted from 0) is "2"'],
    [[1, null], 'v must be numbers, but value 1 (counted from 0) is null'],
    // biome-ignore lint/suspicious/noSparseArray: that is the case
    [[, 1], 'v must be numbers, but value 0 (counted from 0) is undefined'],
    [BigInt64Array.of(1n), 'v must be an array of numbers, not BigInt64Array'],
    [new DataView(new ArrayBuffer(4)), 'v must be an array of numbers, not DataView'],
    [new Set([1]), 'v must be an array of numbers, not Set'],
    ['12', 'v must be an array of numbers, not "12"'],
  ])('is none of %o', (given, message) => {
    expect(() => asVector('v', given as never)).toThrow(new InvalidArgumentError(message));
  });
});

describe('a matrix', () => {
  test('is taken as it is, and made of rows of any arrays of numbers', () => {
    const own = Matrix.from([
      [1, 2],
      [3, 4],
    ]);
    expect(asMatrix('m', own)).toBe(own);
    expect(asMatrix('m', [Float64Array.of(1, 2), [3, 4]])).toEqual(own);
  });

  test.each([
    [[[1, 2], [3]], 'row 1 has 1 values where row 0 has 2'],
    [[[1, Number.NaN]], 'm must be finite numbers, but row 0, column 1 is NaN'],
    [[[1, 1e39]], 'm must be finite numbers, but row 0, column 1 is Infinity'],
    [[[1], 'b'], 'row 1 must be an array of numbers, not "b"'],
    [[[1, '2']], 'row 0 must be numbers, but value 1 (counted from 0) is "2"'],
    [[], 'm must be an array of one row or more, not an array of 0'],
    [[1, 2], 'm must be rows: of one vector [[1, 2]], not [1, 2]'],
    [Float32Array.of(1), 'm must be rows: of one vector [[1, 2]], not [1, 2]'],
    ['1', 'm must be a Matrix, as Matrix.from([row, ...]) makes it, not "1"'],
  ])('is none of %o', (given, message) => {
    expect(() => asMatrix('m', given as never)).toThrow(new InvalidArgumentError(message));
  });
});

describe('whole numbers', () => {
  test('are taken from any array that holds them', () => {
    const own = Int32Array.of(-1, 2);
    expect(asIntegers('labels', own, Int32Array)).toBe(own);
    for (const given of [[-1, 2], [-1n, 2n], Float64Array.of(-1, 2), { length: 2, 0: -1, 1: 2 }]) {
      expect(asIntegers('labels', given, Int32Array)).toEqual(own);
    }
  });

  test.each([
    [[0.5], 'labels must be whole numbers of 32 bits, but label 0 (counted from 0) is 0.5'],
    [
      [0, 2 ** 31],
      'labels must be whole numbers of 32 bits, but label 1 (counted from 0) is 2147483648',
    ],
    [['1'], 'labels must be whole numbers of 32 bits, but label 0 (counted from 0) is "1"'],
    [{ length: 2 ** 40 }, 'labels must be whole numbers in an array, not an object'],
    [7, 'labels must be whole numbers in an array, not 7'],
  ])('are none of %o', (given, message) => {
    expect(() => asIntegers('labels', given as never, Int32Array)).toThrow(
      new InvalidArgumentError(message),
    );
  });
});

describe('bytes', () => {
  const buffer = Uint8Array.of(9, 1, 2, 3, 4, 9).buffer;
  test.each([
    ['a view', new Uint8Array(buffer, 1, 4)],
    ['a Buffer', Buffer.from(buffer, 1, 4)],
    ['a DataView', new DataView(buffer, 1, 4)],
    ['signed bytes', new Int8Array(buffer, 1, 4)],
    ['clamped bytes', new Uint8ClampedArray(buffer, 1, 4)],
    ['a buffer', buffer.slice(1, 5)],
  ])('are those of %s', (_, given) => {
    expect([...asBytes('b', given)]).toEqual([1, 2, 3, 4]);
    expect([...asSingleBytes('b', given)]).toEqual([1, 2, 3, 4]);
  });

  test('are those of wider values too, but not where each value should be one', () => {
    const wide = Uint16Array.of(0x0201);
    expect([...asBytes('b', wide)]).toEqual([1, 2]);
    expect(() => asSingleBytes('b', wide)).toThrow(
      'b must be whole numbers of 8 bits, not Uint16Array',
    );
  });

  test('are no response, promise or text', () => {
    for (const given of [new Response('x'), Promise.resolve(buffer), 'text', [1, 2], null]) {
      expect(() => asBytes('b', given as never)).toThrow(
        'b must be bytes in a Uint8Array or ArrayBuffer',
      );
    }
  });
});
