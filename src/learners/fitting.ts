import { checkKernels, checkWhole, refuse } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { MAX_BITS } from '../core/hash-codes.ts';
import { checkFinite, checkMatrix, type Matrix } from '../core/matrix.ts';
import { pauses } from '../core/next-task.ts';
import { checkOptions } from '../core/options.ts';
import { RandomState } from '../core/random/random-state.ts';
import type { LearnerFitOptions } from './learner.ts';

/** Costs beyond these would leave the range of float32 within the kernels. */
const COST_LIMITS = [1e-20, 1e20] as const;

/** Throws unless `cost` is a number within the range that float32 kernels can work with. */
export function checkCost(cost: number): void {
  const [low, high] = COST_LIMITS;
  if (!(typeof cost === 'number' && cost >= low && cost <= high)) {
    refuse('cost', `above 0 (from ${low} to ${high})`, cost);
  }
}

/** Throws unless a learner's `fit` can begin: kernels, options, points and targets are sound. */
export function checkFit(
  kernels: unknown,
  points: Matrix,
  signs: Int8Array,
  bits: number,
  options: LearnerFitOptions = {},
): void {
  checkKernels(kernels);
  checkLearnerOptions(options);
  checkTargets(points, signs, bits);
}

/** Throws unless these are options of a learner's `fit`. */
export function checkLearnerOptions(options: LearnerFitOptions): void {
  checkOptions('fit', options, { onProgress: 1, onConvergence: 1, signal: 1 });
}

/** Throws unless points and targets are arrays of the types that learners work on. */
export function checkTargetTypes(points: Matrix, signs: Int8Array): void {
  checkMatrix('points', points);
  if (signs instanceof Int8Array) return;
  refuse('signs', 'an Int8Array', signs);
}

/** Throws unless points, targets and the number of bits fit each other. */
export function checkTargets(points: Matrix, signs: Int8Array, bits: number): void {
  checkTargetTypes(points, signs);
  checkWhole('bits', bits, 1, MAX_BITS);
  if (points.rows === 0) throw new InvalidArgumentError('points must have at least one row');
  if (signs.length !== points.rows * bits) {
    throw new InvalidArgumentError(
      `signs of ${points.rows} points and ${bits} bits must be ${points.rows * bits} values, ` +
        `not ${signs.length}`,
    );
  }
  const wrong = signs.findIndex((sign) => sign !== 1 && sign !== -1);
  if (wrong >= 0) {
    throw new InvalidArgumentError(
      `signs must be -1 or +1, but row ${Math.floor(wrong / bits)}, bit ${wrong % bits} is ` +
        `${signs[wrong]}`,
    );
  }
  checkFinite('points', points);
}

/** What one epoch reports. */
export interface EpochResult {
  readonly done: number;
  readonly total: number;
}

/**
 * Runs epochs, each over all rows in an order of its own, until `done` equals `total` or
 * `maxEpochs` have passed. Lets the event loop run about every 30 ms and stops when the signal asks
 * for it; what is computed does not depend on time.
 */
export async function runEpochs(
  rows: number,
  maxEpochs: number,
  seed: number,
  epoch: (order: Uint32Array) => EpochResult,
  { onProgress, signal }: LearnerFitOptions = {},
): Promise<void> {
  const random = new RandomState(seed);
  signal?.throwIfAborted();
  const pause = pauses(signal);
  for (let i = 0; i < maxEpochs; i++) {
    const { done, total } = epoch(random.permutation(rows));
    onProgress?.(done, total);
    if (done === total) return;
    await pause();
  }
}
