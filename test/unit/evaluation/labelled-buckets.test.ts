import { describe, expect, test } from 'vitest';
import { HashCodes } from '../../../src/core/hash-codes.ts';
import { labelledBuckets } from '../../../src/evaluation/labelled-buckets.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { HashTable } from '../../../src/search/hash-table.ts';

const kernels = createKernelsSync({ backend: 'typescript' });
/** Codes of two bits, the first least significant here: buckets 2, 1, 2, 2, 0, 1. */
const table = new HashTable(kernels, new HashCodes(Uint32Array.of(1, 2, 1, 1, 0, 2), 6, 2));

describe('labelled buckets', () => {
  test('have the fullest first, its classes by their number, and the share of the commonest', () => {
    const buckets = labelledBuckets(table, [7, 7, 3, 3, 9, 3]);
    expect(buckets[0]).toEqual({
      index: 2,
      rows: Uint32Array.of(0, 2, 3),
      classes: [
        { label: 3, count: 2 },
        { label: 7, count: 1 },
      ],
      purity: 2 / 3,
    });
    expect(buckets.map(({ index, purity }) => [index, purity])).toEqual([
      [2, 2 / 3],
      [1, 0.5],
      [0, 1],
    ]);
  });

  test('put equally common classes in order of their labels, negative ones too', () => {
    const [, bucket] = labelledBuckets(table, [0, 5, 0, 0, 0, -5]);
    expect(bucket.classes).toEqual([
      { label: -5, count: 1 },
      { label: 5, count: 1 },
    ]);
  });

  test('hold every row once, whatever numbers name the classes', () => {
    const rows = labelledBuckets(table, [1n, 2n, 3n, 4n, 5n, 6n]).flatMap((b) => [...b.rows]);
    expect(rows.sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('need a table, and a label for each of its rows', () => {
    expect(() => labelledBuckets(table, [1, 2])).toThrow(
      'a table of 6 rows needs as many labels, not 2',
    );
    expect(() => labelledBuckets([] as never, [])).toThrow('the table must be a HashTable');
  });
});
