import { checkArray, checkPositive, checkRange, checkWhole, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import { checkOptions } from '../../core/options.ts';

/** Learners that can fit the hyperplanes. */
export const LEARNERS = ['svm-dcd', 'svm-sgd'] as const;
export type LearnerName = (typeof LEARNERS)[number];

/** Settings of the tutorial's job. */
export interface TutorialSettings {
  /** Code lengths; every method is repeated for each. */
  readonly bits: readonly number[];
  /** Seed of the hyperplanes. */
  readonly seed: number;
  /** Seed of the split. */
  readonly splitSeed: number;
  /** Fraction in (0, 1) or number of rows. */
  readonly queries: number;
  readonly train: number;
  /** Largest Hamming radius; default the smaller of 10 and the bits. */
  readonly maxRadius?: number;
  /** k of precision@k. */
  readonly top: number;
  /** Iterations and alpha of GRH as in the paper. */
  readonly iterations: number;
  readonly alpha: number;
  /** C of the SVMs. */
  readonly cost: number;
  readonly learner: LearnerName;
}

/** What the tutorial itself uses. */
export const TUTORIAL_DEFAULTS: TutorialSettings = {
  bits: [16],
  seed: 0,
  splitSeed: 42,
  queries: 0.002,
  train: 0.02,
  top: 10,
  iterations: 1,
  alpha: 1,
  cost: 1,
  learner: 'svm-dcd',
};

/** Alpha and iterations that the tutorial's script writes into its code. */
export const TUTORIAL_ALPHA = 0.25;
export const TUTORIAL_ITERATIONS = 2;

/** Why the tutorial's alpha can't use the labels, in two sentences. */
export const ALPHA_NOTE =
  "With the tutorial's alpha of 0.25 the labels can never flip a bit: its neighbours' mean lies in " +
  '[-1, 1] and is outweighed by the 0.75 of the old bit, so its gain over LSH comes from fitting ' +
  'SVMs to the LSH bits alone. From alpha = 0.5 on the labels count, and with alpha = 1 every ' +
  'class gets one codeword that the hyperplanes then learn.';

/** The largest radius that is searched at a code length. */
export function maxRadiusFor(settings: TutorialSettings, bits: number): number {
  return settings.maxRadius ?? Math.min(10, bits);
}

/** Throws InvalidArgumentError if a setting is out of range. */
export function checkSettings(settings: TutorialSettings): void {
  const sizes = { bits: 1, queries: 1, train: 1, maxRadius: 1, top: 1 } as const;
  const learning = { seed: 1, splitSeed: 1, iterations: 1, alpha: 1, cost: 1, learner: 1 } as const;
  checkOptions('the tutorial', settings, { ...sizes, ...learning });
  checkArray('bits', settings.bits);
  if (settings.bits.length === 0) throw new InvalidArgumentError('bits must name a code length');
  for (const bits of settings.bits) {
    checkWhole('bits', bits, 1, MAX_BITS);
    if (settings.maxRadius !== undefined) checkWhole('max-radius', settings.maxRadius, 0, bits);
  }
  checkWhole('seed', settings.seed, 0, 2 ** 32 - 1);
  checkWhole('split-seed', settings.splitSeed, 0, 2 ** 32 - 1);
  checkWhole('top', settings.top, 1, Number.MAX_SAFE_INTEGER);
  checkWhole('iterations', settings.iterations, 0, 1000);
  checkRange('alpha', settings.alpha, 0, 1);
  checkPositive('cost', settings.cost);
  if (!LEARNERS.includes(settings.learner)) {
    throw new InvalidArgumentError(
      `learner must be one of ${LEARNERS.join(', ')}, not ${show(settings.learner)}`,
    );
  }
}
