import { describe, expect, test } from 'vitest';
import { isBetter, tuneGraded } from '../../../../src/evaluation/tuning/tune-graded.ts';
import { allBackends } from '../../../support/backends.ts';
import { gaussianClasses } from '../../../support/points.ts';

const [kernels, ...others] = allBackends();
const start = { units: 6, epochs: 4, batch: 16, networks: 1 };
const given = gaussianClasses({ rows: 80, classes: 3, dimensions: 6, distance: 2, seed: 4 });

describe('settings of graded codes', () => {
  test('are changed for what is better by a standard error alone', () => {
    expect(isBetter([0.5, 0.6, 0.7], [0.4, 0.5, 0.6])).toBe(true);
    // Differences 0.3, -0.2, 0: their mean 0.033, its standard error 0.145.
    expect(isBetter([0.7, 0.3, 0.7], [0.4, 0.5, 0.7])).toBe(false);
    expect(isBetter([0.4, 0.5], [0.4, 0.5])).toBe(false);
    expect(isBetter([0.3, 0.5], [0.4, 0.6])).toBe(false);
  });

  test('are chosen on folds, the same on every backend', async () => {
    const options = { start, folds: 3, seed: 2 };
    const found = await tuneGraded(kernels, given.points, given.labels, options);
    expect(found.isComplete).toBe(true);
    expect(found.trials[0].settings).toEqual(start);
    expect(found.trials).toHaveLength(11);
    expect(found.best).toMatchObject(start);
    const scores = found.trials.map(({ score }) => score);
    expect(Math.min(...scores)).toBeGreaterThan(0.34);
    for (const backend of others) {
      const other = await tuneGraded(backend, given.points, given.labels, options);
      expect(other.best).toEqual(found.best);
      expect(other.trials.map(({ score }) => score)).toEqual(scores);
    }
  });

  test('take a share over that is better on every fold', async () => {
    // Two rings, one around the other, and a network that learns next to nothing.
    const points = Array.from({ length: 80 }, (_, i) => {
      const angle = i * 2.4;
      return [Math.cos(angle) * (1 + 2 * (i % 2)), Math.sin(angle) * (1 + 2 * (i % 2))];
    });
    const labels = points.map((_, i) => i % 2);
    const idle = { ...start, learningRate: 1e-9, networkShare: 1 };
    const { best } = await tuneGraded(kernels, points, labels, { start: idle, folds: 4 });
    expect(best.networkShare).toBeLessThan(1);
  });

  test('tell how far the search is within a trial too, and never go back', async () => {
    const told: number[] = [];
    const onProgress = (done: number, total: number) => {
      expect(total).toBe(11);
      told.push(done);
    };
    await tuneGraded(kernels, given.points, given.labels, { start, folds: 3, onProgress });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    // The first trial: three folds of a ridge, three of a network of four epochs each.
    const first = told.filter((done) => done > 0 && done < 1);
    expect(new Set(first).size).toBeGreaterThan(12);
    for (let trial = 0; trial < 11; trial++) expect(told).toContain(trial);
    expect(Math.max(...told)).toBeLessThanOrEqual(11);
  });

  test('stay as they were when the time is up', async () => {
    const found = await tuneGraded(kernels, given.points, given.labels, { start, seconds: 0 });
    expect(found).toMatchObject({ best: start, isComplete: false });
    expect(found.trials).toHaveLength(1);
    await expect(tuneGraded(kernels, given.points, [1, 2])).rejects.toThrow('as many labels');
    const signal = AbortSignal.abort(new Error('no more'));
    await expect(tuneGraded(kernels, given.points, given.labels, { signal })).rejects.toThrow(
      'no more',
    );
  });
});
