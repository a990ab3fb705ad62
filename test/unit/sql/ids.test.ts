import { describe, expect, test } from 'vitest';
import { asIds, compareIds, idFrom } from '../../../src/sql/ids.ts';

describe('ids of int8', () => {
  test('are bound as decimal texts', () => {
    expect(asIds('bigint', [0, -0, -5, 2 ** 53 - 1])).toEqual(['0', '0', '-5', '9007199254740991']);
    expect(asIds('bigint', [2n ** 63n - 1n, -(2n ** 63n)])).toEqual([
      '9223372036854775807',
      '-9223372036854775808',
    ]);
    expect(asIds('bigint', Uint32Array.of(4, 2))).toEqual(['4', '2']);
    expect(asIds('bigint', BigInt64Array.of(-4n))).toEqual(['-4']);
  });

  test.each([1.5, 2 ** 53, Number.NaN, 2n ** 63n, null, undefined, {}])('are not %s', (id) => {
    expect(() => asIds('bigint', [id as number])).toThrow(/whole number of 64 bits/);
  });

  test('are no texts, but a store may have such', () => {
    expect(() => asIds('bigint', ['7'])).toThrow(/id: 'text'/);
  });

  test('come back as numbers where they are safe, however the driver gives them', () => {
    for (const value of [7, 7n, '7']) expect(idFrom('bigint', value)).toBe(7);
    expect(idFrom('bigint', '-9007199254740991')).toBe(-9007199254740991);
    for (const value of [2n ** 60n, String(2n ** 60n)]) {
      expect(idFrom('bigint', value)).toBe(2n ** 60n);
    }
    expect(() => idFrom('bigint', 'x')).toThrow(/whole number/);
  });
});

describe('ids that are texts', () => {
  test('are any but those PostgreSQL has no place for', () => {
    expect(asIds('text', ['a', '', '\u{1f600}', "';--"])).toEqual(['a', '', '\u{1f600}', "';--"]);
    for (const id of ['a\0', '\ud800', 7, null]) {
      expect(() => asIds('text', [id as string])).toThrow(/a text without NUL/);
    }
    expect(idFrom('text', '12')).toBe('12');
  });
});

test('ids are ordered as PostgreSQL orders them: by their value, and by their bytes', () => {
  const whole = [0, -1, 1, 10, 9, 2n ** 62n, 2n ** 62n + 1n, -(2n ** 63n), 2 ** 53 - 1].map(String);
  const byValue = whole.map(BigInt).sort((a, b) => (a < b ? -1 : 1));
  expect(whole.sort(compareIds('bigint'))).toEqual(byValue.map(String));
  const texts = [
    'b',
    'a',
    'aa',
    '',
    '\u{1f600}',
    '\u{1f601}',
    '\uffee',
    '\ud7ff',
    'ž',
    'a\u{1f600}',
    'a\uffee',
  ];
  const byBytes = texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(texts.sort(compareIds('text'))).toEqual(byBytes);
  expect(compareIds('text')('a', 'a') + compareIds('bigint')('7', '7')).toBe(0);
});

test('ids that are no array are refused', () => {
  expect(() => asIds('bigint', 7 as never)).toThrow(/ids must be an array/);
});
