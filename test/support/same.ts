import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

/**
 * `expect(actual).toEqual(expected)` for large typed arrays and what holds them, a hundred times as
 * fast where they are equal; stricter too, since it tells -0 from 0 and one class from another.
 */
export function expectSame(actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  // Says where they part.
  expect(actual).toStrictEqual(expected);
  expect.fail('values differ in what toStrictEqual does not look at');
}
