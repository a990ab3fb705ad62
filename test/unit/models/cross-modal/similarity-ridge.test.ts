import { expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import {
  type SimilarityRidge,
  similaritySystem,
  solveSimilarities,
} from '../../../../src/models/cross-modal/similarity-ridge.ts';
import { gaussianPoints } from '../../../support/points.ts';

const kernels = createKernelsSync();
const ROWS = 30;
const points = gaussianPoints(ROWS, 4, 2);
const targets = gaussianPoints(ROWS, 3, 9);
const RIDGE = 0.5;

async function solved(own = points, wanted = targets, landmarks = 100): Promise<SimilarityRidge> {
  const rows = { points: own, targets: wanted, known: own.rows };
  const system = await similaritySystem(kernels, rows, { relativeWidth: 1, landmarks }, 1);
  return solveSimilarities(kernels, system, RIDGE);
}

function similarity(x: Float32Array, y: Float32Array, width: number): number {
  return Math.exp(-x.reduce((sum, value, k) => sum + (value - y[k]) ** 2, 0) / width);
}

/** A x = b by elimination. */
function solve(a: number[][], b: number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]]);
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows.reduce(
      (best, row, r) => (r >= i && Math.abs(row[i]) > Math.abs(rows[best][i]) ? r : best),
      i,
    );
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    for (let r = 0; r < rows.length; r++) {
      if (r === i) continue;
      const factor = rows[r][i] / rows[i][i];
      rows[r] = rows[r].map((value, k) => value - factor * rows[i][k]);
    }
  }
  return rows.map((row, i) => row[rows.length] / row[i]);
}

/** Kernel ridge regression of `kept` rows, for row `at`; targets about means of all rows. */
function predicted(kept: number[], at: number, c: number, width: number): number {
  let mean = 0;
  for (let i = 0; i < ROWS; i++) mean += targets.row(i)[c] / ROWS;
  const kernel = kept.map((i) =>
    kept.map((j) => similarity(points.row(i), points.row(j), width) + (i === j ? RIDGE : 0)),
  );
  const weights = solve(
    kernel,
    kept.map((i) => targets.row(i)[c] - mean),
  );
  return kept.reduce(
    (sum, i, k) => sum + weights[k] * similarity(points.row(i), points.row(at), width),
    mean,
  );
}

test('with all rows as landmarks it is kernel ridge regression', async () => {
  const { featureMap, weights, offsets } = await solved();
  const everything = Array.from({ length: ROWS }, (_, i) => i);
  for (const at of [0, 11, 29]) {
    for (let c = 0; c < 3; c++) {
      let found = offsets[c];
      for (let j = 0; j < ROWS; j++) {
        const seen = similarity(points.row(at), featureMap.landmarks.row(j), featureMap.width);
        found += weights.row(c)[j] * seen;
      }
      expect(found).toBeCloseTo(predicted(everything, at, c, featureMap.width), 3);
    }
  }
});

test('left-out values are those of fits without the row', async () => {
  const { featureMap, judged, leftOut } = await solved();
  expect([...judged]).toEqual(Array.from({ length: ROWS }, (_, i) => i));
  for (const at of [0, 11, 29]) {
    const kept = [...judged].filter((row) => row !== at);
    for (let c = 0; c < 3; c++) {
      expect(leftOut.row(at)[c]).toBeCloseTo(predicted(kept, at, c, featureMap.width), 3);
    }
  }
});

test('fewer landmarks are rows, and left-out values stay near those of all', async () => {
  const every = await solved();
  const few = await solved(points, targets, 20);
  expect(few.featureMap.landmarks.rows).toBe(20);
  let near = 0;
  let far = 0;
  for (let at = 0; at < few.leftOut.data.length; at++) {
    near += (few.leftOut.data[at] - every.leftOut.data[at]) ** 2;
    far += every.leftOut.data[at] ** 2;
  }
  expect(near).toBeLessThan(far / 2);
});

test('rows that are all alike have a solution', async () => {
  const flat = new Matrix(new Float32Array(ROWS * 4).fill(3), ROWS, 4);
  const found = await solved(flat);
  expect(found.weights.data.every((value) => Number.isFinite(value))).toBe(true);
  expect(found.leftOut.data.every((value) => Number.isFinite(value))).toBe(true);
});
