import { checkKernels, checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { MAX_BITS } from '../core/hash-codes.ts';
import type { Matrix } from '../core/matrix.ts';
import { checkOptions } from '../core/options.ts';
import type { Kernels } from '../kernels/api.ts';
import type {
  PassiveAggressive as PassiveAggressiveKernel,
  PassiveAggressiveVariant,
} from '../kernels/learning/api.ts';
import { createPassiveAggressive } from '../kernels/learning/kernels.ts';
import { checkOneOf } from './check-one-of.ts';
import { checkCost, checkFit, checkTargets, checkTargetTypes, runEpochs } from './fitting.ts';
import type { HyperplaneLearner, LearnerFitOptions } from './learner.ts';

/** Settings of passive-aggressive learning. */
export interface PassiveAggressiveOptions {
  /** `pa-1` (default) cuts the step off at C, `pa-2` shrinks it smoothly. */
  readonly variant?: PassiveAggressiveVariant | undefined;
  /** C, how far one point may move a hyperplane; smaller for noisier targets. Default 1. */
  readonly cost?: number | undefined;
}

/** Settings of `passiveAggressive`. */
export interface PassiveAggressiveLearnerOptions extends PassiveAggressiveOptions {
  /** Passes over the points. Default 5. */
  readonly epochs?: number | undefined;
  /** Seed of the permutations: a whole number from 0 to 2^32 - 1. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * One hyperplane per bit, learned from a stream: each point is seen once and forgotten, memory does
 * not grow, and the hyperplanes follow a stream that changes.
 *
 * Objective of a step: the hyperplane nearest to the present one that has the point on its side
 * with a margin of 1, min 1/2 |w - w_t|^2 + C xi (`pa-1`) or + C xi^2 (`pa-2`) with
 * y w.x >= 1 - xi. Update rule: where the loss l = 1 - y w.x is above 0, w <- w + tau y x with
 * tau = min(C, l / |x|^2) or l / (|x|^2 + 1 / (2C)).
 *
 * Cost: bits x dimensions multiply-adds a point, twice that where it moves a hyperplane.
 *
 * Source: Crammer, Dekel, Keshet, Shalev-Shwartz and Singer, "Online Passive-Aggressive
 * Algorithms", JMLR 2006.
 */
export class PassiveAggressiveStream {
  readonly bits: number;
  readonly dimensions: number;
  #kernel: PassiveAggressiveKernel;
  #seen = 0;

  /**
   * @param kernels - the backend that does the work; the result does not depend on which.
   * @throws InvalidArgumentError if a setting is out of range.
   */
  constructor(
    kernels: Kernels,
    options: PassiveAggressiveOptions & { readonly bits: number; readonly dimensions: number },
  ) {
    checkKernels(kernels);
    const names = { variant: 1, cost: 1, bits: 1, dimensions: 1 } as const;
    checkOptions('PassiveAggressiveStream', options, names);
    const { bits, dimensions } = options;
    checkWhole('bits', bits, 1, MAX_BITS);
    checkWhole('dimensions', dimensions, 1, 2 ** 32 - 1);
    this.bits = bits;
    this.dimensions = dimensions;
    const settings = withDefaults(options);
    this.#kernel = createPassiveAggressive(kernels, {
      bits,
      dimensions,
      ...settings,
    });
  }

  /** Points seen so far. */
  get seen(): number {
    return this.#seen;
  }

  /**
   * Learns from rows x dimensions points in order; `signs` are their targets, rows x bits, -1 or +1.
   *
   * @throws InvalidArgumentError if sizes don't fit each other or a value is out of range; nothing
   *   is learned then.
   */
  partialFit(points: Matrix, signs: Int8Array): this {
    checkTargetTypes(points, signs);
    if (points.cols !== this.dimensions) {
      throw new InvalidArgumentError(
        `points have ${points.cols} dimensions where the stream has ${this.dimensions}`,
      );
    }
    checkTargets(points, signs, this.bits);
    this.#kernel.update(points.data, signs, points.rows);
    this.#seen += points.rows;
    return this;
  }

  /** The hyperplanes so far, bits x dimensions: zeros before the first point. */
  get hyperplanes(): Matrix {
    return this.#kernel.hyperplanes();
  }

  /** Gives the backend's memory back; other methods throw DisposedError from then on. */
  dispose(): void {
    this.#kernel.dispose();
  }
}

/**
 * Passive-aggressive learning of all bits over several passes, for points that are all at hand; see
 * PassiveAggressiveStream. Not averaged: the last points weigh most. Progress counts epochs.
 *
 * Cost: epochs x rows x bits x dimensions multiply-adds, twice that where a point moves a hyperplane.
 *
 * Source: Crammer et al., "Online Passive-Aggressive Algorithms", JMLR 2006.
 *
 * @throws InvalidArgumentError if a setting is out of range.
 */
export function passiveAggressive(
  options: PassiveAggressiveLearnerOptions = {},
): HyperplaneLearner {
  const names = { variant: 1, cost: 1, epochs: 1, seed: 1 } as const;
  checkOptions('passiveAggressive', options, names);
  const { epochs = 5, seed = 0 } = options;
  const settings = withDefaults(options);
  checkWhole('epochs', epochs, 1, Number.MAX_SAFE_INTEGER);
  checkWhole('seed', seed, 0, 2 ** 32 - 1);

  async function fit(
    kernels: Kernels,
    points: Matrix,
    signs: Int8Array,
    bits: number,
    fitOptions?: LearnerFitOptions,
  ): Promise<Matrix> {
    checkFit(kernels, points, signs, bits, fitOptions);
    const problem = { bits, dimensions: points.cols, ...settings };
    const kernel = createPassiveAggressive(kernels, problem);
    let done = 0;
    const epoch = (order: Uint32Array) => {
      const targets = new Int8Array(signs.length);
      order.forEach((row, i) => {
        targets.set(signs.subarray(row * bits, (row + 1) * bits), i * bits);
      });
      kernel.update(points.selectRows(order).data, targets, points.rows);
      return { done: ++done, total: epochs };
    };
    try {
      await runEpochs(points.rows, epochs, seed, epoch, fitOptions);
      return kernel.hyperplanes();
    } finally {
      kernel.dispose();
    }
  }

  return { name: 'passive-aggressive', settings: { ...settings, epochs, seed }, fit };
}

function withDefaults(options: PassiveAggressiveOptions): Required<PassiveAggressiveOptions> {
  const { variant = 'pa-1', cost = 1 } = options;
  checkOneOf('variant', variant, ['pa-1', 'pa-2']);
  checkCost(cost);
  return { variant, cost };
}
