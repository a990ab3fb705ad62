import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { canonicalPairs } from '../../../../src/models/cross-modal/canonical.ts';
import { learnScaling, scaledRows } from '../../../../src/models/cross-modal/scaling.ts';
import { projectOn } from '../../../../src/models/initialisers/initialiser.ts';

const kernels = createKernelsSync();
const FILE = new URL('../../../fixtures/golden/canonical-correlations.json', import.meta.url);
const golden = JSON.parse(readFileSync(FILE, 'utf8')) as Record<
  'first' | 'second' | 'firstScores' | 'secondScores',
  number[][]
> & { correlations: number[] };

const centred = (rows: number[][]) => {
  const points = Matrix.from(rows);
  return scaledRows(points, learnScaling('points', points, 'centre'));
};
const first = centred(golden.first);
const second = centred(golden.second);

/** Scores of one component, of either sign. */
function column(scores: ArrayLike<number>, cols: number, j: number): number[] {
  const own = Array.from(scores).filter((_, at) => at % cols === j);
  return own[0] < 0 ? own.map((value) => -value) : own;
}

test('correlations and projections are those of scikit-learn', async () => {
  const found = await canonicalPairs(kernels, first, second, 3, 1e-9);
  golden.correlations.forEach((correlation, j) => {
    expect(found.correlations[j]).toBeCloseTo(correlation, 4);
    for (const [directions, rows, expected] of [
      [found.first, first, golden.firstScores],
      [found.second, second, golden.secondScores],
    ] as const) {
      const scores = column(projectOn(kernels, directions, rows).data, 3, j);
      const wanted = column(expected.flat(), 3, j);
      scores.forEach((value, i) => {
        expect(Math.abs(value - wanted[i])).toBeLessThan(5e-3);
      });
    }
  });
});

test('the order of modalities does not matter', async () => {
  const found = await canonicalPairs(kernels, first, second, 3, 0.1);
  const turned = await canonicalPairs(kernels, second, first, 3, 0.1);
  expect(turned.first).toEqual(found.second);
  expect(turned.second).toEqual(found.first);
});

test('a ridge makes correlations smaller, and there are no more than dimensions', async () => {
  const free = await canonicalPairs(kernels, first, second, 10, 1e-9);
  const held = await canonicalPairs(kernels, first, second, 10, 1);
  expect(free.first.rows).toBe(4);
  held.correlations.forEach((value, j) => {
    expect(value).toBeLessThan(free.correlations[j]);
  });
});

test('rows that are all alike have no correlation', async () => {
  const flat = new Matrix(new Float32Array(60 * 2), 60, 2);
  const found = await canonicalPairs(kernels, flat, second, 2, 0.1);
  expect([...found.correlations]).toEqual([0, 0]);
  expect(found.second.data.every((value) => value === 0)).toBe(true);
});
