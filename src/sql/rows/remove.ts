import type { SqlDriver } from '../driver.ts';
import { idArray, numberFrom, type SqlIdType } from '../ids.ts';

/**
 * Removes the rows of these ids, in a transaction of the caller's. They are locked first, in the order of
 * ids: a statement that deletes them would lock them in one of its own, and two writers of the same rows
 * would each wait for the other.
 *
 * @returns how many there were.
 */
export async function removeRows(
  driver: SqlDriver,
  path: string,
  type: SqlIdType,
  ids: readonly string[],
): Promise<number> {
  const where = `from ${path} where "id" = any($1::${idArray(type)})`;
  const locked = `select count(*) as "count" from (select ${where} order by "id" for update) as "locked"`;
  const [{ count }] = await driver.query(locked, [ids]);
  if (numberFrom(count) === 0) return 0;
  return (await driver.query(`delete ${where} returning 1`, [ids])).length;
}
