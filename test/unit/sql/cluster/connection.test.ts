import { expect, test } from 'vitest';
import { connectionOf, describe, replicationOf } from '../../../../src/sql/cluster/connection.ts';

test('is what libpq takes, with the search path of its partition', () => {
  expect(connectionOf('postgres://ann@db.example:5433/app', 'photos', 2)).toBe(
    "host='db.example' port='5433' dbname='app' user='ann' options='-csearch_path=hp_photos_2'",
  );
  expect(replicationOf('postgresql://db/app?sslmode=require')).toBe(
    "host='db' dbname='app' sslmode='require'",
  );
});

test('quotes what a password holds', () => {
  const url = `postgres://ann:${encodeURIComponent("it's a\\b pass=x")}@[::1]/app`;
  expect(replicationOf(url)).toBe(
    "host='::1' dbname='app' user='ann' password='it\\'s a\\\\b pass=x'",
  );
});

test('is described without user and password', () => {
  expect(describe('postgres://ann:secret@db:5433/app')).toBe('db:5433/app');
  expect(describe('postgres://ann:secret@db')).toBe('db');
});

test.each(['', 'db', 'http://db/app', 'postgres:///app', 'postgres://db/app?options=-cx=1'])(
  'refuses %j in one line, without what may be a password',
  (url) => {
    expect(() => replicationOf(url)).toThrow(/^a partition[^\n]*$/);
    expect(() => replicationOf('secret')).not.toThrow('secret');
  },
);
