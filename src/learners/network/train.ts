import { checkKernels } from '../../core/checks.ts';
import { cosTurns32 } from '../../core/elementary.ts';
import type { DenseLayer } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';
import { pauses } from '../../core/next-task.ts';
import { checkOptions } from '../../core/options.ts';
import { RandomState } from '../../core/random/random-state.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { NetworkTrainer, NetworkTrainingKernels } from '../../kernels/network-training/api.ts';
import { networkTrainingKernels } from '../../kernels/network-training/kernels.ts';
import { EpochBatches, pointScale } from './batches.ts';
import type {
  NetworkProblem,
  NetworkSettings,
  PointsAndTargets,
  TrainedNetwork,
} from './network.ts';
import {
  checkInitial,
  checkProblem,
  checkValidation,
  completeSettings,
  type NetworkOptions,
} from './settings.ts';

/** What is told of an epoch. */
export interface NetworkEpoch {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean loss of its steps, under dropout and mixup. */
  readonly loss: number;
  /** Mean loss of the points for validation; null where there are none. */
  readonly validationLoss: number | null;
}

/** Options of `trainNetwork`. */
export interface TrainNetworkOptions {
  /** Called after each epoch with the steps done and those of the whole training. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Called after each epoch. */
  readonly onEpoch?: ((epoch: NetworkEpoch) => void) | undefined;
  /** Aborting rejects the promise with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** A network to go on from, of the same sizes; AdamW's moments start anew. */
  readonly initial?: TrainedNetwork | undefined;
  /**
   * Points that are not learned from: the network of the epoch in which their mean loss was least is kept,
   * the first of several. Default: none, and the network of the last epoch.
   */
  readonly validation?: PointsAndTargets | undefined;
}

/**
 * Trains a network of one or two hidden layers of rectified linear units by AdamW on mini-batches,
 * with dropout at inputs and hidden units, mixup, and a learning rate that falls from step to step
 * along a cosine to 0. The same seed gives the same network, bit for bit, on every backend.
 *
 * Objective: the mean over points of the loss (cross-entropy of softmax; or logistic or hinge loss, the
 * mean over outputs), with weights decayed by rate x decay in each step. Mixup takes in place of each
 * point l x + (1 - l) y of it and a random other one, and of their targets alike, l from Beta(a, a).
 * Points are multiplied by a power of two that brings their mean square near 1, and the first weights
 * take that over in the end. Weights start uniform in +-sqrt(6 / inputs), those of the outputs in
 * +-1 / sqrt(inputs); offsets at 0.
 *
 * Cost: 3 multiply-adds a point, epoch and weight, 2 for the first layer.
 *
 * Sources: Loshchilov & Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, and "SGDR", ICLR 2017;
 * Srivastava et al., "Dropout", JMLR 2014; Zhang et al., "mixup: Beyond Empirical Risk Minimization", ICLR
 * 2018; He et al., "Delving Deep into Rectifiers", ICCV 2015.
 *
 * @param problem - points, and targets: class probabilities for `softmax`, else -1 to +1.
 * @param settings - those that are missing get defaults; see `NetworkSettings`.
 * @throws InvalidArgumentError if sizes don't fit each other or a value is out of range.
 */
export async function trainNetwork(
  kernels: Kernels,
  problem: NetworkProblem,
  settings: NetworkOptions = {},
  options: TrainNetworkOptions = {},
): Promise<TrainedNetwork> {
  checkKernels(kernels);
  const names = { onProgress: 1, onEpoch: 1, signal: 1, initial: 1, validation: 1 } as const;
  checkOptions('trainNetwork', options, names);
  checkProblem(problem);
  const complete = completeSettings(settings, problem.points.rows);
  if (options.initial) checkInitial(options.initial, problem, complete);
  if (options.validation) checkValidation(options.validation, problem);
  return trainOn(networkTrainingKernels(kernels), problem, complete, options);
}

/** The same on kernels that are at hand, of what was checked. */
export async function trainOn(
  training: NetworkTrainingKernels,
  problem: NetworkProblem,
  complete: NetworkSettings,
  options: TrainNetworkOptions,
): Promise<TrainedNetwork> {
  options.signal?.throwIfAborted();
  const random = new RandomState(complete.seed);
  const scale = pointScale(problem.points.data);
  const layers = options.initial
    ? layersOf(options.initial, 1 / scale)
    : randomLayers(random, [problem.points.cols, ...complete.hidden, problem.targets.cols]);
  const { batch, inputDropout, dropout, weightDecay } = complete;
  const trainer = training.createNetworkTrainer({
    ...{ layers, inputDropout, dropout, weightDecay, loss: problem.loss },
    batch: Math.min(batch, problem.points.rows),
  });
  try {
    const batches = new EpochBatches(problem, complete, scale);
    const kept = await runNetworkEpochs(trainer, batches, problem, complete, random, options);
    return networkOf(kept.layers, scale, kept.losses);
  } finally {
    trainer.dispose();
  }
}

async function runNetworkEpochs(
  trainer: NetworkTrainer,
  batches: EpochBatches,
  { points }: NetworkProblem,
  { epochs, batch, learningRate }: NetworkSettings,
  random: RandomState,
  { onProgress, onEpoch, signal, validation }: TrainNetworkOptions,
): Promise<{ layers: DenseLayer[]; losses: number[] }> {
  const steps = epochs * Math.ceil(points.rows / batch);
  const pause = pauses(signal);
  const losses: number[] = [];
  let step = 0;
  let best: { readonly loss: number; readonly layers: DenseLayer[] } | null = null;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let sum = 0;
    for (const given of batches.epoch(random)) {
      sum += given.rows * trainer.step({ ...given, rate: cosineRate(learningRate, step++, steps) });
      await pause();
    }
    losses.push(sum / points.rows);
    const validationLoss = validation ? meanLoss(trainer, batches, validation) : null;
    if (validationLoss !== null && !(best && best.loss <= validationLoss)) {
      best = { loss: validationLoss, layers: trainer.layers() };
    }
    onProgress?.(step, steps);
    onEpoch?.({ epoch, epochs, loss: losses[losses.length - 1], validationLoss });
  }
  return { layers: best?.layers ?? trainer.layers(), losses };
}

function meanLoss(trainer: NetworkTrainer, batches: EpochBatches, given: PointsAndTargets): number {
  let sum = 0;
  for (const batch of batches.inOrder(given)) sum += batch.rows * trainer.evaluate(batch);
  return sum / given.points.rows;
}

/** highest (1 + cos(pi step / steps)) / 2, by a cosine of our own. */
export function cosineRate(highest: number, step: number, steps: number): number {
  return (highest * (1 + cosTurns32(Math.fround(step / (2 * steps))))) / 2;
}

/** Layers of these sizes at the start of training. */
function randomLayers(random: RandomState, sizes: readonly number[]): DenseLayer[] {
  return sizes.slice(1).map((units, i) => {
    const inputs = sizes[i];
    const isOutput = i === sizes.length - 2;
    const bound = Math.sqrt((isOutput ? 1 : 6) / inputs);
    const data = new Float32Array(units * inputs);
    for (let k = 0; k < data.length; k++) data[k] = (2 * random.randomSample() - 1) * bound;
    return { weights: new Matrix(data, units, inputs), offsets: new Float32Array(units) };
  });
}

/** The layers of a network whose inputs are multiplied by `scale` less. */
function layersOf({ features, output }: TrainedNetwork, scale: number): DenseLayer[] {
  const [first, ...others] = features.layers;
  return [scaledInputs(first, scale), ...others, output];
}

function networkOf(
  [first, ...others]: DenseLayer[],
  scale: number,
  losses: readonly number[],
): TrainedNetwork {
  const hidden = [scaledInputs(first, scale), ...others.slice(0, -1)];
  return {
    features: { kind: 'network', layers: hidden },
    output: others[others.length - 1],
    losses,
  };
}

function scaledInputs({ weights, offsets }: DenseLayer, scale: number): DenseLayer {
  const data = weights.data.map((value) => value * scale);
  return { weights: new Matrix(data, weights.rows, weights.cols), offsets };
}
