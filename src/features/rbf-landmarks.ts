import { checkKernels, checkPositive, checkWhole, refuse } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { checkFinite, checkMatrix, Matrix } from '../core/matrix.ts';
import { checkOptions } from '../core/options.ts';
import { RandomState } from '../core/random/random-state.ts';
import type { FeatureMapFactory } from './feature-map.ts';
import { kMeansPlusPlusLandmarks, randomLandmarks } from './landmarks.ts';
import { startFeatureMap } from './start-feature-map.ts';

/** Settings of `rbfLandmarks`. */
export interface RbfLandmarksOptions {
  /** Landmarks, and features. All points are landmarks where there are no more. Default 1000. */
  readonly landmarks?: number | undefined;
  /**
   * `random` (default): points drawn without repetition. `k-means++`: points far from each other,
   * which cover rare regions with fewer landmarks and cost landmarks x points distances.
   */
  readonly choice?: 'random' | 'k-means++' | undefined;
  /**
   * Width as a multiple of the mean squared distance between points and landmarks. Default 0.5.
   */
  readonly relativeWidth?: number | undefined;
  /** The width itself, the squared distance at which a similarity falls to 1/e. */
  readonly width?: number | undefined;
  /** Seed of the choice of landmarks: a whole number from 0 to 2^32 - 1. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Similarities to landmarks, exp(-|x - l|^2 / width) for each landmark l: a linear classifier of
 * these features is a kernel machine restricted to the landmarks, so hyperplanes become curved
 * surfaces in the space of points.
 *
 * Cost of `fit`: the choice of landmarks; of the map: points x landmarks x dimensions multiply-adds.
 *
 * Source: landmarks as in Liu et al., "Supervised Hashing with Kernels", CVPR 2012; k-means++ from
 * Arthur and Vassilvitskii, SODA 2007.
 *
 * @throws InvalidArgumentError if a setting is out of range.
 */
export function rbfLandmarks(options: RbfLandmarksOptions = {}): FeatureMapFactory {
  const names = { landmarks: 1, choice: 1, relativeWidth: 1, width: 1, seed: 1 } as const;
  checkOptions('rbfLandmarks', options, names);
  const { landmarks = 1000, choice = 'random', relativeWidth = 0.5, width, seed = 0 } = options;
  checkWhole('landmarks', landmarks, 1, 2 ** 24);
  checkPositive('relativeWidth', relativeWidth);
  if (width !== undefined) checkPositive('width', width);
  checkWhole('seed', seed, 0, 2 ** 32 - 1);
  if (choice !== 'random' && choice !== 'k-means++') {
    refuse('choice', 'random or k-means++', choice);
  }
  return {
    name: 'rbf',
    settings: { landmarks, choice, relativeWidth, width: width ?? null, seed },
    start: startFeatureMap,
    fit(kernels, points) {
      checkKernels(kernels);
      checkPoints(points);
      const random = new RandomState(seed);
      const chosen =
        points.rows <= landmarks
          ? new Matrix(points.data.slice(), points.rows, points.cols)
          : choice === 'random'
            ? randomLandmarks(points, landmarks, random)
            : kMeansPlusPlusLandmarks(kernels, points, landmarks, random);
      const fitted = width ?? relativeWidth * meanSquaredDistance(points, chosen);
      // Points that are all equal have no width of their own; any will do.
      return { kind: 'rbf', landmarks: chosen, width: fitted > 0 ? fitted : 1 };
    },
  };
}

/** Throws unless there are points, all of finite values. */
export function checkPoints(points: Matrix): void {
  checkMatrix('points', points);
  if (points.rows === 0) throw new InvalidArgumentError('points must have at least one row');
  checkFinite('points', points);
}

/**
 * The mean of |x - y|^2 over all pairs of rows x of `a` and y of `b`, in float64: the sum of their
 * mean squared distances to the mean of `a`.
 */
export function meanSquaredDistance(a: Matrix, b: Matrix): number {
  const centre = columnMeans64(a);
  let sum = 0;
  for (const { data, rows, cols } of [a, b]) {
    let squares = 0;
    for (let at = 0; at < data.length; at += cols) {
      for (let k = 0; k < cols; k++) {
        const difference = data[at + k] - centre[k];
        squares += difference * difference;
      }
    }
    sum += squares / rows;
  }
  return sum;
}

function columnMeans64(m: Matrix): Float64Array {
  const sums = new Float64Array(m.cols);
  for (let i = 0, at = 0; i < m.rows; i++) {
    for (let k = 0; k < m.cols; k++, at++) sums[k] += m.data[at];
  }
  return sums.map((sum) => sum / m.rows);
}
