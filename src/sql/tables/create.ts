import { checkWhole, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { SqlDriver } from '../driver.ts';
import { missingStore, Names } from '../names.ts';
import type { SqlStoreOpenOptions, SqlStoreOptions } from '../types.ts';
import { createCodeTable, createExtension } from './code-table.ts';
import {
  activate,
  activeOf,
  type HasherRow,
  hasHasherTable,
  hasherTable,
  insertHasher,
  readHashers,
} from './hashers.ts';
import { settingsOf } from './settings.ts';

/** A store's place and its active hasher. */
export interface StoreTables {
  readonly names: Names;
  readonly active: HasherRow;
}

/** Makes the tables of a store, all or none. */
export async function createTables(
  driver: SqlDriver,
  options: SqlStoreOptions,
): Promise<StoreTables> {
  const { table, schema, hasher } = options;
  const names = new Names(table, schema);
  if ((options.bits === undefined) === (hasher === undefined)) {
    throw new InvalidArgumentError('a store is made with bits or with a hasher: give one of them');
  }
  const bits = hasher?.bits ?? (options.bits as number);
  const settings = settingsOf(options, bits);
  if (hasher && settings.vectors) {
    checkWhole(
      'dimensions of vectors',
      settings.vectors.dimensions,
      hasher.dimensions,
      hasher.dimensions,
    );
  }
  const model = hasher?.save() ?? null;
  return driver.transaction(async (inside) => {
    await lockStores(inside);
    await createExtension(inside, settings);
    await inside.query(hasherTable(names));
    if ((await readHashers(inside, names)).length > 0) {
      throw new InvalidArgumentError(
        `there is a store ${show(table)} already: open it with SqlCodeStore.open, or drop it`,
      );
    }
    const { id } = await insertHasher(inside, names, { bits, settings, model });
    await activate(inside, names, id);
    const active = activeOf(await readHashers(inside, names), names);
    await createCodeTable(inside, names, active);
    return { names, active };
  });
}

/** Finds the tables of a store. */
export async function openTables(
  driver: SqlDriver,
  options: SqlStoreOpenOptions,
): Promise<StoreTables> {
  const names = new Names(options.table, options.schema);
  if (!(await hasHasherTable(driver, names))) throw missingStore(names);
  const active = activeOf(await readHashers(driver, names), names);
  return { names, active };
}

/** Lets one at a time make or change stores, until the transaction ends. */
export async function lockStores(driver: SqlDriver): Promise<void> {
  await driver.query(`select pg_advisory_xact_lock(hashtext('hashplane'))`);
}
