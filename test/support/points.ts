import { Matrix } from '../../src/core/matrix.ts';
import { RandomState } from '../../src/core/random/random-state.ts';

/** rows x cols standard normal values. */
export function gaussianPoints(rows: number, cols: number, seed: number): Matrix {
  const data = new Float32Array(rows * cols);
  new RandomState(seed).fillNormal(data);
  return new Matrix(data, rows, cols);
}

export interface Clusters {
  readonly points: Matrix;
  readonly labels: Int32Array;
}

/**
 * Gaussian classes, one after another in turn: row i is of class i mod `classes`. Class centres lie
 * `distance` from 0, in the first `classes` dimensions; the others are noise.
 */
export function gaussianClasses(settings: {
  rows: number;
  classes: number;
  dimensions: number;
  distance: number;
  seed: number;
}): Clusters {
  const { rows, classes, dimensions, distance, seed } = settings;
  const points = gaussianPoints(rows, dimensions, seed);
  const labels = Int32Array.from({ length: rows }, (_, i) => i % classes);
  labels.forEach((label, i) => {
    points.row(i)[label] += distance;
  });
  return { points, labels };
}
