import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DetailedResult } from '../../../../src/bench/harness.ts';
import { findPostgres } from '../../../../src/bench/postgres-server.ts';
import { runBench } from '../../../../src/bench/run.ts';
import { LIMIT } from '../../../support/limit.ts';

let results: DetailedResult[];
beforeAll(async () => {
  results = await runBench({
    suites: ['sql'],
    backends: ['wasm-simd'],
    seconds: 0.001,
    rows: 1000,
  });
}, LIMIT);
afterAll(() => {
  results = [];
});

const engines = findPostgres() ? ['PGlite', 'PostgreSQL'] : ['PGlite'];

test('every search and every way to load agrees with its oracle', () => {
  expect(results.filter(({ verified }) => !verified)).toEqual([]);
  const searches = results.filter((result) => result.case.startsWith('search '));
  const ways = ['scan', 'radius known', 'stepped'];
  const expected = engines.flatMap((engine) => ways.map((way) => `${engine}, ${way}`));
  for (const bits of [64, 128]) {
    const names = searches
      .filter((result) => result.case === `search clustered n=1000 bits=${bits} k=10`)
      .map(({ contender }) => contender);
    expect(names).toEqual(['in memory, scan', 'in memory, multi-index', ...expected]);
  }
  const loaded = results.filter((result) => result.case === 'load n=1000 bits=64 columns=code');
  expect(loaded).toHaveLength(5 * engines.length);
});
