import { expect, test } from 'vitest';
import { fitCosts } from '../../../scripts/databases/fit.mjs';

test('the costs of parts come back from the times that they make', () => {
  const searches = [
    [10, 200],
    [300, 50],
    [1000, 4000],
    [40, 40],
  ].map(([lookups, candidates]) => ({
    lookups,
    candidates,
    millis: 0.7 + lookups * 0.003 + candidates * 0.0011,
  }));
  const { statementMillis, lookupMicros, candidateMicros } = fitCosts(searches);
  expect(statementMillis).toBeCloseTo(0.7, 6);
  expect(lookupMicros).toBeCloseTo(3, 6);
  expect(candidateMicros).toBeCloseTo(1.1, 6);
});

test('no part costs less than nothing', () => {
  const searches = [
    { lookups: 1, candidates: 10, millis: 3 },
    { lookups: 2, candidates: 20, millis: 2 },
    { lookups: 3, candidates: 35, millis: 1 },
  ];
  const costs = Object.values(fitCosts(searches));
  expect(costs).toHaveLength(3);
  for (const cost of costs) expect(cost).toBeGreaterThanOrEqual(0);
});
