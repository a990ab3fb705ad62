import { describe, expect, test } from 'vitest';
import { Names, quoteName } from '../../../src/sql/names.ts';

describe('quoteName', () => {
  test('makes one identifier of anything, quotes of its own included', () => {
    expect(quoteName('table', 'photos')).toBe('"photos"');
    expect(quoteName('table', 'a"b')).toBe('"a""b"');
    expect(quoteName('table', 'x"; drop table y; --')).toBe('"x""; drop table y; --"');
  });

  test('counts bytes, since PostgreSQL cuts off what is beyond 63 without an error', () => {
    expect(quoteName('table', 'x'.repeat(63))).toHaveLength(65);
    expect(() => quoteName('table', 'x'.repeat(64))).toThrow(/1 to 63 bytes in UTF-8, not of 64/);
    expect(() => quoteName('table', 'ä'.repeat(32))).toThrow(/not of 64/);
    expect(() => quoteName('table', '')).toThrow(/not of 0/);
  });

  test.each(['a\0b', '\ud800', 'x\udc00'])('refuses %j, which is no text of SQL', (name) => {
    expect(() => quoteName('table', name)).toThrow(/NUL and lone surrogates/);
  });

  test('takes signs of two surrogates', () => {
    expect(quoteName('table', '\u{1f600}')).toBe('"\u{1f600}"');
  });
});

describe('Names', () => {
  test('says where everything is', () => {
    const names = new Names('photos', 'my "app"');
    expect(names.hashers).toBe('"my ""app"""."hp_hasher"');
    expect(names.codes(3)).toBe('photos_h3');
    expect(names.table('photos_h3')).toBe('"my ""app"""."photos_h3"');
    expect(names.index('photos_h3', 's0')).toBe('"photos_h3_s0"');
    expect(new Names('photos', undefined).table('photos_h3')).toBe('"photos_h3"');
  });

  test('leaves room for the names made of the name of a store', () => {
    const names = new Names('x'.repeat(48), undefined);
    expect(() => names.index(names.codes(99_999_999), 's12')).not.toThrow();
    expect(() => new Names('x'.repeat(49), undefined)).toThrow(/1 to 48 bytes/);
  });
});
