import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { RandomState } from '../../../../src/core/random/random-state.ts';
import { drawBeta, EpochBatches, pointScale } from '../../../../src/learners/network/batches.ts';
import { completeSettings } from '../../../../src/learners/network/settings.ts';

describe('the scale of points', () => {
  test.each([1e-12, 0.04, 0.7, 1, 1.4, 300, 1e12])('of size %d is a power of two', (size) => {
    const values = Float32Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? size : -size));
    const scale = pointScale(values);
    expect(Number.isInteger(Math.log2(scale))).toBe(true);
    const mean = (size * scale) ** 2;
    expect(mean).toBeGreaterThan(0.49);
    expect(mean).toBeLessThan(2.01);
  });

  test('of points that are all 0 is 1', () => {
    expect(pointScale(new Float32Array(4))).toBe(1);
  });
});

test.each([0.1, 0.2, 0.4, 1, 2])('Beta(%d, the same) has its mean and variance', (a) => {
  const random = new RandomState(7);
  const drawn = Array.from({ length: 20_000 }, () => drawBeta(random, a));
  expect(drawn.every((value) => value >= 0 && value <= 1)).toBe(true);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
  expect(mean).toBeCloseTo(0.5, 1.8);
  expect(variance).toBeCloseTo(1 / (4 * (2 * a + 1)), 2);
});

test('Beta(1e-9, the same) is drawn in no time: nearly always 0 or 1', () => {
  const random = new RandomState(7);
  const drawn = Array.from({ length: 2000 }, () => drawBeta(random, 1e-9));
  expect(drawn.every((value) => value === 0 || value === 1)).toBe(true);
  const ones = drawn.filter((value) => value === 1).length;
  expect(ones).toBeGreaterThan(850);
  expect(ones).toBeLessThan(1150);
});

describe('the batches of an epoch', () => {
  const points = new Matrix(
    Float32Array.from({ length: 22 }, (_, i) => i),
    11,
    2,
  );
  const targets = new Matrix(
    Float32Array.from({ length: 11 }, (_, i) => i / 11),
    11,
    1,
  );
  const problem = { points, targets, loss: 'logistic' } as const;

  test('have every point once, in another order each time', () => {
    const batches = new EpochBatches(problem, completeSettings({ batch: 4 }, 11), 2);
    const random = new RandomState(1);
    const orders = [1, 2].map(() => {
      const seen: number[] = [];
      for (const { points: taken, targets: wanted, rows } of batches.epoch(random)) {
        for (let i = 0; i < rows; i++) {
          const row = taken[2 * i] / 4;
          expect(taken[2 * i + 1]).toBe(2 * (2 * row + 1));
          expect(wanted[i]).toBe(targets.data[row]);
          seen.push(row);
        }
      }
      expect(seen.toSorted((a, b) => a - b)).toEqual([...Array(11).keys()]);
      return seen;
    });
    expect(orders[0]).not.toEqual(orders[1]);
  });

  test('mix points and targets in the same share', () => {
    const settings = completeSettings({ batch: 11, mixup: 1 }, 11);
    const [batch] = new EpochBatches(problem, settings, 1).epoch(new RandomState(2));
    let mixed = 0;
    for (let i = 0; i < 11; i++) {
      // Both are linear in the number of the row.
      expect(batch.targets[i]).toBeCloseTo(batch.points[2 * i] / 22, 5);
      expect(batch.points[2 * i + 1]).toBeCloseTo(batch.points[2 * i] + 1, 5);
      if (!Number.isInteger(batch.points[2 * i])) mixed++;
    }
    expect(mixed).toBeGreaterThan(5);
  });
});
