import { describe, expect, test } from 'vitest';
import { DisposedError, InvalidArgumentError } from '../../../src/core/errors.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import {
  PassiveAggressiveStream,
  passiveAggressive,
} from '../../../src/learners/passive-aggressive.ts';
import { gaussianClasses } from '../../support/points.ts';

const kernels = createKernelsSync();
const BITS = 3;
const DIMENSIONS = 9;
const { points, labels } = gaussianClasses({
  rows: 400,
  classes: 4,
  dimensions: DIMENSIONS,
  distance: 3,
  seed: 5,
});
const signs = new Int8Array(400 * BITS);
for (let i = 0; i < signs.length; i++) {
  signs[i] = (labels[Math.floor(i / BITS)] >> ((i % BITS) % 2)) & 1 ? 1 : -1;
}

/** The update of Crammer et al. (2006), figure 1, in float64. */
function reference(variant: 'pa-1' | 'pa-2', cost: number): number[][] {
  const w = Array.from({ length: BITS }, () => new Array(DIMENSIONS).fill(0));
  for (let i = 0; i < points.rows; i++) {
    const x = [...points.row(i)];
    const norm = x.reduce((s, v) => s + v * v, 0);
    for (let j = 0; j < BITS; j++) {
      const y = signs[i * BITS + j];
      const loss = Math.max(0, 1 - y * x.reduce((s, v, k) => s + v * w[j][k], 0));
      const tau = variant === 'pa-1' ? Math.min(cost, loss / norm) : loss / (norm + 1 / (2 * cost));
      for (let k = 0; k < DIMENSIONS; k++) w[j][k] += tau * y * x[k];
    }
  }
  return w;
}

function stream(options = {}): PassiveAggressiveStream {
  return new PassiveAggressiveStream(kernels, { bits: BITS, dimensions: DIMENSIONS, ...options });
}

/** Share of targets that are met. */
function accuracy(hyperplanes: Matrix, classes = [0, 1, 2, 3]): number {
  let met = 0;
  let all = 0;
  for (let i = 0; i < points.rows; i++) {
    if (!classes.includes(labels[i])) continue;
    for (let j = 0; j < BITS; j++, all++) {
      const value = points.row(i).reduce((s, v, k) => s + v * hyperplanes.row(j)[k], 0);
      if (value >= 0 === signs[i * BITS + j] > 0) met++;
    }
  }
  return met / all;
}

function hingeLoss(hyperplanes: Matrix): number {
  let loss = 0;
  for (let i = 0; i < points.rows; i++) {
    for (let j = 0; j < BITS; j++) {
      const value = points.row(i).reduce((s, v, k) => s + v * hyperplanes.row(j)[k], 0);
      loss += Math.max(0, 1 - signs[i * BITS + j] * value);
    }
  }
  return loss;
}

describe('PassiveAggressiveStream', () => {
  test.each([
    ['pa-1', 0.01],
    ['pa-1', 10],
    ['pa-2', 0.01],
    ['pa-2', 10],
  ] as const)('makes the steps of the paper, %s with C = %d', (variant, cost) => {
    const learned = stream({ variant, cost }).partialFit(points, signs).hyperplanes;
    const expected = reference(variant, cost);
    for (let j = 0; j < BITS; j++) {
      learned.row(j).forEach((value, k) => {
        expect(value).toBeCloseTo(expected[j][k], 4);
      });
    }
  });

  test('learns the same from any batches of a stream, and counts its points', () => {
    const whole = stream().partialFit(points, signs);
    const parts = stream();
    for (const [first, end] of [
      [0, 1],
      [1, 130],
      [130, 400],
    ]) {
      parts.partialFit(points.slice(first, end), signs.subarray(first * BITS, end * BITS));
    }
    expect(parts.hyperplanes).toEqual(whole.hyperplanes);
    expect(parts.seen).toBe(400);
  });

  test('grows better with the points seen', () => {
    const learner = stream();
    const few = accuracy(learner.partialFit(points.slice(0, 8), signs.subarray(0, 24)).hyperplanes);
    const rest = learner.partialFit(points.slice(8), signs.subarray(24));
    expect(accuracy(rest.hyperplanes)).toBeGreaterThan(few + 0.03);
    expect(accuracy(rest.hyperplanes)).toBeGreaterThan(0.9);
  });

  test('refuses points of other dimensions and learns nothing from them', () => {
    const learner = stream();
    const narrow = new Matrix(new Float32Array(8), 1, 8);
    expect(() => learner.partialFit(narrow, Int8Array.of(1, 1, 1))).toThrow(InvalidArgumentError);
    expect(() => learner.partialFit(points, signs.subarray(1))).toThrow(/^signs of 400 points/);
    expect(learner.seen).toBe(0);
    expect(learner.hyperplanes.data.every((value) => value === 0)).toBe(true);
    learner.dispose();
    expect(() => learner.partialFit(points, signs)).toThrow(DisposedError);
  });
});

describe('passiveAggressive', () => {
  test('makes the same hyperplanes from the same seed, and better ones in more epochs', async () => {
    const learn = (epochs: number, seed = 0) =>
      passiveAggressive({ epochs, seed, cost: 1e-4 }).fit(kernels, points, signs, BITS);
    expect(await learn(1)).toEqual(await learn(1));
    expect(await learn(1, 1)).not.toEqual(await learn(1));
    expect(hingeLoss(await learn(20))).toBeLessThan(0.8 * hingeLoss(await learn(1)));
  });

  test('refuses settings out of range', () => {
    expect(() => passiveAggressive({ cost: -1 })).toThrow(/^cost must be above 0/);
    expect(() => passiveAggressive({ variant: 'pa' as 'pa-1' })).toThrow(
      /^variant must be pa-1 or/,
    );
    expect(() => passiveAggressive({ epochs: 0 })).toThrow(/^epochs/);
    expect(() => stream({ bits: 0 })).toThrow(/^bits/);
  });
});
