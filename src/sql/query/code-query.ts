import type { HashCodes } from '../../core/hash-codes.ts';
import { bitStrings } from '../bits.ts';
import type { SqlFilter } from '../types.ts';
import { Binder, type Statement } from './statement.ts';
import {
  radiusOfSubstring,
  type Substring,
  substringExpression,
  substringsOf,
  substringType,
  valuesWithin,
} from './substrings.ts';

/** The code table that is searched. */
export interface CodeTable {
  /** Quoted, with its schema. */
  readonly path: string;
  readonly bits: number;
  readonly substrings: number;
}

/**
 * The distance to a query in SQL. The query is in a subquery: it is read once, also where the server
 * keeps a plan for any parameters.
 */
function distanceTo(binder: Binder, query: HashCodes): string {
  const bits = binder.bind(bitStrings(query)[0], 'text');
  return `bit_count("code" # (select ${bits}::bit(${query.bits})))::int4`;
}

/** The `k` nearest of all rows, or all within `radius`, each compared with the query. */
export function scanStatement(
  table: CodeTable,
  query: HashCodes,
  limit: { readonly k?: number | undefined; readonly radius?: number | undefined },
  filter?: SqlFilter,
): Statement {
  const binder = new Binder(filter);
  const distance = distanceTo(binder, query);
  const within = limit.radius === undefined ? '' : ` <= ${binder.bind(limit.radius, 'int4')}`;
  const where = within ? ` where ${distance}${within}${binder.and}` : binder.where;
  const most = limit.k === undefined ? '' : ` limit ${binder.bind(String(limit.k), 'int8')}`;
  const sql =
    `select "id", ${distance} as "distance" from ${table.path}${where}` +
    ` order by "distance", "id"${most}`;
  return { sql, parameters: binder.parameters };
}

/**
 * Rows that share a substring with the query so that all within `radius` are among them (multi-index
 * hashing: Norouzi, Punjani, Fleet, CVPR 2012). With `k` the k nearest of those, which may be farther
 * than `radius`; without, those within it.
 *
 * The conditions are joined by `or`: PostgreSQL unites the rows of all substrings in a bitmap, in which
 * each is once, and compares each once; a union of selects took half as long again. The values are in
 * subqueries: as constants they would each be looked up in the statistics, which took longer than the
 * search, and how many rows they are thought to give would depend on when the table was analysed.
 */
export function multiIndexStatement(
  table: CodeTable,
  query: HashCodes,
  radius: number,
  k: number | undefined,
  filter?: SqlFilter,
): Statement {
  const binder = new Binder(filter);
  const distance = distanceTo(binder, query);
  const within = k === undefined ? ` and ${distance} <= ${binder.bind(radius, 'int4')}` : '';
  const shared: string[] = [];
  for (const [t, part] of partsOf(table).entries()) {
    const flips = radiusOfSubstring(radius, table.substrings, t);
    const values = valuesWithin(query.code(0), part, flips);
    if (values.length === 0) continue;
    const type = `${substringType(part)}[]`;
    const all = `(select ${binder.bind(values, type)})::${type}`;
    shared.push(`${substringExpression(part)} = any(${all})`);
  }
  const most = k === undefined ? '' : ` limit ${binder.bind(String(k), 'int8')}`;
  const sql =
    `select "id", ${distance} as "distance" from ${table.path} ` +
    `where (${shared.join(' or ')})${within}${binder.and} order by "distance", "id"${most}`;
  return { sql, parameters: binder.parameters };
}

/** The substrings of the table's codes. */
export function partsOf(table: CodeTable): Substring[] {
  return substringsOf(table.bits, table.substrings);
}
