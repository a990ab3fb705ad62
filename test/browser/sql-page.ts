// Runs in a page: codes in PGlite, whose database is kept in IndexedDB.
import { PGlite } from '@electric-sql/pglite';
import { HashCodes } from 'hashplane';
import { openPGlite, SqlCodeStore } from 'hashplane/sql';

const PLACE = 'idb://photos';
const TABLE = { table: 'photos' };

const codesOf = (ids: readonly number[]) =>
  new HashCodes(Uint32Array.from(ids.flatMap((id) => [id, id * 7])), ids.length, 64);
const ids = Array.from({ length: 300 }, (_, i) => i);

async function stored<T>(work: (store: SqlCodeStore) => Promise<T>): Promise<T> {
  const driver = await openPGlite(PGlite, PLACE);
  try {
    return await work(await SqlCodeStore.open(driver, TABLE));
  } finally {
    await driver.close();
  }
}

const page = {
  /** Makes a store, fills it, and does not close it. */
  async fill(): Promise<number> {
    const driver = await openPGlite(PGlite, PLACE);
    const store = await SqlCodeStore.create(driver, { ...TABLE, bits: 64 });
    return store.add(ids, codesOf(ids));
  },
  find: (id: number) =>
    stored(async (store) => (await store.search(codesOf([id]), { k: 3 })).neighbours),
  rows: () => stored(async (store) => (await store.stats()).rows),
  /** What a second opening says. */
  open: () =>
    openPGlite(PGlite, PLACE).then(
      () => 'opened',
      (error) => `${error.name}: ${error.message}`,
    ),
};

Object.assign(globalThis, { page });
