import { expect, test } from 'vitest';
import {
  checkPartitions,
  checkTable,
  radiusLimits,
  widestRadius,
} from '../../../../src/sql/cluster/shape.ts';

const shape = (bits: number, substrings: number) => ({
  ...{ name: 'photos', bits, substrings, id: 'bigint' as const },
});

test('takes 1, 2, 4, 8, ... partitions', () => {
  for (const count of [1, 2, 4, 1024]) checkPartitions(count);
  for (const count of [3, 6, 1000]) expect(() => checkPartitions(count)).toThrow('1, 2, 4, 8');
  for (const count of [0, 2048, 1.5])
    expect(() => checkPartitions(count)).toThrow('from 1 to 1024');
});

test('takes names that need no quotes', () => {
  for (const name of ['a', 'photos_2', 'a'.repeat(40)]) checkTable(name);
  for (const name of ['', 'A', '2a', 'a-b', 'é', 'a'.repeat(41), 'a"; drop', 7 as unknown]) {
    expect(() => checkTable(name as string)).toThrow('at most 40 of a-z, 0-9 and _');
  }
});

test('looks up at most 20,000 values of a substring', () => {
  // 1 + 16 + 120 + 560 + 1820 + 4368 + 8008 = 14,893 of 16 bits within 6; 26,333 within 7.
  expect(widestRadius(shape(64, 4))).toBe(6);
  expect(widestRadius(shape(8, 2))).toBe(4);
});

test('looks up while that is cheaper than a scan', () => {
  const small = radiusLimits(shape(64, 4), 1000);
  const large = radiusLimits(shape(64, 4), 1_000_000);
  expect(small.paying).toBeLessThan(large.paying);
  expect(large.paying).toBeLessThanOrEqual(large.most);
  expect(large.most).toBe(27);
  expect(radiusLimits(shape(8, 2), 1e6).most).toBe(8);
});
