import type { DenseLayer, NetworkFeatures } from '../../core/feature-map.ts';
import type { Matrix } from '../../core/matrix.ts';

/**
 * What the outputs are compared with: `softmax`, cross-entropy with class probabilities; `logistic` and
 * `hinge`, each output by itself with a target of -1 to +1.
 */
export const NETWORK_LOSSES = ['softmax', 'logistic', 'hinge'] as const;
export type NetworkLoss = (typeof NETWORK_LOSSES)[number];

/** Settings of a network and of its training. */
export interface NetworkSettings {
  /** Units of each hidden layer: one or two. */
  readonly hidden: readonly number[];
  /** Passes over the points. */
  readonly epochs: number;
  /** Points of a mini-batch. */
  readonly batch: number;
  /** The highest learning rate, from which a cosine schedule falls to 0. */
  readonly learningRate: number;
  /** Decoupled weight decay of AdamW. */
  readonly weightDecay: number;
  /** Share of the hidden units left out at each step. */
  readonly dropout: number;
  /** Share of the inputs left out at each step. */
  readonly inputDropout: number;
  /** Parameter of the Beta distribution that mixes pairs of points; 0: none are mixed. */
  readonly mixup: number;
  /** Seed of weights, order, dropout and mixup. */
  readonly seed: number;
}

/** Points and what a network should say of them. */
export interface PointsAndTargets {
  /** rows x dimensions. */
  readonly points: Matrix;
  /** rows x outputs: probabilities for `softmax`, else -1 to +1. */
  readonly targets: Matrix;
}

/** What a network learns. */
export interface NetworkProblem extends PointsAndTargets {
  readonly loss: NetworkLoss;
}

/** A trained network: its hidden units are a feature map, its last layer scores. */
export interface TrainedNetwork {
  readonly features: NetworkFeatures;
  readonly output: DenseLayer;
  /** Mean loss of each epoch, under dropout and mixup. */
  readonly losses: readonly number[];
}

/** Units of progress of one network among several. */
export const NETWORK_UNITS = 1000;
