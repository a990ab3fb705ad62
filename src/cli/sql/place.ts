import type { Kernels } from '../../kernels/api.ts';
import type { SqlDriver } from '../../sql/driver.ts';
import { Names } from '../../sql/names.ts';
import { SqlCodeStore } from '../../sql/store.ts';
import { type HasherRow, hasHasherTable, readHashers } from '../../sql/tables/hashers.ts';

/** Where a store is in its database. */
export interface TablePlace {
  readonly table: string;
  readonly schema?: string | undefined;
}

/** The active hasher of a store, and how its table is made; undefined where there is no such store. */
export async function activeHasher(
  driver: SqlDriver,
  { table, schema }: TablePlace,
): Promise<HasherRow | undefined> {
  const names = new Names(table, schema);
  if (!(await hasHasherTable(driver, names))) return undefined;
  return (await readHashers(driver, names)).find(({ active }) => active);
}

/** A store that must be there. */
export function openStore(
  driver: SqlDriver,
  { table, schema }: TablePlace,
  kernels?: Kernels,
): Promise<SqlCodeStore> {
  return SqlCodeStore.open(driver, { table, schema, ...(kernels && { kernels }) });
}
