import { expect, test } from 'vitest';
import {
  engineCosts,
  lookupsWithin,
  multiIndexCost,
  scanCost,
} from '../../../../src/sql/query/cost.ts';

const table = { path: '"t"', bits: 64, substrings: 4 };

test('look-ups are those of Norouzi et al.: a for the first substrings, a - 1 for the others', () => {
  expect(lookupsWithin(table, 0)).toBe(1);
  expect(lookupsWithin(table, 3)).toBe(4);
  expect(lookupsWithin(table, 5)).toBe(2 * 17 + 2);
  expect(lookupsWithin(table, 7)).toBe(4 * 17);
});

test('near neighbours of many rows are looked up, far ones are scanned for', () => {
  const costs = engineCosts('PGlite');
  expect(multiIndexCost(table, 5, 1e6, costs)).toBeLessThan(scanCost(1e6, costs) / 10);
  expect(multiIndexCost(table, 24, 1e6, costs)).toBeGreaterThan(scanCost(1e6, costs));
  expect(engineCosts('pg')).not.toEqual(costs);
});
