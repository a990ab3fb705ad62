import { checkMethod } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { asMatrix, Matrix, type MatrixLike } from '../core/matrix.ts';
import type { FeatureMap } from '../kernels/features/api.ts';

/**
 * Features of rows x dimensions points, rows x features. Cost: see FeatureMap.
 *
 * @param given - points: a matrix, or an array of rows.
 * @throws InvalidArgumentError if they have other dimensions than the map.
 */
export function mapFeatures(map: FeatureMap, given: MatrixLike): Matrix {
  checkMethod('map', map, 'map', 'what startFeatureMap(kernels, model) gives');
  const points = asMatrix('points', given);
  if (points.cols === map.dimensions) return featuresOf(map, points);
  throw new InvalidArgumentError(
    `points have ${points.cols} dimensions where the map has ${map.dimensions}`,
  );
}

/** As `mapFeatures`; checks nothing. */
export function featuresOf(map: FeatureMap, points: Matrix): Matrix {
  const out = new Float32Array(points.rows * map.features);
  map.map(points.data, points.rows, out);
  return new Matrix(out, points.rows, map.features);
}
