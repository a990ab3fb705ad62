import { checkArray, checkMethod } from '../core/checks.ts';
import type { SqlDriver, SqlRow } from './driver.ts';

/** Throws unless it is a driver, and not a database itself. */
export function checkDriver(driver: SqlDriver, name = 'driver'): void {
  const what = 'a driver: what pglite(db), pg(pool) or postgres(sql) gives';
  checkMethod(name, driver, 'query', what);
  // PGlite and pg have `query` themselves; `name` tells a driver from them.
  checkMethod(name, typeof driver.name === 'string' ? driver : null, 'transaction', what);
}

/** The one row of a driver's first answer: drivers that apps write may give a result with rows instead. */
export function firstRow(rows: readonly SqlRow[]): SqlRow {
  checkArray("what the driver's query gives", rows);
  return rows[0] ?? {};
}
