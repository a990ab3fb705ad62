import { describe, expect, test } from 'vitest';
import { RandomState } from '../../../../src/core/random/random-state.ts';
import { BACKENDS } from '../../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { BalancedRidge } from '../../../../src/models/streaming/balanced-ridge.ts';
import { gaussianClasses } from '../../../support/points.ts';

/** Solves a x = b by Gauss-Jordan elimination with pivots. */
function solved(a: number[][], b: number[]): number[] {
  const n = b.length;
  const m = a.map((row, i) => [...row, b[i]]);
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(m[r][i]) > Math.abs(m[pivot][i])) pivot = r;
    [m[i], m[pivot]] = [m[pivot], m[i]];
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const by = m[r][i] / m[i][i];
      for (let c = i; c <= n; c++) m[r][c] -= by * m[i][c];
    }
  }
  return m.map((row, i) => row[n] / row[i]);
}

/** From the points one by one, in float64: scatter about class means, then that of the means. */
function oracle(rows: number[][], places: number[], classes: number, ridge: number) {
  const size = rows[0].length;
  const mean = (list: number[][]) =>
    Array.from({ length: size }, (_, j) => list.reduce((s, row) => s + row[j], 0) / list.length);
  const means = Array.from({ length: classes }, (_, c) =>
    mean(rows.filter((__, i) => places[i] === c)),
  );
  const middle = mean(means);
  const share = rows.length / classes;
  const a = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => {
      let sum = i === j ? ridge * rows.length : 0;
      rows.forEach((row, r) => {
        const own = means[places[r]];
        sum += (row[i] - own[i]) * (row[j] - own[j]);
      });
      for (const own of means) sum += share * (own[i] - middle[i]) * (own[j] - middle[j]);
      return sum;
    }),
  );
  return means.map((own) =>
    solved(
      a,
      own.map((value, j) => share * (value - middle[j])),
    ),
  );
}

const { points, labels } = gaussianClasses({
  ...{ rows: 90, classes: 3, dimensions: 13, distance: 2, seed: 4 },
});
// Unequal classes: of the last, one point in three.
const rows = Array.from(labels.keys()).filter((i) => labels[i] < 2 || i % 9 === 2);
const places = rows.map((i) => labels[i]);
const chosen = points.selectRows(rows);

describe('balanced ridge regression', () => {
  test('solves the system of its docstring', () => {
    const kernels = createKernelsSync();
    const ridge = new BalancedRidge(kernels, 13);
    ridge.add(chosen.data, places);
    const { weights } = ridge.solve(1e-3);
    const expected = oracle(
      rows.map((i) => [...points.row(i)]),
      places,
      3,
      1e-3,
    ).flat();
    for (const [i, value] of expected.entries()) expect(weights[i]).toBeCloseTo(value, 5);
    ridge.dispose();
  });

  test('a weight counts a point so often', () => {
    const kernels = createKernelsSync();
    const [twice, weighted] = [new BalancedRidge(kernels, 13), new BalancedRidge(kernels, 13)];
    twice.add(chosen.data, places);
    twice.add(chosen.data.subarray(0, 5 * 13), places.slice(0, 5));
    weighted.add(
      chosen.data,
      places,
      Float64Array.from(places, (_, i) => (i < 5 ? 2 : 1)),
    );
    const [a, b] = [twice.solve(1e-3).weights, weighted.solve(1e-3).weights];
    for (const [i, value] of a.entries()) expect(b[i]).toBeCloseTo(value, 4);
  });

  test('backends agree to the bit, in two parts or restored between them', () => {
    const results = BACKENDS.map((backend) => {
      const kernels = createKernelsSync({ backend });
      const ridge = new BalancedRidge(kernels, 13);
      ridge.add(chosen.data.subarray(0, 30 * 13), places.slice(0, 30));
      const again = new BalancedRidge(kernels, 13);
      again.restore(ridge.save());
      for (const each of [ridge, again]) each.add(chosen.data.subarray(30 * 13), places.slice(30));
      expect(again.solve(1e-4)).toEqual(ridge.solve(1e-4));
      return ridge.solve(1e-4);
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  test('features without rank are solved with the ridge that they need', () => {
    const kernels = createKernelsSync();
    const ridge = new BalancedRidge(kernels, 40);
    const random = new RandomState(1);
    const features = Float32Array.from({ length: 6 * 40 }, () => random.randomSample());
    ridge.add(features, [0, 0, 0, 1, 1, 1]);
    const { weights } = ridge.solve(1e-16);
    expect(weights.every(Number.isFinite)).toBe(true);
  });
});
