import { expect, test } from 'vitest';
import { codeChanges } from '../../../../src/models/streaming/code-changes.ts';

test('shares of codes and bits count rows by their weights', () => {
  const before = Int8Array.of(1, 1, -1, -1, 1, -1);
  const after = Int8Array.of(1, 1, -1, 1, -1, 1);
  // Of three codes of two bits the second differs in one bit, the third in both.
  expect(codeChanges(before, after, Float64Array.of(1, 1, 1))).toEqual({ codes: 2 / 3, bits: 0.5 });
  expect(codeChanges(before, after, Float64Array.of(5, 1, 2))).toEqual({
    codes: 3 / 8,
    bits: 5 / 16,
  });
  expect(codeChanges(before, before, Float64Array.of(1, 1, 1))).toEqual({ codes: 0, bits: 0 });
});
