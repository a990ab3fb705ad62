import {
  checkArray,
  checkBoolean,
  checkObject,
  checkPositive,
  checkWhole,
  refuse,
} from './checks.ts';
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

/** A layer of a network: weights . x + offsets. */
export interface DenseLayer {
  /** outputs x inputs. */
  readonly weights: Matrix;
  /** One an output. */
  readonly offsets: Float32Array;
}

/** The hidden units of a network: layer by layer max(0, weights . x + offsets). */
export interface NetworkFeatures {
  readonly kind: 'network';
  /** One or more; the outputs of each are the inputs of the next. */
  readonly layers: readonly DenseLayer[];
}

/** How the scores of classes become probabilities. */
export const LINKS = ['softmax', 'positive'] as const;
/**
 * `softmax`: exp(s_c) over the sum of those of all classes. `positive`: max(0, s_c) over their sum,
 * and all classes alike where no score is above 0.
 */
export type Link = (typeof LINKS)[number];

/** A classifier that gives probabilities: those of its scores, weights . features + offsets. */
export interface ProbabilityMember extends DenseLayer {
  /** What the scores see; null: the points themselves. */
  readonly featureMap: SimpleFeatures | null;
  /** What scores are multiplied by before the link, above 0: an inverse temperature. */
  readonly scale: number;
  readonly link: Link;
  /** Its part of the blend, above 0. */
  readonly share: number;
}

/**
 * Powers of class probabilities: feature c of x is (sum_m share_m P_m(c | x))^exponent. Their products
 * with codewords are graded codes; products of square roots with each other, Bhattacharyya's coefficient.
 */
export interface ProbabilityFeatures {
  readonly kind: 'probabilities';
  /** One or more, of the same number of classes. */
  readonly members: readonly ProbabilityMember[];
  /** 0.5, the default, or 1. */
  readonly exponent?: ProbabilityExponent | undefined;
}

/** What probabilities are raised to before they meet codewords. */
export const PROBABILITY_EXPONENTS = [0.5, 1] as const;
export type ProbabilityExponent = (typeof PROBABILITY_EXPONENTS)[number];

/**
 * Values that are made comparable before a map sees them: (f(x_k) - shift[k]) scale[k], f(x) = x, or the
 * square root of what is above 0 where `root` is set, as suits histograms.
 */
export interface ScaledFeatures {
  readonly kind: 'scaled';
  readonly root: boolean;
  /** One a dimension. */
  readonly shift: Float32Array;
  /** One a dimension. */
  readonly scale: Float32Array;
  /** What sees the values; null: they are the features. */
  readonly features: SimpleFeatures | ProbabilityFeatures | null;
}

/** Maps that have no others in them. */
export type SimpleFeatures = RbfFeatures | FourierFeatures | NetworkFeatures;

/** Features of several maps, one after another. */
export interface JoinedFeatures {
  readonly kind: 'joined';
  /** Two or more; null: the points themselves. */
  readonly parts: readonly (Exclude<FeatureMapModel, JoinedFeatures> | null)[];
  /** Values of a point. */
  readonly dimensions: number;
}

/** A map of points to features, which hyperplanes see in their place. */
export type FeatureMapModel =
  | RbfFeatures
  | FourierFeatures
  | NetworkFeatures
  | ProbabilityFeatures
  | ScaledFeatures
  | JoinedFeatures;

/** The matrix of a feature map of one layer, features x dimensions. */
export function featureWeights(model: RbfFeatures | FourierFeatures): Matrix {
  return model.kind === 'rbf' ? model.landmarks : model.frequencies;
}

/** Features that a map gives. */
export function featureCount(model: FeatureMapModel): number {
  switch (model.kind) {
    case 'network':
      return model.layers[model.layers.length - 1].weights.rows;
    case 'probabilities':
      return model.members[0].weights.rows;
    case 'scaled':
      return model.features ? featureCount(model.features) : model.shift.length;
    case 'joined':
      return model.parts.reduce(
        (sum, part) => sum + (part ? featureCount(part) : model.dimensions),
        0,
      );
    default:
      return featureWeights(model).rows;
  }
}

/** Values of a point that a map takes. */
export function featureDimensions(model: FeatureMapModel): number {
  switch (model.kind) {
    case 'network':
      return model.layers[0].weights.cols;
    case 'probabilities': {
      const [{ featureMap, weights }] = model.members;
      return featureMap ? featureDimensions(featureMap) : weights.cols;
    }
    case 'scaled':
      return model.shift.length;
    case 'joined':
      return model.dimensions;
    default:
      return featureWeights(model).cols;
  }
}

/** Multiply-adds of a point, about. */
export function featureCost(model: FeatureMapModel): number {
  switch (model.kind) {
    case 'network':
      return model.layers.reduce((sum, { weights }) => sum + weights.data.length, 0);
    case 'probabilities':
      return model.members.reduce(
        (sum, { featureMap, weights }) =>
          sum + weights.data.length + (featureMap ? featureCost(featureMap) : 0),
        0,
      );
    case 'scaled':
      return model.shift.length + (model.features ? featureCost(model.features) : 0);
    case 'joined':
      return model.parts.reduce((sum, part) => sum + (part ? featureCost(part) : 0), 0);
    default:
      return featureWeights(model).data.length;
  }
}

/** Throws unless `model` is what the `fit` of a feature map gives. */
export function checkFeatureMap(model: FeatureMapModel): void {
  checkObject('the model of a feature map', model);
  switch (model.kind) {
    case 'rbf':
    case 'fourier':
      checkWeights(model);
      break;
    case 'network':
      checkNetwork(model);
      break;
    case 'probabilities':
      checkMembers(model);
      break;
    case 'scaled':
      checkScaled(model);
      break;
    case 'joined':
      checkParts(model);
      break;
    default:
      refuseModel();
  }
}

function checkWeights(model: RbfFeatures | FourierFeatures): void {
  if (!(featureWeights(model) instanceof Matrix)) refuseModel();
  if (model.kind === 'rbf') checkPositive('width', model.width);
  else if (!isFloat32(model.phases, model.frequencies.rows)) {
    throw new InvalidArgumentError('phases must be a Float32Array, one for each frequency');
  }
}

function checkNetwork({ layers }: NetworkFeatures): void {
  checkArray('the layers of a network', layers);
  if (layers.length === 0) refuseModel();
  for (const [i, layer] of layers.entries()) {
    checkLayer(layer);
    if (i > 0 && layer.weights.cols !== layers[i - 1].weights.rows) {
      throw new InvalidArgumentError(
        `layer ${i + 1} of a network takes ${layer.weights.cols} values where the one before gives ` +
          `${layers[i - 1].weights.rows}`,
      );
    }
  }
}

/** Throws unless probabilities can be raised to this. */
export function checkExponent(exponent: ProbabilityExponent | undefined): void {
  if (exponent === undefined || PROBABILITY_EXPONENTS.includes(exponent)) return;
  refuse('exponent', PROBABILITY_EXPONENTS.join(' or '), exponent);
}

function checkMembers(model: ProbabilityFeatures): void {
  const { members, exponent } = model;
  checkExponent(exponent);
  checkArray('the members of a blend', members);
  if (members.length === 0) refuseModel();
  for (const member of members) {
    checkLayer(member);
    const { featureMap, weights, scale, share, link } = member;
    checkPositive('scale', scale);
    checkPositive('share', share);
    if (!LINKS.includes(link)) {
      throw new InvalidArgumentError(`link must be one of ${LINKS.join(', ')}`);
    }
    if (featureMap !== null) {
      checkObject('the model of a feature map', featureMap);
      if (!['rbf', 'fourier', 'network'].includes(featureMap.kind)) refuseModel();
      checkFeatureMap(featureMap);
    }
    const features = featureMap ? featureCount(featureMap) : weights.cols;
    const dimensions = featureDimensions({ kind: 'probabilities', members: [member] });
    if (
      features !== weights.cols ||
      weights.rows !== members[0].weights.rows ||
      dimensions !== featureDimensions(model)
    ) {
      throw new InvalidArgumentError(
        'the members of a blend must have the same classes and dimensions, and a weight for each feature',
      );
    }
  }
}

function checkScaled({ root, shift, scale, features }: ScaledFeatures): void {
  checkBoolean('root', root);
  const dimensions = shift?.length;
  if (!(dimensions > 0 && isFloat32(shift, dimensions) && isFloat32(scale, dimensions))) {
    throw new InvalidArgumentError(
      'scaled features must have a shift and a scale, each a Float32Array with a value a dimension',
    );
  }
  if (features === null) return;
  checkObject('the model of a feature map', features);
  if (!['rbf', 'fourier', 'network', 'probabilities'].includes(features.kind)) refuseModel();
  checkFeatureMap(features);
  if (featureDimensions(features) !== dimensions) {
    throw new InvalidArgumentError('the features of scaled values must have as many dimensions');
  }
}

function checkParts({ parts, dimensions }: JoinedFeatures): void {
  checkArray('the parts of joined features', parts);
  if (parts.length < 2) refuseModel();
  checkWhole('the dimensions of joined features', dimensions, 1, Number.MAX_SAFE_INTEGER);
  for (const part of parts) {
    if (part === null) continue;
    checkObject('the model of a feature map', part);
    if ((part as FeatureMapModel).kind === 'joined') refuseModel();
    checkFeatureMap(part);
    if (featureDimensions(part) !== dimensions) {
      throw new InvalidArgumentError('the parts of joined features must have the same dimensions');
    }
  }
}

/** Throws unless `layer` is one. */
export function checkLayer(layer: DenseLayer): void {
  checkObject('a layer', layer);
  const { weights, offsets } = layer;
  if (weights instanceof Matrix && weights.rows > 0 && isFloat32(offsets, weights.rows)) return;
  throw new InvalidArgumentError(
    'a layer must have weights, a Matrix, and offsets, a Float32Array, one for each of its rows',
  );
}

function refuseModel(): never {
  throw new InvalidArgumentError(
    "the model of a feature map must be what a map's fit(kernels, points) gives",
  );
}

/** Whether `value` is a Float32Array of a length. */
export function isFloat32(value: unknown, length: number): boolean {
  return value instanceof Float32Array && value.length === length;
}
