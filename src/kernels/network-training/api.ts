import type { DenseLayer } from '../../core/feature-map.ts';
import type { Resident } from '../api.ts';

/**
 * What the scores of a network are compared with. `softmax`: cross-entropy with class probabilities.
 * `logistic` and `hinge`: each output by itself, with a target of -1 to +1, which stands for +1 with
 * the probability (1 + target) / 2.
 */
export type TrainingLoss = 'softmax' | 'logistic' | 'hinge';

/** The kernels that train networks; the contract of `Kernels` holds for them. */
export interface NetworkTrainingKernels {
  createNetworkTrainer(settings: TrainerSettings): NetworkTrainer;
}

/** What training starts from. */
export interface TrainerSettings {
  /** Hidden layers, then the outputs: the outputs of each are the inputs of the next. */
  readonly layers: readonly DenseLayer[];
  readonly loss: TrainingLoss;
  /** Most rows of a step. */
  readonly batch: number;
  /** Share of the inputs left out at each step, 0 to below 1. */
  readonly inputDropout: number;
  /** Share of the hidden units left out at each step, 0 to below 1. */
  readonly dropout: number;
  readonly weightDecay: number;
}

/** What one step learns from. */
export interface TrainingBatch {
  /** rows x dimensions. */
  readonly points: Float32Array;
  /** rows x outputs. */
  readonly targets: Float32Array;
  readonly rows: number;
  /** Learning rate. */
  readonly rate: number;
  /** 32 bits from which the step's dropout follows. */
  readonly key: number;
}

/**
 * A network in training. A step goes forward, back, and moves all weights and offsets; everything is
 * float32 and every operation rounded, but for the loss.
 *
 * - Forward: a unit is the sum of its inputs times its weights in order of inputs, from its offset
 *   (as `Projector.project` gives it); hidden units are max(0, x).
 * - Dropout: value k of row r of a layer of n values is left out where the 32 bits of place
 *   r ceil8(n) + k, ceil8(n) being n rounded up to a multiple of 8, are below floor(share 2^32); what
 *   is kept is multiplied by 1 / (1 - share). The bits are those of `bitsAt` in
 *   assembly/network-training/counter.ts, of the place and the layer's key (`layerKey`).
 * - Loss: the mean over rows, and for `logistic` and `hinge` over outputs; see
 *   assembly/network-training/losses.ts.
 * - Back: gradients of weights and offsets are sums in order of rows, from 0; those of a hidden layer's
 *   units in order of the next layer's units, from 0.
 * - AdamW (Loshchilov & Hutter 2019, as torch computes it) with beta 0.9 and 0.999 and epsilon 1e-8, for
 *   weights and offsets alike: w <- (1 - rate decay) w; m <- m + 0.1 (g - m); v <- 0.999 v + 0.001 g g;
 *   w <- w - rate / (1 - 0.9^t) m / (sqrt(v) / sqrt(1 - 0.999^t) + epsilon).
 */
export interface NetworkTrainer extends Resident {
  /**
   * One step. Cost: for each layer 3 x rows x inputs x units multiply-adds, 2 for the first.
   *
   * @returns the loss before the step, a sum in float64 in order of rows, divided once.
   */
  step(batch: TrainingBatch): number;
  /** The loss as it is, without dropout; changes no weight. Cost: a third of a step. */
  evaluate(batch: Pick<TrainingBatch, 'points' | 'targets' | 'rows'>): number;
  /** Weights and offsets so far: copies. */
  layers(): DenseLayer[];
  /** Gradients of the last step, in the form of the layers. */
  gradients(): DenseLayer[];
}
