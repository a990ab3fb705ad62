import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FileError, InvalidArgumentError } from '../../../../src/core/errors.ts';
import { openPGlite, pglite } from '../../../../src/sql/adapters/pglite.ts';

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'hashplane-pglite-'));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

test('a folder is opened once at a time, and keeps its rows', async () => {
  const folder = join(parent, 'new', 'photos');
  const driver = await openPGlite(PGlite, folder);
  await driver.query('create table t as select 7 as a');
  await expect(openPGlite(PGlite, folder)).rejects.toThrow(FileError);
  // The database of an app that did not ask first: not one of its statements runs.
  const other = pglite({ ...fakeDatabase(), dataDir: folder });
  await expect(other.query('select 1')).rejects.toThrow(/open already/);
  await expect(other.transaction(async () => 1)).rejects.toThrow(/open already/);
  await expect(other.copy?.('t', 'text', nothing())).rejects.toThrow(/open already/);
  expect(pglite(driver.db).db).toBe(driver.db);
  await driver.close();
  await driver.close();
  const again = await openPGlite(PGlite, folder);
  expect(await again.query('select a from t')).toEqual([{ a: 7 }]);
  await again.close();
});

test('a folder that PGlite can not open is given back', async () => {
  const folder = join(parent, 'broken');
  class Broken {
    readonly waitReady = Promise.reject(new Error('no\nspace'));
    readonly query = fakeDatabase().query;
    readonly transaction = fakeDatabase().transaction;
    readonly close = fakeDatabase().close;
    readonly closed = false;
  }
  for (let i = 0; i < 2; i++) {
    await expect(openPGlite(Broken, folder)).rejects.toThrow('PGlite: no; space');
  }
});

test('what is no PGlite is refused', async () => {
  expect(() => pglite({} as never)).toThrow(InvalidArgumentError);
  await expect(openPGlite({} as never, 'x')).rejects.toThrow(/^PGlite must be the class PGlite/);
  await expect(openPGlite(PGlite, 7 as never)).rejects.toThrow(/^place must be a folder/);
  await expect(openPGlite(PGlite, 'x', null as never)).rejects.toThrow(InvalidArgumentError);
});

/** What has the methods of a PGlite, and answers nothing. */
function fakeDatabase() {
  const refused = async (): Promise<never> => {
    throw new Error('it was asked');
  };
  return { query: refused, transaction: refused, close: async () => {}, closed: false };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
