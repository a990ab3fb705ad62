import { type FourierFeatures, featureWeights, type RbfFeatures } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';

/** The projections that a feature map begins with; see FeatureMap. */
export interface FeatureProjection {
  readonly hyperplanes: Matrix;
  readonly offsets: Float32Array;
}

/** Hyperplanes and offsets of a feature map, computed in float64 and rounded once. */
export function featureProjection(model: RbfFeatures | FourierFeatures): FeatureProjection {
  const weights = featureWeights(model);
  const { rows, cols, data } = weights;
  const factor = model.kind === 'rbf' ? 2 / model.width : 1 / (2 * Math.PI);
  const hyperplanes = new Matrix(new Float32Array(data.length), rows, cols);
  for (let i = 0; i < data.length; i++) hyperplanes.data[i] = data[i] * factor;
  const offsets = new Float32Array(rows);
  for (let j = 0; j < rows; j++) {
    offsets[j] =
      model.kind === 'rbf' ? -squaredNorm(weights.row(j)) / model.width : model.phases[j] * factor;
  }
  return { hyperplanes, offsets };
}

/** The amplitude of random Fourier features, a float32. */
export function fourierScale(features: number): number {
  return Math.fround(Math.sqrt(2 / features));
}

/** |x|^2 in float64, in order of k. */
export function squaredNorm(x: Float32Array): number {
  let squares = 0;
  for (let k = 0; k < x.length; k++) squares += x[k] * x[k];
  return squares;
}
