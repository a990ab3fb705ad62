import { Matrix } from '../core/matrix.ts';
import type { FeatureMap } from '../kernels/features/api.ts';

/** Features of rows x dimensions points, rows x features. Cost: see FeatureMap. */
export function mapFeatures(map: FeatureMap, points: Matrix): Matrix {
  const out = new Float32Array(points.rows * map.features);
  map.map(points.data, points.rows, out);
  return new Matrix(out, points.rows, map.features);
}
