import { type CodeTable, partsOf } from './code-query.ts';
import { radiusOfSubstring, valueCount } from './substrings.ts';

/** What statements cost, in microseconds. Measured; only their ratios count. */
export interface EngineCosts {
  /** Comparing a row in a scan. */
  readonly row: number;
  /** Looking a value of a substring up. */
  readonly lookup: number;
  /** Fetching and comparing a row that was found by one. */
  readonly candidate: number;
  /** A statement by itself. */
  readonly statement: number;
}

/** Values that a statement may look up, also where multi-index hashing was asked for. */
export const MOST_LOOKUPS = 200_000;

const PGLITE: EngineCosts = { row: 0.36, lookup: 2.5, candidate: 1.5, statement: 1500 };
const SERVER: EngineCosts = { row: 0.2, lookup: 4, candidate: 2, statement: 1000 };

/** The costs of the engine behind a driver of this name. */
export function engineCosts(driver: string): EngineCosts {
  return driver === 'PGlite' ? PGLITE : SERVER;
}

/** Values that are looked up so that all codes within `radius` are found. */
export function lookupsWithin(table: CodeTable, radius: number): number {
  let lookups = 0;
  for (const [t, { width }] of partsOf(table).entries()) {
    lookups += valueCount(width, radiusOfSubstring(radius, table.substrings, t));
  }
  return lookups;
}

/** What a search by multi-index hashing costs, buckets taken to be of equal size. */
export function multiIndexCost(
  table: CodeTable,
  radius: number,
  rows: number,
  costs: EngineCosts,
): number {
  let cost = costs.statement;
  for (const [t, { width }] of partsOf(table).entries()) {
    const lookups = valueCount(width, radiusOfSubstring(radius, table.substrings, t));
    cost += lookups * (costs.lookup + (rows / 2 ** width) * costs.candidate);
  }
  return cost;
}

/** What a scan of `rows` costs. */
export function scanCost(rows: number, costs: EngineCosts): number {
  return costs.statement + rows * costs.row;
}
