import { checkObject, checkPositive } from './checks.ts';
import { InvalidArgumentError } from './errors.ts';
import { Matrix } from './matrix.ts';

/**
 * Similarities to landmarks by a radial basis function: feature j of x is
 * exp(-|x - landmarks[j]|^2 / width), in (0, 1].
 */
export interface RbfFeatures {
  readonly kind: 'rbf';
  /** features x dimensions. */
  readonly landmarks: Matrix;
  /** Squared distance at which a similarity has fallen to 1/e, above 0. */
  readonly width: number;
}

/**
 * Random Fourier features: feature j of x is sqrt(2 / features) cos(frequencies[j] . x + phases[j]).
 */
export interface FourierFeatures {
  readonly kind: 'fourier';
  /** features x dimensions, in radians per unit. */
  readonly frequencies: Matrix;
  /** One a feature, in radians. */
  readonly phases: Float32Array;
}

/** A map of points to features, which hyperplanes see in their place. */
export type FeatureMapModel = RbfFeatures | FourierFeatures;

/** The matrix of a feature map, features x dimensions. */
export function featureWeights(model: FeatureMapModel): Matrix {
  return model.kind === 'rbf' ? model.landmarks : model.frequencies;
}

/** Throws unless `model` is what the `fit` of a feature map gives. */
export function checkFeatureMap(model: FeatureMapModel): void {
  checkObject('the model of a feature map', model);
  const isKnown = model.kind === 'rbf' || model.kind === 'fourier';
  if (!isKnown || !(featureWeights(model) instanceof Matrix)) {
    throw new InvalidArgumentError(
      "the model of a feature map must be what a map's fit(kernels, points) gives",
    );
  }
  if (model.kind === 'rbf') checkPositive('width', model.width);
  else if (!isFloat32(model.phases, model.frequencies.rows)) {
    throw new InvalidArgumentError('phases must be a Float32Array, one for each frequency');
  }
}

/** Whether `value` is a Float32Array of a length. */
export function isFloat32(value: unknown, length: number): boolean {
  return value instanceof Float32Array && value.length === length;
}
