import { describe, expect, test } from 'vitest';
import { binName, sizeBins } from '../../../../../src/report/tutorial/page/histogram.ts';

describe('sizeBins', () => {
  test('gathers bucket sizes by powers of two', () => {
    const bins = sizeBins([
      [1, 5],
      [2, 3],
      [3, 1],
      [8, 2],
    ]);
    expect(bins.map(({ buckets }) => buckets)).toEqual([5, 4, 0, 2]);
    expect(bins.map(({ rows }) => rows)).toEqual([5, 9, 0, 16]);
    expect(bins.map(binName)).toEqual(['1', '2–3', '4–7', '8–15']);
  });

  test('puts a power of two into the bin that it starts', () => {
    for (let power = 0; power < 32; power++) {
      expect(sizeBins([[2 ** power, 1]]).at(-1)).toMatchObject({ from: 2 ** power, buckets: 1 });
    }
  });
});
