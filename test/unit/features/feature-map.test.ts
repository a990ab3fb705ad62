import { describe, expect, test } from 'vitest';
import { cosTurns32, exp32 } from '../../../src/core/elementary.ts';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import type { FeatureMapModel } from '../../../src/core/feature-map.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { mapFeatures } from '../../../src/features/map-features.ts';
import { randomFourierFeatures } from '../../../src/features/random-fourier.ts';
import { meanSquaredDistance, rbfLandmarks } from '../../../src/features/rbf-landmarks.ts';
import { startFeatureMap } from '../../../src/features/start-feature-map.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { gaussianPoints } from '../../support/points.ts';

const kernels = createKernelsSync();
const points = gaussianPoints(40, 5, 1);

function squaredDistance(x: Float32Array, y: Float32Array): number {
  return x.reduce((sum, value, k) => sum + (value - y[k]) ** 2, 0);
}

describe('the polynomials', () => {
  test('exp is within 1.5e-7 of the true value, relative to it, and 0 below -87', () => {
    let worst = 0;
    for (let i = 0; i <= 200_000; i++) {
      const x = Math.fround((-87 * i) / 200_000);
      worst = Math.max(worst, Math.abs(exp32(x) / Math.exp(x) - 1));
    }
    expect(worst).toBeLessThan(1.5e-7);
    expect([exp32(0), exp32(3), exp32(-87.01), exp32(-1e30)]).toEqual([1, 1, 0, 0]);
  });

  test('cos is within 2.1e-7 of the true value, whatever the number of turns', () => {
    let worst = 0;
    for (let i = -100_000; i <= 100_000; i++) {
      for (const turns of [i / 100_000, i / 100, i * 3.3]) {
        const t = Math.fround(turns);
        // The whole turns are taken off exactly, so that Math.cos adds no error of its own.
        const error = Math.abs(cosTurns32(t) - Math.cos(2 * Math.PI * (t - Math.round(t))));
        worst = Math.max(worst, error);
      }
    }
    expect(worst).toBeLessThan(2.1e-7);
    expect(cosTurns32(0.25)).toBe(0);
    expect(cosTurns32(-3)).toBe(cosTurns32(0));
  });
});

describe('rbfLandmarks', () => {
  test('gives the similarity of each point to each landmark', () => {
    const model = rbfLandmarks({ landmarks: 7, width: 4 }).fit(kernels, points);
    if (model.kind !== 'rbf') throw new Error(model.kind);
    const features = mapFeatures(startFeatureMap(kernels, model), points);
    expect([features.rows, features.cols]).toEqual([40, 7]);
    for (let i = 0; i < 40; i++) {
      for (let j = 0; j < 7; j++) {
        const distance = squaredDistance(points.row(i), model.landmarks.row(j));
        expect(features.row(i)[j]).toBeCloseTo(Math.exp(-distance / 4), 5);
      }
    }
  });

  test('takes every point where there are no more than landmarks', () => {
    const model = rbfLandmarks({ landmarks: 40 }).fit(kernels, points);
    expect(model).toMatchObject({ kind: 'rbf', landmarks: points });
  });

  test('is half as wide as the mean squared distance to the landmarks', () => {
    const model = rbfLandmarks({ landmarks: 9 }).fit(kernels, points);
    if (model.kind !== 'rbf') throw new Error(model.kind);
    let sum = 0;
    for (let i = 0; i < 40; i++) {
      for (let j = 0; j < 9; j++) sum += squaredDistance(points.row(i), model.landmarks.row(j));
    }
    expect(model.width).toBeCloseTo(sum / (40 * 9) / 2, 6);
    expect(meanSquaredDistance(points, model.landmarks)).toBeCloseTo(sum / (40 * 9), 5);
  });

  test.each(['random', 'k-means++'] as const)('%s chooses distinct points by seed', (choice) => {
    const choose = (seed: number) => {
      const model = rbfLandmarks({ landmarks: 11, choice, seed }).fit(kernels, points);
      return model.kind === 'rbf' ? model.landmarks : points;
    };
    const rows = Array.from({ length: 40 }, (_, i) => points.row(i).join());
    const chosen = Array.from({ length: 11 }, (_, j) => choose(1).row(j).join());
    expect(new Set(chosen).size).toBe(11);
    expect(chosen.every((row) => rows.includes(row))).toBe(true);
    expect(choose(1)).toEqual(choose(1));
    expect(choose(2)).not.toEqual(choose(1));
  });

  test('k-means++ finds every cluster, the small ones too, and no point twice', () => {
    // 97 points around 0 and one far away in each of three directions.
    const rows = Array.from({ length: 100 }, (_, i) => [
      i >= 97 ? 1000 * (i - 96) : (i % 10) / 100,
      i === 98 ? 5000 : 0,
    ]);
    for (let seed = 0; seed < 5; seed++) {
      const factory = rbfLandmarks({ landmarks: 4, choice: 'k-means++', seed });
      const model = factory.fit(kernels, Matrix.from(rows));
      if (model.kind !== 'rbf') throw new Error(model.kind);
      const far = [0, 1, 2, 3].filter((j) => model.landmarks.row(j)[0] > 500);
      expect(far).toHaveLength(3);
    }
    const same = new Matrix(new Float32Array(20).fill(3), 10, 2);
    const model = rbfLandmarks({ landmarks: 4, choice: 'k-means++' }).fit(kernels, same);
    expect(model).toMatchObject({ landmarks: { rows: 1 }, width: 1 });
  });
});

describe('randomFourierFeatures', () => {
  test('approximates the Gaussian kernel', () => {
    const factory = randomFourierFeatures({ features: 4096, width: 10, seed: 3 });
    const features = mapFeatures(startFeatureMap(kernels, factory.fit(kernels, points)), points);
    let worst = 0;
    for (let i = 0; i < 40; i++) {
      for (let m = 0; m < 40; m++) {
        const kernel = Math.exp(-squaredDistance(points.row(i), points.row(m)) / 10);
        const product = features.row(i).reduce((s, v, j) => s + v * features.row(m)[j], 0);
        worst = Math.max(worst, Math.abs(product - kernel));
      }
    }
    // About four standard deviations of 1 / sqrt(features).
    expect(worst).toBeLessThan(0.07);
  });

  test('feature j is sqrt(2 / D) cos(w_j.x + b_j)', () => {
    const model = randomFourierFeatures({ features: 6, width: 2 }).fit(kernels, points);
    if (model.kind !== 'fourier') throw new Error(model.kind);
    const features = mapFeatures(startFeatureMap(kernels, model), points);
    for (let j = 0; j < 6; j++) {
      const w = model.frequencies.row(j);
      const angle = points.row(7).reduce((s, v, k) => s + v * w[k], model.phases[j]);
      expect(features.row(7)[j]).toBeCloseTo(Math.sqrt(2 / 6) * Math.cos(angle), 5);
    }
  });
});

test('settings out of range are refused by name', () => {
  const refused: [() => unknown, RegExp][] = [
    [() => rbfLandmarks({ landmarks: 0 }), /^landmarks/],
    [() => rbfLandmarks({ width: 0 }), /^width/],
    [() => rbfLandmarks({ relativeWidth: -1 }), /^relativeWidth/],
    [() => rbfLandmarks({ choice: 'all' as 'random' }), /^choice must be random or k-means\+\+/],
    [() => randomFourierFeatures({ features: 1.5 }), /^features/],
    [() => randomFourierFeatures({ seed: -1 }), /^seed/],
    [() => rbfLandmarks().fit(kernels, new Matrix(new Float32Array(0), 0, 3)), /^points/],
  ];
  for (const [call, message] of refused) {
    expect(call).toThrow(InvalidArgumentError);
    expect(call).toThrow(message);
  }
});

test('features are the same for any batch of rows', () => {
  const models: FeatureMapModel[] = [
    rbfLandmarks({ landmarks: 7 }).fit(kernels, points),
    randomFourierFeatures({ features: 7 }).fit(kernels, points),
  ];
  for (const model of models) {
    const all = mapFeatures(startFeatureMap(kernels, model), points);
    expect(mapFeatures(startFeatureMap(kernels, model), points.slice(13, 20)).data).toEqual(
      all.slice(13, 20).data,
    );
  }
});
