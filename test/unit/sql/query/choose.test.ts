import { expect, test } from 'vitest';
import type { SqlDriver } from '../../../../src/sql/driver.ts';
import { estimateScan } from '../../../../src/sql/query/choose.ts';
import { engineCosts, scanCost } from '../../../../src/sql/query/cost.ts';

const ROWS = 200_000;
const TABLE = { path: '"t"', bits: 64, substrings: 3 };
const COSTS = engineCosts('PostgreSQL');

/** What a filter costs of which PostgreSQL plans to find `rows` so. */
function estimate(node: string, rows: number) {
  const plan = [{ Plan: { 'Node Type': node, 'Plan Rows': rows } }];
  const driver: SqlDriver = {
    name: 'PostgreSQL',
    query: async () => [{ 'QUERY PLAN': JSON.stringify(plan) }],
    transaction: () => Promise.reject(new Error('none is needed')),
  };
  return estimateScan(driver, TABLE, ROWS, COSTS, { sql: 'year < 5' });
}

test('a filter costs never more than all rows, whatever index PostgreSQL would take', async () => {
  for (const left of [0, 100, ROWS / 2, ROWS]) {
    const scan = await estimate('Seq Scan', left);
    const index = await estimate('Bitmap Heap Scan', left);
    expect(index.rows).toBe(left);
    expect(index.cost).toBeLessThanOrEqual(scan.cost);
    expect(scan.cost).toBeLessThanOrEqual(scanCost(ROWS, COSTS));
  }
  expect((await estimate('Index Scan', 100)).cost).toBeLessThan(scanCost(ROWS, COSTS) / 10);
});
