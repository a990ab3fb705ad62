import type { HashCodes } from '../../core/hash-codes.ts';
import { bitStrings } from '../bits.ts';
import type { SqlDriver } from '../driver.ts';
import type { SqlFilter } from '../types.ts';
import type { CodeTable } from './code-query.ts';
import { Binder, type Statement } from './statement.ts';

/** pgvector's default, and the most that it takes. */
const FEWEST = 40;
const MOST = 1000;

/**
 * The statement for about the `k` nearest by pgvector's HNSW index (Malkov, Yashunin 2016): approximate.
 * Those found are ranked by distance and id like all others.
 */
export function hnswStatement(
  table: CodeTable,
  query: HashCodes,
  k: number,
  filter?: SqlFilter,
): Statement {
  const binder = new Binder(filter);
  const bits = `${binder.bind(bitStrings(query)[0], 'text')}::bit(${query.bits})`;
  const distance = `"code" <~> ${bits}`;
  const sql =
    `select "id", "distance"::int4 as "distance" from (select "id", ${distance} as "distance" ` +
    `from ${table.path}${binder.where} order by ${distance} limit ${binder.bind(String(k), 'int8')}) as "found" ` +
    'order by "distance", "id"';
  return { sql, parameters: binder.parameters };
}

/**
 * Settings of one transaction, without which there are 40 rows however many are asked for, and fewer
 * with a filter: as many candidates as rows, and a search that goes on until there are enough.
 */
export async function prepareHnsw(driver: SqlDriver, k: number): Promise<void> {
  const ef = String(Math.min(MOST, Math.max(FEWEST, k)));
  await driver.query(
    `select set_config('hnsw.ef_search', $1::text, true), set_config('hnsw.iterative_scan', 'strict_order', true)`,
    [ef],
  );
}
