import { InvalidArgumentError } from '../../core/errors.ts';
import type { ScaledFeatures } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';
import { scaleRows } from '../../features/composed/scaled-map.ts';
import type { Scaling } from './settings.ts';

/** How values of a modality are made comparable. */
export type LearnedScaling = Pick<ScaledFeatures, 'root' | 'shift' | 'scale'>;

/** Whether square roots can be taken of all values. */
export function hasRoots(points: Matrix): boolean {
  return points.data.every((value) => value >= 0);
}

/**
 * The shift and scale of each dimension, in float64 in order of rows, rounded once. A dimension in which
 * all rows agree becomes 0 everywhere.
 *
 * @param name - what the rows are, for the message.
 * @throws InvalidArgumentError if roots are wanted and there are values below 0.
 */
export function learnScaling(name: string, points: Matrix, scaling: Scaling): LearnedScaling {
  const root = scaling === 'root';
  if (root && !hasRoots(points)) {
    throw new InvalidArgumentError(
      `square roots of ${name} need values of at least 0: choose another scaling`,
    );
  }
  const { rows, cols, data } = points;
  const seen = (at: number) => (root ? Math.fround(Math.sqrt(data[at])) : data[at]);
  const shift = new Float32Array(cols);
  const scale = new Float32Array(cols).fill(1);
  for (let k = 0; k < cols; k++) {
    let sum = 0;
    for (let at = k; at < data.length; at += cols) sum += seen(at);
    const mean = sum / rows;
    shift[k] = mean;
    if (scaling !== 'standardise') continue;
    let squares = 0;
    for (let at = k; at < data.length; at += cols) squares += (seen(at) - mean) ** 2;
    // What rounding leaves of equal values is no deviation.
    const deviation = Math.sqrt(squares / rows);
    scale[k] = deviation > 1e-6 * Math.abs(mean) ? 1 / deviation : 0;
    if (!Number.isFinite(scale[k])) scale[k] = 0;
  }
  return { root, shift, scale };
}

/** Rows with a scaling; a copy. */
export function scaledRows(points: Matrix, scaling: LearnedScaling): Matrix {
  const out = new Float32Array(points.data.length);
  scaleRows(scaling, points.data, out);
  return new Matrix(out, points.rows, points.cols);
}

/** Two matrices, one below the other. */
export function stacked(upper: Matrix, lower: Matrix): Matrix {
  const data = new Float32Array(upper.data.length + lower.data.length);
  data.set(upper.data);
  data.set(lower.data, upper.data.length);
  return new Matrix(data, upper.rows + lower.rows, upper.cols);
}
