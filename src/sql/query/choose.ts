import type { SqlDriver } from '../driver.ts';
import type { SqlFilter } from '../types.ts';
import type { CodeTable } from './code-query.ts';
import { type EngineCosts, scanCost } from './cost.ts';
import { Binder } from './statement.ts';

/** Smaller tables are scanned: that takes a few milliseconds whatever is asked. */
export const FEWEST_ROWS = 5_000;

/** What a scan would cost, and how many rows it ranks. */
export interface ScanEstimate {
  readonly cost: number;
  readonly rows: number;
}

/**
 * What a scan would cost: of all rows, or of those that PostgreSQL expects to meet the filter, which it
 * may find by an index of the app's.
 */
export async function estimateScan(
  driver: SqlDriver,
  table: CodeTable,
  rows: number,
  costs: EngineCosts,
  filter: SqlFilter | undefined,
): Promise<ScanEstimate> {
  if (!filter) return { cost: scanCost(rows, costs), rows };
  const { where, parameters } = new Binder(filter);
  const sql = `explain (format json) select "id" from ${table.path}${where}`;
  const [row] = await driver.query(sql, parameters);
  const given = row['QUERY PLAN'];
  const [{ Plan: plan }] = typeof given === 'string' ? JSON.parse(given) : given;
  const left = Math.min(rows, Number(plan['Plan Rows']));
  const allRows = scanCost(left, costs) + (rows - left) * costs.row * 0.5;
  const byIndex = costs.statement + left * costs.candidate;
  // PostgreSQL's own plan may take an index where neither is much dearer: never more than all rows cost.
  const isScan = /Seq Scan|Gather/.test(plan['Node Type']);
  return { cost: isScan ? allRows : Math.min(allRows, byIndex), rows: left };
}
