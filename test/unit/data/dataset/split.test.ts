import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../src/core/errors.ts';
import { splitDataset, trainTestSplit } from '../../../../src/data/dataset/split.ts';
import golden from '../../../fixtures/golden/sklearn-split.json' with { type: 'json' };

function sha256AsInt64(values: Uint32Array): string {
  const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return createHash('sha256').update(bytes).digest('hex');
}

function sorted(...parts: Uint32Array[]): number[] {
  return parts.flatMap((part) => Array.from(part)).sort((a, b) => a - b);
}

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

describe('trainTestSplit', () => {
  test.each(Object.entries(golden))("is scikit-learn's split for %s", (setting, expected) => {
    const [n, size, seed] = setting.split(' ').map((part) => Number(part.split('=')[1]));
    const { train, test } = trainTestSplit(n, size, seed);
    expect([train.length, test.length]).toEqual([expected.n_train, expected.n_test]);
    expect(Array.from(train.subarray(0, 8))).toEqual(expected.train_first8);
    expect(Array.from(test.subarray(0, 8))).toEqual(expected.test_first8);
    expect(sha256AsInt64(train)).toBe(expected.sha256_train_int64_le);
    expect(sha256AsInt64(test)).toBe(expected.sha256_test_int64_le);
  });

  test('takes a whole number as a count', () => {
    expect(trainTestSplit(101, 11, 42)).toEqual(trainTestSplit(101, 0.1, 42));
    expect(trainTestSplit(5, 1, 0).test).toHaveLength(1);
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a size of %d', (size) => {
    expect(() => trainTestSplit(10, size, 0)).toThrow(
      `testSize must be a fraction between 0 and 1 or a whole number of at least 1, not ${size}`,
    );
  });

  test('refuses to leave the training part empty', () => {
    expect(() => trainTestSplit(10, 10, 0)).toThrow(
      'testSize must leave at least one row, not take 10 of 10 rows',
    );
    expect(() => trainTestSplit(10, 0.95, 0)).toThrow('0.95 (10 of 10 rows)');
    expect(() => trainTestSplit(1, 0.5, 0)).toThrow('n must be a whole number');
  });
});

describe('splitDataset', () => {
  test("gives the tutorial's parts as rows of the whole data set", () => {
    const first = golden['n=60000 test_size=0.002 random_state=42'];
    const parts = splitDataset(60000, { queries: 0.002, train: 0.02, seed: 42 });
    expect(sha256AsInt64(parts.queries)).toBe(first.sha256_test_int64_le);
    expect([parts.train.length, parts.database.length]).toEqual([1198, 58682]);
    const rest = trainTestSplit(60000, 0.002, 42).train;
    const second = golden['n=59880 test_size=0.02 random_state=42'];
    const rows = (indices: number[]) => indices.map((index) => rest[index]);
    expect(Array.from(parts.train.subarray(0, 8))).toEqual(rows(second.test_first8));
    expect(Array.from(parts.database.subarray(0, 8))).toEqual(rows(second.train_first8));
  });

  test('puts every row into exactly one part, and the same seed gives the same parts', () => {
    const size = (most: number) =>
      fc.oneof(fc.integer({ min: 1, max: most }), fc.double({ min: 0.001, max: 0.5, noNaN: true }));
    const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 200 }), size(2), size(2), seeds, (n, q, t, seed) => {
        const parts = splitDataset(n, { queries: q, train: t, seed });
        expect(sorted(parts.queries, parts.train, parts.database)).toEqual(range(n));
        for (const part of Object.values(parts)) expect(part.length).toBeGreaterThan(0);
        expect(splitDataset(n, { queries: q, train: t, seed })).toEqual(parts);
      }),
    );
  });

  test('names the part whose size is wrong', () => {
    const split = (queries: number, train: number) => () =>
      splitDataset(10, { queries, train, seed: 0 });
    expect(split(0, 2)).toThrow(InvalidArgumentError);
    expect(split(0, 2)).toThrow('queries must be a fraction between 0 and 1 or a whole number');
    expect(split(2, 1.5)).toThrow('train must be a fraction');
    expect(split(10, 2)).toThrow('queries must leave at least one row, not take 10 of 10 rows');
    expect(split(4, 6)).toThrow('train must leave at least one row, not take 6 of 6 rows');
    expect(split(4, 0.9)).toThrow('train must leave at least one row, not take 0.9 (6 of 6 rows)');
    expect(() => splitDataset(10, { queries: 1, train: 1, seed: -1 })).toThrow('seed must be');
  });
});
