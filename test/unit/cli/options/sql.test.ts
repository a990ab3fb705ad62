import { expect, test } from 'vitest';
import { columnTypes, jsonList, name, postgresUrl } from '../../../../src/cli/options/sql.ts';

test('columnTypes reads columns with their types, which may have colons in their names', () => {
  expect(columnTypes('year:int4, title:text')).toEqual({ year: 'int4', title: 'text' });
  expect(columnTypes('a:b:jsonb')).toEqual({ 'a:b': 'jsonb' });
  for (const value of ['year', 'year:int', ':int4', 'a:int4,', '']) {
    expect(() => columnTypes(value)).toThrow(/^It must be columns with types as year:int4/);
  }
});

test('jsonList reads a list of plain values', () => {
  expect(jsonList('[2020, "red", true, null]')).toEqual([2020, 'red', true, null]);
  for (const value of ['2020', '{"a":1}', '[[1]]', '[', '']) {
    expect(() => jsonList(value)).toThrow(/^It must be a list of JSON/);
  }
});

test('postgresUrl takes addresses of PostgreSQL, and shows none that it refuses', () => {
  expect(postgresUrl('postgres://a@b/c')).toBe('postgres://a@b/c');
  expect(postgresUrl('postgresql://b')).toBe('postgresql://b');
  const message = /^It must be an address as postgres:\/\/user@host:5432\/database\.$/;
  for (const value of ['mysql://me:secret@b/c', 'postgres://', 'localhost', '']) {
    expect(() => postgresUrl(value)).toThrow(message);
  }
});

test('name refuses an empty one', () => {
  expect(name('a b')).toBe('a b');
  expect(() => name('')).toThrow('It must be a name, not "".');
});
