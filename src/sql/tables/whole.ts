import type { SqlDriver } from '../driver.ts';
import { numberFrom } from '../ids.ts';
import { missingStore, type Names } from '../names.ts';
import type { SqlStoreStats } from '../types.ts';
import { replaceIndexes } from './code-table.ts';
import { lockStores } from './create.ts';
import {
  activeOf,
  type HasherRow,
  hasHasherTable,
  lockActive,
  lockHashers,
  readHashers,
  writeSettings,
} from './hashers.ts';
import { substringsFor } from './settings.ts';

/** What a store holds. */
export async function readStats(driver: SqlDriver, names: Names): Promise<SqlStoreStats> {
  const hashers = await readHashers(driver, names);
  const active = activeOf(hashers, names);
  const infos = [];
  for (const { id, active: isActive, sha256, bits, settings, codes } of hashers) {
    const [{ count }] = await driver.query(`select count(*) as "count" from ${names.table(codes)}`);
    const { substrings } = settings;
    infos.push({ id, active: isActive, sha256, bits, substrings, rows: numberFrom(count) });
  }
  const [sizes] = await driver.query(
    'select pg_table_size($1::text::regclass) as "table", pg_indexes_size($1::text::regclass) as "indexes"',
    [names.table(active.codes)],
  );
  return {
    rows: infos.find(({ id }) => id === active.id)?.rows ?? 0,
    bytes: { table: numberFrom(sizes.table), indexes: numberFrom(sizes.indexes) },
    bits: active.bits,
    substrings: active.settings.substrings,
    hashers: infos,
  };
}

/** Removes a store's tables and hashers. */
export async function dropTables(driver: SqlDriver, names: Names): Promise<void> {
  await driver.transaction(async (inside) => {
    await lockStores(inside);
    if (!(await hasHasherTable(inside, names))) throw missingStore(names);
    const hashers = await lockHashers(inside, names, 'update');
    if (hashers.length === 0) throw missingStore(names);
    for (const hasher of hashers) await removeHasher(inside, names, hasher);
  });
}

/**
 * Removes one hasher and its codes. Its row comes first, as for those who write codes: otherwise each would
 * wait for the other.
 */
export async function removeHasher(
  driver: SqlDriver,
  names: Names,
  { id, codes }: HasherRow,
): Promise<void> {
  await driver.query(`delete from ${names.hashers} where "id" = $1::int8`, [String(id)]);
  await driver.query(`drop table if exists ${names.table(codes)}`);
}

/** Removes all hashers but the active one. @returns their numbers. */
export async function pruneHashers(driver: SqlDriver, names: Names): Promise<number[]> {
  return driver.transaction(async (inside) => {
    await lockStores(inside);
    const unused = (await lockHashers(inside, names, 'update')).filter(({ active }) => !active);
    for (const hasher of unused) await removeHasher(inside, names, hasher);
    return unused.map(({ id }) => id);
  });
}

/** Makes the indexes anew, for as many substrings as suit the rows that there are. */
export async function reindexTable(
  driver: SqlDriver,
  names: Names,
  hasher: HasherRow,
  rows: number,
): Promise<HasherRow> {
  const { bits, settings, id } = hasher;
  const expected = Math.max(1, rows);
  const changed = { ...settings, expected, substrings: substringsFor(bits, expected) };
  const after = { ...hasher, settings: changed };
  await driver.transaction(async (inside) => {
    await lockActive(inside, names, hasher, 'update');
    await writeSettings(inside, names, id, changed);
    await replaceIndexes(inside, names, hasher, after);
  });
  await driver.query(`analyze ${names.table(hasher.codes)}`);
  return after;
}
