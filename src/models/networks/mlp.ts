import { refuse } from '../../core/checks.ts';
import type { FeatureMapModel } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import { gaussianHyperplanes } from '../../core/random/gaussian-hyperplanes.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { NetworkMap } from '../../features/composed/network-map.ts';
import { featuresOf } from '../../features/map-features.ts';
import type { Kernels } from '../../kernels/api.ts';
import { checkOneOf } from '../../learners/check-one-of.ts';
import { checkFit } from '../../learners/fitting.ts';
import type { FeatureFitOptions, FeatureLearner, FittedFeatures } from '../../learners/learner.ts';
import type { TrainedNetwork } from '../../learners/network/network.ts';
import {
  completeSettings,
  NETWORK_OPTION_NAMES,
  type NetworkOptions,
} from '../../learners/network/settings.ts';
import { trainNetwork } from '../../learners/network/train.ts';
import { columnMeans } from '../../preparation/preprocess.ts';
import { dotProducts } from '../initialisers/dot-products.ts';
import { constantBits } from '../signs.ts';

/** Losses of bits. */
const BIT_LOSSES = ['logistic', 'hinge'] as const;

/** Settings of `mlp`: those of the network, and its loss. */
export interface MlpOptions extends NetworkOptions {
  /** Loss of each bit: log(1 + exp(-y s)) or max(0, 1 - y s). Default `logistic`. */
  readonly loss?: (typeof BIT_LOSSES)[number] | undefined;
}

/**
 * A network as the learner of graph regularised hashing: all bits are its outputs, so that they share
 * hidden units, which become the hasher's feature map; hyperplanes are the weights of the outputs. Learns
 * from any graph's bits. It takes no `featureMap`, since it makes features of its own.
 *
 * Objective, update rule, cost and sources are those of `trainNetwork`; the loss is the mean over points
 * and bits. With few points ridge regression on `rbfLandmarks` does as well at a fraction of the cost;
 * from some thousands on the network gains.
 *
 * Defaults: 1,024 hidden units, input dropout 0.2, dropout 0.5, 60 epochs of AdamW at 0.001 with decay
 * 0.01, batches of 64, and of 256 from 2,000 points on.
 *
 * @example
 * const grh = new GraphRegularisedHashing({ kernels, bits: 32, learner: mlp({ seed: 1 }) });
 *
 * @throws InvalidArgumentError if a setting is out of range.
 */
export function mlp(options: MlpOptions = {}): FeatureLearner {
  checkOptions('mlp', options, { ...NETWORK_OPTION_NAMES, loss: 1 });
  const { loss = 'logistic', ...given } = options;
  checkOneOf('loss', loss, BIT_LOSSES);
  const { hidden, ...others } = completeSettings(given, 1);

  async function fit(
    kernels: Kernels,
    points: Matrix,
    signs: Int8Array,
    bits: number,
    { initial, ...fitOptions }: FeatureFitOptions = {},
  ): Promise<FittedFeatures> {
    checkFit(kernels, points, signs, bits, fitOptions);
    const targets = new Matrix(Float32Array.from(signs), points.rows, bits);
    const { onProgress, signal } = fitOptions;
    const problem = { points, targets, loss };
    const { features, output } = await trainNetwork(kernels, problem, given, {
      onProgress,
      signal,
      initial: initial && networkOf(initial),
    });
    const { weights: hyperplanes, offsets } = output;
    const fitted = { featureMap: features, hyperplanes, offsets };
    // Bits that were learned before stay so, even where these points agree on them.
    if (initial) return fitted;
    drawConstant(kernels, fitted, points, constantBits(signs, bits), new RandomState(others.seed));
    return fitted;
  }

  const batch = given.batch ?? 'by points';
  const settings = { loss, hidden: hidden.join('-'), ...others, batch };
  return { name: 'mlp', settings, fit, start };
}

/** Random hyperplanes through the features' mean for bits on which all points agree. */
function drawConstant(
  kernels: Kernels,
  { featureMap, hyperplanes, offsets }: FittedFeatures,
  points: Matrix,
  constant: readonly number[],
  random: RandomState,
): void {
  if (constant.length === 0) return;
  const map = start(kernels, featureMap);
  const mean = columnMeans(kernels, featuresOf(map, points));
  map.dispose();
  for (const bit of constant) {
    const drawn = gaussianHyperplanes(random, mean.length, 1);
    hyperplanes.row(bit).set(drawn.row(0));
    offsets[bit] = -dotProducts(drawn, mean)[0];
  }
}

/** What was fitted, as a network to go on from. */
function networkOf({ featureMap, hyperplanes, offsets }: FittedFeatures): TrainedNetwork {
  if (featureMap.kind !== 'network') {
    return refuse('the model of a feature map', 'a network', featureMap);
  }
  return { features: featureMap, output: { weights: hyperplanes, offsets }, losses: [] };
}

function start(kernels: Kernels, model: FeatureMapModel) {
  if (model.kind === 'network') return new NetworkMap(kernels, model);
  return refuse('the model of a feature map', 'a network', model);
}
