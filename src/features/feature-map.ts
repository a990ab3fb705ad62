import type { FeatureMapModel } from '../core/feature-map.ts';
import { Matrix } from '../core/matrix.ts';
import type { Kernels } from '../kernels/api.ts';
import { featureKernels } from '../kernels/features/kernels.ts';

/** Makes feature maps for points: what a model's `featureMap` option takes. */
export interface FeatureMapFactory {
  /** Short and stable, for reports and saved models. */
  readonly name: string;
  /** All settings, as plain values. */
  readonly settings: Readonly<Record<string, string | number | boolean | null>>;
  /**
   * @param kernels - the backend that does the work; the result does not depend on which.
   * @param points - rows x dimensions, as the map will get them: normalised, centred.
   * @throws InvalidArgumentError if there are no points or they don't suit the settings.
   */
  fit(kernels: Kernels, points: Matrix): FeatureMapModel;
}

/** Features of rows x dimensions points, rows x features. Cost: see FeatureMap. */
export function mapFeatures(kernels: Kernels, model: FeatureMapModel, points: Matrix): Matrix {
  const map = featureKernels(kernels).createFeatureMap(model);
  try {
    const out = new Float32Array(points.rows * map.features);
    map.map(points.data, points.rows, out);
    return new Matrix(out, points.rows, map.features);
  } finally {
    map.dispose();
  }
}
