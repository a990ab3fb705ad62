import { describe, expect, test } from 'vitest';
import { isSameValue, isSameVector } from '../../../src/react/same.ts';

describe('vectors are the same', () => {
  test('where their numbers are, of any kind of array', () => {
    expect(isSameVector([1, 2], Float32Array.of(1, 2))).toBe(true);
    expect(isSameVector([1, Number.NaN], [1, Number.NaN])).toBe(true);
    expect(isSameVector([1, 2], [1, 3])).toBe(false);
    expect(isSameVector([1, 2], [1, 2, 3])).toBe(false);
  });

  test('where there is none in both places', () => {
    expect(isSameVector(null, null)).toBe(true);
    expect(isSameVector(null, [])).toBe(false);
  });
});

describe('values are the same', () => {
  test.each<[unknown, unknown]>([
    [
      { k: 5, where: { year: { gte: 2020 } } },
      { where: { year: { gte: 2020 } }, k: 5 },
    ],
    [{ tags: ['a', 'b'] }, { tags: ['a', 'b'] }],
    [{ k: undefined }, { k: undefined }],
    [Object.create(null), {}],
    [Number.NaN, Number.NaN],
  ])('where they hold the same: %j and %j', (a, b) => {
    expect(isSameValue(a, b)).toBe(true);
  });

  test.each<[unknown, unknown]>([
    [{ k: 5 }, { k: 6 }],
    [{ k: undefined }, {}],
    [{ a: undefined }, { b: undefined }],
    [['a'], { 0: 'a' }],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [null, {}],
    ['/a.index', '/b.index'],
  ])('and no others: %j and %j', (a, b) => {
    expect(isSameValue(a, b)).toBe(false);
  });

  test('of files, bytes and functions where they are the same object', () => {
    const bytes = Uint8Array.of(1);
    expect(isSameValue({ filter: bytes }, { filter: bytes })).toBe(true);
    expect(isSameValue(bytes, Uint8Array.of(1))).toBe(false);
    expect(isSameValue(new Blob(['a']), new Blob(['a']))).toBe(false);
  });
});
