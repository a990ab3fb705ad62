import { checkKernels, checkPositive, checkWhole } from '../core/checks.ts';
import { Matrix } from '../core/matrix.ts';
import { checkOptions } from '../core/options.ts';
import { RandomState } from '../core/random/random-state.ts';
import type { FeatureMapFactory } from './feature-map.ts';
import { checkPoints, meanSquaredDistance } from './rbf-landmarks.ts';
import { startFeatureMap } from './start-feature-map.ts';

/** Settings of `randomFourierFeatures`. */
export interface RandomFourierFeaturesOptions {
  /** Default 1000. */
  readonly features?: number | undefined;
  /** Width as a multiple of the mean squared distance between points. Default 0.5. */
  readonly relativeWidth?: number | undefined;
  /** The width itself, the squared distance at which the kernel falls to 1/e. */
  readonly width?: number | undefined;
  /** Seed of frequencies and phases: a whole number from 0 to 2^32 - 1. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Random Fourier features sqrt(2 / D) cos(w.x + b), w Gaussian of variance 2 / width and b uniform
 * in [0, 2 pi): their inner products approximate the kernel exp(-|x - y|^2 / width), with an error
 * of order 1 / sqrt(D) for D features. They need no data but its scale.
 *
 * Cost of the map: points x features x dimensions multiply-adds.
 *
 * Source: Rahimi and Recht, "Random Features for Large-Scale Kernel Machines", NIPS 2007.
 *
 * @throws InvalidArgumentError if a setting is out of range.
 */
export function randomFourierFeatures(
  options: RandomFourierFeaturesOptions = {},
): FeatureMapFactory {
  const names = { features: 1, relativeWidth: 1, width: 1, seed: 1 } as const;
  checkOptions('randomFourierFeatures', options, names);
  const { features = 1000, relativeWidth = 0.5, width, seed = 0 } = options;
  checkWhole('features', features, 1, 2 ** 24);
  checkPositive('relativeWidth', relativeWidth);
  if (width !== undefined) checkPositive('width', width);
  checkWhole('seed', seed, 0, 2 ** 32 - 1);
  return {
    name: 'fourier',
    settings: { features, relativeWidth, width: width ?? null, seed },
    start: startFeatureMap,
    fit(kernels, points) {
      checkKernels(kernels);
      checkPoints(points);
      const fitted = width ?? relativeWidth * meanSquaredDistance(points, points);
      const deviation = Math.sqrt(2 / (fitted > 0 ? fitted : 1));
      const random = new RandomState(seed);
      const data = new Float32Array(features * points.cols);
      random.fillNormal(data);
      for (let i = 0; i < data.length; i++) data[i] *= deviation;
      const frequencies = new Matrix(data, features, points.cols);
      const phases = Float32Array.from(
        { length: features },
        () => 2 * Math.PI * random.randomSample(),
      );
      return { kind: 'fourier', frequencies, phases };
    },
  };
}
