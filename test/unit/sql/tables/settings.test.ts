import { describe, expect, test } from 'vitest';
import { readSettings, settingsOf, substringsFor } from '../../../../src/sql/tables/settings.ts';

test('substrings have about log2 n bits, and never more than an int4 holds', () => {
  expect(substringsFor(64, 1_000_000)).toBe(3);
  expect(substringsFor(128, 1_000_000)).toBe(6);
  expect(substringsFor(64, 65_536)).toBe(4);
  expect(substringsFor(64, 1e15)).toBe(3);
  expect(substringsFor(1, 10)).toBe(1);
});

test('codes whose neighbours are too far for look-ups get none', () => {
  expect(substringsFor(512, 1_000_000)).toBe(26);
  expect(substringsFor(513, 1_000_000)).toBe(0);
  expect(settingsOf({ table: 't' }, 1536).substrings).toBe(0);
  expect(settingsOf({ table: 't', substrings: 25 }, 1536).substrings).toBe(25);
});

describe('settings', () => {
  test('come back from the JSON that is kept', () => {
    const settings = settingsOf(
      {
        table: 't',
        ...{ id: 'text', columns: { year: 'int4' }, hnsw: true, expected: 10 },
        vectors: { type: 'halfvec', dimensions: 3 },
      },
      16,
    );
    expect(readSettings(JSON.stringify(settings), 16)).toEqual(settings);
    expect(settingsOf({ table: 't' }, 64)).toEqual({
      ...{ substrings: 3, expected: 1_000_000, id: 'bigint', columns: {}, vectors: null },
      hnsw: false,
    });
    expect(() => readSettings('{"substrings":-1}', 16)).toThrow(/hp_hasher are damaged/);
    expect(() => readSettings('{', 16)).toThrow(/hp_hasher are damaged/);
  });

  test.each([
    [{ id: 'int' }, /bigint or text/],
    [{ columns: { year: 'int4; drop table x' } }, /type of column year/],
    [{ columns: { code: 'int4' } }, /another name than id, code, vector/],
    [{ columns: { ['x'.repeat(64)]: 'int4' } }, /1 to 63 bytes/],
    [{ substrings: 1 }, /substrings must be a whole number from 2 to 64/],
    [{ vectors: { type: 'blob', dimensions: 3 } }, /type of vectors/],
    [{ vectors: { type: 'vector', dimensions: 0 } }, /dimensions of vectors/],
    [{ hnsw: 1 }, /hnsw must be true or false/],
    [{ expected: 0 }, /expected/],
  ])('%j are refused', (options, message) => {
    expect(() => settingsOf({ table: 't', ...(options as object) }, 64)).toThrow(message);
  });
});
