import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import {
  columnMeans,
  normaliseAndCentre,
  normaliseRows,
  subtractMean,
} from '../../../src/preparation/preprocess.ts';
import { allBackends } from '../../support/backends.ts';
import { gaussianPoints } from '../../support/points.ts';

describe.each(allBackends())('preprocessing ($name)', (kernels) => {
  const points = gaussianPoints(50, 13, 1);
  points.data.forEach((value, at) => {
    points.data[at] = 10 * value + 3;
  });
  const before = points.data.slice();

  test('divides rows by their norm', () => {
    const { data, rows, cols } = normaliseRows(kernels, points);
    expect([rows, cols]).toEqual([50, 13]);
    for (let i = 0; i < 50; i++) {
      const norm = Math.hypot(...points.row(i));
      for (let d = 0; d < 13; d++) {
        expect(data[i * 13 + d]).toBeCloseTo(points.row(i)[d] / norm, 6);
      }
    }
    expect(points.data).toEqual(before);
  });

  test('normalises rows whose squares leave the range of float32, and leaves zero rows', () => {
    const rows = Matrix.from([
      [3e38, 3e38],
      [3e-30, -4e-30],
      [0, 0],
      [0, -5],
    ]);
    const half = Math.fround(Math.SQRT1_2);
    const expected = [half, half, 0.6, -0.8, 0, 0, 0, -1].map(Math.fround);
    expect(Array.from(normaliseRows(kernels, rows).data)).toEqual(expected);
  });

  test('gives the means of columns, rounded once', () => {
    const means = columnMeans(kernels, points);
    for (let d = 0; d < 13; d++) {
      let sum = 0;
      for (let i = 0; i < 50; i++) sum += points.row(i)[d];
      expect(means[d]).toBe(Math.fround(sum / 50));
    }
    // In float32 the 1 would be lost.
    const column = Matrix.from([[2 ** 30], [1], [-(2 ** 30)], [0]]);
    expect(columnMeans(kernels, column)).toEqual(Float32Array.of(0.25));
  });

  test('subtracts a row from all rows', () => {
    const rows = Matrix.from([
      [1, 2],
      [-3, 0.5],
    ]);
    const moved = subtractMean(kernels, rows, Float32Array.of(0.5, -2));
    expect(moved.data).toEqual(Float32Array.of(0.5, 4, -3.5, 2.5));
    expect(rows.data).toEqual(Float32Array.of(1, 2, -3, 0.5));
  });

  test('normalises first and centres then, as the tutorial does', () => {
    const { data } = normaliseAndCentre(kernels, points);
    expect(points.data).toEqual(before);
    for (let d = 0; d < 13; d++) {
      let mean = 0;
      for (let i = 0; i < 50; i++) mean += points.row(i)[d] / Math.hypot(...points.row(i)) / 50;
      for (let i = 0; i < 50; i++) {
        const expected = points.row(i)[d] / Math.hypot(...points.row(i)) - mean;
        expect(data[i * 13 + d]).toBeCloseTo(expected, 6);
      }
    }
    const unit = normaliseRows(kernels, points);
    expect(data).toEqual(subtractMean(kernels, unit, columnMeans(kernels, unit)).data);
  });

  test('takes points that lie in a larger array', () => {
    const inner = new Matrix(points.data.subarray(13), 49, 13);
    const copy = new Matrix(inner.data.slice(), 49, 13);
    expect(normaliseAndCentre(kernels, inner)).toEqual(normaliseAndCentre(kernels, copy));
    expect(points.data).toEqual(before);
  });

  test('of no rows is no rows, but has no mean', () => {
    const none = new Matrix(new Float32Array(0), 0, 3);
    expect(normaliseRows(kernels, none).rows).toBe(0);
    expect(() => columnMeans(kernels, none)).toThrow(InvalidArgumentError);
    expect(() => columnMeans(kernels, none)).toThrow('the mean of no rows is not defined');
  });

  test('refuses a mean of another length, and values that are not finite', () => {
    expect(() => subtractMean(kernels, points, new Float32Array(12))).toThrow(
      'the mean has 12 values where points have 13',
    );
    const bad = Matrix.from([
      [1, 2],
      [3, Number.POSITIVE_INFINITY],
    ]);
    expect(() => normaliseAndCentre(kernels, bad)).toThrow(
      'points must be finite numbers, but row 1, column 1 is Infinity',
    );
  });
});
