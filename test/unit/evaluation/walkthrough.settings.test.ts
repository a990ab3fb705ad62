import { expect, test } from 'vitest';
import { splitDataset } from '../../../src/data/dataset/split.ts';
import { splitSizes } from '../../../src/evaluation/walkthrough/settings.ts';

const rowsOf = (rows: number) => {
  const { queries, train } = splitDataset(rows, { ...splitSizes(rows), seed: 42 });
  return [queries.length, train.length];
};

test('the split has the sizes of the tutorial on its own data and on the bundled images', () => {
  expect(rowsOf(60_000)).toEqual([120, 1198]);
  expect(rowsOf(10_000)).toEqual([200, 1200]);
});

test('the split leaves most rows to the database, however few there are', () => {
  expect(rowsOf(150)).toEqual([15, 45]);
  expect(rowsOf(10)).toEqual([1, 3]);
});
