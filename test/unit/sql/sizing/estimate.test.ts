import { expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../src/core/errors.ts';
import type { DatabaseConstants } from '../../../../src/sql/sizing/constants.ts';
import { estimateDatabase } from '../../../../src/sql/sizing/estimate.ts';

/** Round numbers: a look-up takes 2 µs, a row 1 µs. */
const constants: DatabaseConstants = {
  measuredOn: 'paper',
  statementMillis: 1,
  lookupMicros: 2,
  candidateMicros: 1,
  stepped: 2,
  scanNanosPerRow: 100,
  loadMicrosPerIndex: 2.5,
  indexBytesPerRow: 20,
  sizes: [],
};

test('what a million uniform codes of 32 bits need follows from the constants', () => {
  const need = estimateDatabase({ rows: 2 ** 20, bits: 32, codes: 'uniform', k: 1, constants });
  // Two substrings of 16 bits; 2^20 ball(32, r) / 2^32 >= 1 from r = 3 on: 5489 words of 2^12.
  expect(need.substrings).toBe(2);
  expect(need.radius).toBe(3);
  // r = 2 * 1 + 1: both substrings within a bit.
  expect(need.lookups).toBe(2 * 17);
  expect(need.candidates).toBe(2 * 17 * 2 ** 4);
  expect(need.knownMillis).toBeCloseTo(1 + (34 * 2 + 544) / 1000, 12);
  expect(need.queryMillis).toBeCloseTo(2 * need.knownMillis, 12);
  expect(need.scanMillis).toBeCloseTo(104.8576, 9);
  expect(need.strategy).toBe('multi-index');
  // A tuple of 24 + 24 + 4 bytes: 157 to a page of 8192.
  expect(need.memoryBytes).toBeCloseTo(2 ** 20 * (8192 / 157 + 20 / 0.9 + 40), 0);
  expect(need).toMatchObject({ servers: 1, partitions: 1, isExtrapolated: false });
  expect(need.diskBytes).toBe(2 * need.memoryBytes);
});

test('servers are as many as it takes for all to fit into three quarters of their memory', () => {
  for (const [rows, memory] of [
    [1e8, 64],
    [1e9, 64],
    [1e9, 7],
    [3e9, 128],
  ]) {
    const need = estimateDatabase({ rows, bits: 64, memory, constants });
    const each = need.memoryBytes / need.servers;
    expect(each).toBeLessThanOrEqual(memory * 0.75e9);
    if (need.servers > 1) {
      const fewer = estimateDatabase({ rows, bits: 64, servers: need.servers - 1, constants });
      expect(fewer.memoryBytes / fewer.servers).toBeGreaterThan(memory * 0.75e9);
    }
    expect(need.partitions).toBeGreaterThanOrEqual(need.servers);
    expect(Math.log2(need.partitions) % 1).toBe(0);
    expect(need.rowsPerServer * need.servers).toBeGreaterThanOrEqual(rows);
    expect(need.isExtrapolated).toBe(true);
  }
});

test('more servers load and scan their parts sooner', () => {
  const of = (servers: number) => estimateDatabase({ rows: 1e9, bits: 64, servers, constants });
  const all = [4, 8, 16].map(of);
  for (const part of ['scanMillis', 'loadSeconds', 'candidates'] as const) {
    const values = all.map((need) => need[part]);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(values[0]).toBeGreaterThan(values[2]);
  }
});

test('where nobody is near, and codes are long, a scan is cheaper', () => {
  const need = estimateDatabase({ rows: 1e6, bits: 256, codes: 'uniform', constants });
  expect(need.strategy).toBe('scan');
  expect(need.queryMillis).toBe(need.scanMillis);
});

test('codes that a store would scan are scanned here too', () => {
  // A store gives up looking up beyond 200,000 values, and makes no indexes for long codes.
  const far = estimateDatabase({ rows: 1e9, bits: 128, codes: 'uniform', constants });
  expect(far.lookups).toBeGreaterThan(200_000);
  expect(far.strategy).toBe('scan');
  const long = estimateDatabase({ rows: 1e6, bits: 1024, codes: 'uniform', constants });
  expect(long).toMatchObject({ strategy: 'scan', substrings: 0, lookups: 0 });
  expect(long.queryMillis).toBe(long.scanMillis);
});

test.each([
  [{ rows: 0, bits: 64 }],
  [{ rows: 10, bits: 64, k: 11 }],
  [{ rows: 100, bits: 96 }],
  [{ rows: 100, bits: 64, memory: 0 }],
  [{ rows: 100, bits: 64, servers: 0 }],
  [{ rows: 100, bits: 64, substrings: 2 }],
  [{ rows: 100, bits: 64, codes: 'normal' }],
  [{ rows: 100, bits: 64, machines: 1 }],
])('%j is refused', (options) => {
  expect(() => estimateDatabase(options as never)).toThrow(InvalidArgumentError);
});
