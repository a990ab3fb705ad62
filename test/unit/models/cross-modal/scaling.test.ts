import { expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { learnScaling, scaledRows, stacked } from '../../../../src/models/cross-modal/scaling.ts';

const points = Matrix.from([
  [1, 9, 5],
  [4, 16, 5],
  [9, 0, 5],
  [16, 25, 5],
]);

function columns(matrix: Matrix): number[][] {
  return Array.from({ length: matrix.cols }, (_, k) =>
    Array.from({ length: matrix.rows }, (_, i) => matrix.row(i)[k]),
  );
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('every scaling puts columns about their mean', () => {
  for (const scaling of ['centre', 'standardise', 'root'] as const) {
    const scaled = scaledRows(points, learnScaling('points', points, scaling));
    for (const values of columns(scaled)) expect(mean(values)).toBeCloseTo(0, 5);
  }
});

test('standardised values have variance 1, and a value that never changes is 0', () => {
  const scaled = scaledRows(points, learnScaling('points', points, 'standardise'));
  const [first, second, third] = columns(scaled);
  for (const values of [first, second]) {
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 5);
  }
  expect(third).toEqual([0, 0, 0, 0]);
});

test('roots are taken before the mean', () => {
  const scaled = scaledRows(points, learnScaling('points', points, 'root'));
  expect(columns(scaled)[0]).toEqual([-1.5, -0.5, 0.5, 1.5]);
  expect(columns(scaled)[1]).toEqual([0, 1, -3, 2]);
  // What was not seen may be below 0, where there is no root.
  const below = scaledRows(Matrix.from([[-4, 4, 5]]), learnScaling('points', points, 'root'));
  expect(below.row(0)[0]).toBe(-2.5);
});

test('a value that rounds differently each time is no deviation', () => {
  const nearly = Matrix.from([[1000], [1000.00006], [1000]]);
  const scaled = scaledRows(nearly, learnScaling('points', nearly, 'standardise'));
  expect([...scaled.data]).toEqual([0, 0, 0]);
});

test('stacked rows come one below the other', () => {
  expect(columns(stacked(points, points.slice(1, 2)))[0]).toEqual([1, 4, 9, 16, 4]);
});
