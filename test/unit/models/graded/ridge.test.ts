import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { calibrate } from '../../../../src/models/graded/calibrate.ts';
import type { GradedProblem } from '../../../../src/models/graded/problem.ts';
import { fitRidgeMember } from '../../../../src/models/graded/ridge.ts';
import { allBackends } from '../../../support/backends.ts';
import { gaussianClasses } from '../../../support/points.ts';

const kernels = createKernelsSync();
const CLASSES = 3;

function problem(rows = 40): GradedProblem {
  const given = { rows, classes: CLASSES, dimensions: 5, distance: 1.5, seed: 2 };
  const { points, labels } = gaussianClasses(given);
  // Every other row is labelled.
  const labelledRows = Uint32Array.from({ length: rows / 2 }, (_, i) => 2 * i);
  const classOf = Uint32Array.from(labelledRows, (row) => labels[row]);
  return { points, labelledRows, classOf, classes: CLASSES };
}

/** Solves A X = B in float64 by Gauss-Jordan elimination. */
function solve(a: number[][], b: number[][]): number[][] {
  const rows = a.map((row, i) => [...row, ...b[i]]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows[k][k];
    rows[k] = rows[k].map((value) => value / pivot);
    for (let i = 0; i < rows.length; i++) {
      if (i === k) continue;
      const by = rows[i][k];
      rows[i] = rows[i].map((value, j) => value - by * rows[k][j]);
    }
  }
  return rows.map((row) => row.slice(a.length));
}

function similarity(x: Float32Array, y: Float32Array, width: number): number {
  return Math.exp(-x.reduce((sum, value, k) => sum + (value - y[k]) ** 2, 0) / width);
}

const rowsOf = (matrix: Matrix) => Array.from({ length: matrix.rows }, (_, i) => matrix.row(i));

describe('ridge regression of classes', () => {
  test('on all points solves (K + ridge I) A = Y - shares', async () => {
    const given = problem();
    const settings = { relativeWidth: 0.5, ridge: 0.2, landmarks: 100 };
    const { featureMap, weights, offsets } = await fitRidgeMember(kernels, given, settings, 0);
    const points = rowsOf(given.points.selectRows(given.labelledRows));
    const targets = points.map((_, i) =>
      Array.from(offsets, (share, c) => (given.classOf[i] === c ? 1 : 0) - share),
    );
    const system = points.map((x, i) =>
      points.map((y, j) => similarity(x, y, featureMap.width) + (i === j ? 0.2 : 0)),
    );
    solve(system, targets).forEach((row, i) => {
      row.forEach((value, c) => {
        expect(weights.row(c)[i]).toBeCloseTo(value, 4);
      });
    });
  });

  test('is calibrated by the scores of points as if each had been left out', async () => {
    const given = problem();
    const settings = { relativeWidth: 0.5, ridge: 0.2, landmarks: 100 };
    const { featureMap, offsets, scale, accuracy } = await fitRidgeMember(
      kernels,
      given,
      settings,
      0,
    );
    const points = rowsOf(given.points.selectRows(given.labelledRows));
    const scores = new Matrix(new Float32Array(points.length * CLASSES), points.length, CLASSES);
    points.forEach((left, out) => {
      const others = points.map((_, i) => i).filter((i) => i !== out);
      const system = others.map((i) =>
        others.map((j) => similarity(points[i], points[j], featureMap.width) + (i === j ? 0.2 : 0)),
      );
      const targets = others.map((i) =>
        Array.from(offsets, (share, c) => (given.classOf[i] === c ? 1 : 0) - share),
      );
      const solved = solve(system, targets);
      for (let c = 0; c < CLASSES; c++) {
        scores.row(out)[c] = others.reduce(
          (sum, i, at) => sum + solved[at][c] * similarity(left, points[i], featureMap.width),
          offsets[c],
        );
      }
    });
    const expected = calibrate(scores, given.classOf);
    expect(accuracy).toBe(expected.accuracy);
    expect(scale / expected.scale).toBeCloseTo(1, 3);
  });

  test('on landmarks solves the normal equations of features about their mean', async () => {
    const given = problem(120);
    const settings = { relativeWidth: 0.5, ridge: 0.2, landmarks: 12 };
    const { featureMap, weights, offsets } = await fitRidgeMember(kernels, given, settings, 0);
    expect(featureMap.landmarks.rows).toBe(12);
    const landmarks = rowsOf(featureMap.landmarks);
    const features = (x: Float32Array) =>
      landmarks.map((landmark) => similarity(x, landmark, featureMap.width));
    const centre = landmarks
      .map(features)
      .reduce((sum, row) => sum.map((value, k) => value + row[k] / 12), new Array(12).fill(0));
    const about = (x: Float32Array) => features(x).map((value, k) => value - centre[k]);
    const points = rowsOf(given.points.selectRows(given.labelledRows)).map(about);
    const shares = [0, 1, 2].map((c) => given.classOf.filter((own) => own === c).length / 60);
    const system = landmarks.map((_, i) =>
      landmarks.map(
        (_, j) => points.reduce((sum, f) => sum + f[i] * f[j], 0) + (i === j ? 0.2 : 0),
      ),
    );
    const products = landmarks.map((_, i) =>
      shares.map((share, c) =>
        points.reduce((sum, f, p) => sum + f[i] * ((given.classOf[p] === c ? 1 : 0) - share), 0),
      ),
    );
    const solved = solve(system, products);
    const [x] = rowsOf(given.points);
    for (let c = 0; c < CLASSES; c++) {
      const expected = about(x).reduce((sum, f, k) => sum + f * solved[k][c], shares[c]);
      const found = features(x).reduce((sum, f, k) => sum + f * weights.row(c)[k], offsets[c]);
      expect(found).toBeCloseTo(expected, 3);
    }
  });

  test.each([100, 12])('is the same on every backend, with %d landmarks', async (landmarks) => {
    const settings = { relativeWidth: 0.5, ridge: 0.2, landmarks };
    const [first, ...others] = await Promise.all(
      allBackends().map((backend) => fitRidgeMember(backend, problem(120), settings, 1)),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  test('takes more ridge where rounding leaves no factor', async () => {
    const given = problem(400);
    const settings = { relativeWidth: 300, landmarks: 400 };
    const weights: Float32Array[] = [];
    for (const ridge of [1e-12, 10 * 10 * 10 * 10 * 10 * 10 * 1e-12]) {
      weights.push((await fitRidgeMember(kernels, given, { ...settings, ridge }, 0)).weights.data);
    }
    expect(weights[1].every(Number.isFinite)).toBe(true);
    expect(weights[0]).toEqual(weights[1]);
  });
});
