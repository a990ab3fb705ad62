import { expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { RandomState } from '../../../../src/core/random/random-state.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { svmDualCoordinateDescent } from '../../../../src/learners/svm-dcd.ts';
import { CrossModalHashing } from '../../../../src/models/cross-modal/cross-modal-hashing.ts';
import { pairedPoints, rowsFrom, somePairs } from '../../../support/paired-points.ts';

const kernels = createKernelsSync();
const BITS = 6;
const SEED = 7;
const all = pairedPoints(90, 3, 5);
const learned = somePairs(all, rowsFrom(0, 60));
const unseen = somePairs(all, rowsFrom(60, 90));

/** Rows about their mean, and other rows about it. */
function centre(points: Matrix, others: Matrix): [number[][], number[][]] {
  const { rows, cols, data } = points;
  const mean = rowsFrom(0, cols).map(
    (k) => data.reduce((sum, value, at) => (at % cols === k ? sum + value : sum), 0) / rows,
  );
  const about = (m: Matrix) =>
    rowsFrom(0, m.rows).map((i) => [...m.row(i)].map((value, k) => value - mean[k]));
  return [about(points), about(others)];
}

const sign = (value: number) => (value >= 0 ? 1 : -1);

/** Bits of rows on the sides of hyperplanes. */
function sides(rows: number[][], hyperplanes: number[][]): number[][] {
  return rows.map((x) =>
    hyperplanes.map((w) => sign(w.reduce((sum, value, k) => sum + value * x[k], 0))),
  );
}

async function machines(rows: number[][], bits: number[][], cost: number): Promise<number[][]> {
  const points = Matrix.from(rows);
  const signs = Int8Array.from(bits.flat());
  const learner = svmDualCoordinateDescent({ cost, seed: SEED });
  const found = await learner.fit(kernels, points, signs, BITS);
  return rowsFrom(0, BITS).map((j) => [...found.row(j)]);
}

test.each([
  [1, 1],
  [2, 0.8],
  [3, 0.6],
])('is the algorithm of the paper: %i iterations, alpha %f', async (iterations, alpha) => {
  const [texts, unseenTexts] = centre(learned.texts, unseen.texts);
  const [images, unseenImages] = centre(learned.images, unseen.images);
  const random = new RandomState(SEED);
  // Drawn dimension by dimension.
  const drawn = texts[0].map(() => rowsFrom(0, BITS).map(() => random.randn()));
  const initial = sides(
    texts,
    rowsFrom(0, BITS).map((j) => drawn.map((row) => row[j])),
  );
  let bits = initial;
  let smoothed = initial;
  let textPlanes: number[][] = [];
  let imagePlanes: number[][] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    smoothed = bits.map((_, i) => {
      const own = bits.filter((_, j) => learned.labels[j] === learned.labels[i]);
      return initial[i].map((first, b) => {
        const mean = own.reduce((sum, row) => sum + row[b], 0) / own.length;
        const blend = alpha * mean + (1 - alpha) * first;
        return sign(Math.abs(blend) < 1e-9 ? 0 : blend);
      });
    });
    textPlanes = await machines(texts, smoothed, 10);
    imagePlanes = await machines(images, smoothed, 10);
    bits = sides(texts, textPlanes);
  }
  const hasher = new CrossModalHashing({
    ...{ kernels, bits: BITS, seed: SEED, variant: 'published' },
    settings: { iterations, alpha, cost: 10, textScaling: 'centre', imageScaling: 'centre' },
  });
  await hasher.fit(learned);
  const agreement = (found: Int8Array, expected: number[][]) =>
    found.filter((value, at) => value === expected.flat()[at]).length / found.length;
  // Means in float64 there and in order there: a bit in a hundred may lie on its hyperplane.
  const found = hasher.encodeTexts(unseen.texts).toSigns();
  expect(agreement(found, sides(unseenTexts, textPlanes))).toBeGreaterThan(0.98);
  const others = hasher.encodeImages(unseen.images).toSigns();
  expect(agreement(others, sides(unseenImages, imagePlanes))).toBeGreaterThan(0.98);
});
