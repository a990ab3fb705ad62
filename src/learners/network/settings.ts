import { checkArray, checkObject, checkRange, checkWhole, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { checkFeatureMap, checkLayer } from '../../core/feature-map.ts';
import { checkFinite, checkMatrix } from '../../core/matrix.ts';
import { checkOptions, type OptionNames } from '../../core/options.ts';
import { checkOneOf } from '../check-one-of.ts';
import {
  NETWORK_LOSSES,
  type NetworkProblem,
  type NetworkSettings,
  type PointsAndTargets,
  type TrainedNetwork,
} from './network.ts';

/** Settings of a network, of which those that are missing get defaults. */
export type NetworkOptions = {
  readonly [K in keyof NetworkSettings]?: NetworkSettings[K] | undefined;
};

/** The names of all settings. */
export const NETWORK_OPTION_NAMES: OptionNames<NetworkSettings> = {
  ...{ hidden: 1, epochs: 1, batch: 1, learningRate: 1, weightDecay: 1 },
  ...{ dropout: 1, inputDropout: 1, mixup: 1, seed: 1 },
};

/** Points from which on mini-batches are large. */
const MANY_ROWS = 2000;

/**
 * All settings for so many points: 1,024 units, 60 epochs, batches of 64 and from 2,000 points on of
 * 256, learning rate 0.001, weight decay 0.01, dropout 0.5, at the inputs 0.2, no mixup, seed 0.
 *
 * @throws InvalidArgumentError if one is out of range.
 */
export function completeSettings(given: NetworkOptions, rows: number): NetworkSettings {
  checkOptions('a network', given, NETWORK_OPTION_NAMES);
  const settings: NetworkSettings = {
    hidden: given.hidden ?? [1024],
    epochs: given.epochs ?? 60,
    batch: given.batch ?? (rows < MANY_ROWS ? 64 : 256),
    learningRate: given.learningRate ?? 0.001,
    weightDecay: given.weightDecay ?? 0.01,
    dropout: given.dropout ?? 0.5,
    inputDropout: given.inputDropout ?? 0.2,
    mixup: given.mixup ?? 0,
    seed: given.seed ?? 0,
  };
  checkHidden(settings.hidden);
  checkWhole('epochs', settings.epochs, 1, 100_000);
  checkWhole('batch', settings.batch, 1, 65_536);
  checkRange('learningRate', settings.learningRate, 1e-9, 10);
  checkRange('weightDecay', settings.weightDecay, 0, 1);
  checkRange('dropout', settings.dropout, 0, 0.99);
  checkRange('inputDropout', settings.inputDropout, 0, 0.99);
  checkRange('mixup', settings.mixup, 0, 4);
  checkWhole('seed', settings.seed, 0, 2 ** 32 - 1);
  return settings;
}

function checkHidden(hidden: readonly number[]): void {
  checkArray('hidden', hidden);
  if (hidden.length < 1 || hidden.length > 2) {
    throw new InvalidArgumentError(
      `hidden must name the units of one or two layers, not of ${hidden.length}`,
    );
  }
  for (const units of hidden) checkWhole('the units of a hidden layer', units, 1, 65_536);
}

/** Throws unless a network can learn this. */
export function checkProblem(problem: NetworkProblem): void {
  checkObject('what a network learns from', problem);
  const { points, targets, loss } = problem;
  checkMatrix('points', points);
  checkMatrix('targets', targets);
  checkOneOf('loss', loss, NETWORK_LOSSES);
  if (points.rows === 0) throw new InvalidArgumentError('points must have at least one row');
  if (targets.rows !== points.rows) {
    throw new InvalidArgumentError(
      `${points.rows} points need as many rows of targets, not ${targets.rows}`,
    );
  }
  checkFinite('points', points);
  checkFinite('targets', targets);
  if (loss === 'softmax') checkDistributions(targets.data, targets.cols);
  else checkWithin(targets.data, -1, 'targets must be from -1 to +1');
}

/** Throws unless a network of `problem` can be judged by these points. */
export function checkValidation(validation: PointsAndTargets, problem: NetworkProblem): void {
  checkObject('validation', validation);
  const { points, targets } = validation;
  checkProblem({ points, targets, loss: problem.loss });
  if (points.cols === problem.points.cols && targets.cols === problem.targets.cols) return;
  throw new InvalidArgumentError(
    'points and targets for validation must have as many columns as those that are learned from',
  );
}

function checkDistributions(targets: Float32Array, classes: number): void {
  const message = 'targets of softmax must be probabilities that sum to 1 in each row';
  checkWithin(targets, 0, message);
  for (let at = 0; at < targets.length; at += classes) {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += targets[at + c];
    if (Math.abs(sum - 1) > 1e-3) {
      throw new InvalidArgumentError(`${message}: row ${at / classes} sums to ${sum}`);
    }
  }
}

function checkWithin(values: Float32Array, low: number, message: string): void {
  const wrong = values.find((value) => !(value >= low && value <= 1));
  if (wrong !== undefined) throw new InvalidArgumentError(`${message}, not ${wrong}`);
}

/** Throws unless training of `problem` with `settings` can start from this network. */
export function checkInitial(
  initial: TrainedNetwork,
  { points, targets }: NetworkProblem,
  { hidden }: NetworkSettings,
): void {
  if (initial?.features?.kind !== 'network') {
    refuse('initial', 'what trainNetwork(...) gives', initial);
  }
  checkFeatureMap(initial.features);
  checkLayer(initial.output);
  const { layers } = initial.features;
  const sizes = [layers[0].weights.cols, ...layers.map(({ weights }) => weights.rows)];
  const given = [...sizes, initial.output.weights.rows].join('-');
  const wanted = [points.cols, ...hidden, targets.cols].join('-');
  if (given !== wanted) {
    throw new InvalidArgumentError(`the initial network has the sizes ${given}, not ${wanted}`);
  }
}
