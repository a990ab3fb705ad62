import { checkBoolean, checkWhole } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { asVector, type VectorLike } from '../../core/given.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import { asMatrix, checkFinite, type Matrix, type MatrixLike } from '../../core/matrix.ts';
import type { MatrixRows } from '../../core/matrix-rows.ts';
import { checkOptions } from '../../core/options.ts';

/** Regression of targets on points, all bits at once. */
export interface RidgeProblem {
  /** rows x dimensions. */
  readonly points: MatrixLike;
  /** rows x bits: any finite values; -1 and +1 for plain bits, between them for unsure ones. */
  readonly targets: VectorLike;
  readonly bits: number;
  /** Weight of each row, 0 or more; default 1. */
  readonly weights?: VectorLike;
  /** Whether an offset is fitted, which is not penalised. Default false. */
  readonly bias?: boolean;
}

/** A problem in the form that is worked on. */
export interface CheckedRidgeProblem extends RidgeProblem {
  readonly points: Matrix;
  readonly targets: Float32Array;
  readonly weights?: Float32Array;
}

/** A checked problem whose points need not be there as a whole. */
export interface RidgeRows extends Omit<CheckedRidgeProblem, 'points'> {
  readonly points: MatrixRows;
}

/** What regression learned: target j of x is about hyperplanes[j] . x + offsets[j]. */
export interface RidgeFit {
  /** bits x dimensions. */
  readonly hyperplanes: Matrix;
  /** One a bit; null without a bias. */
  readonly offsets: Float32Array | null;
}

/** The problem, checked. @throws InvalidArgumentError unless sizes fit and values are in range. */
export function readRidgeProblem(problem: RidgeProblem): CheckedRidgeProblem {
  const names = { points: 1, targets: 1, bits: 1, weights: 1, bias: 1 } as const;
  checkOptions('the ridge problem', problem, names);
  const { bits, bias } = problem;
  if (bias !== undefined) checkBoolean('bias', bias);
  const points = asMatrix('points', problem.points);
  const targets = asVector('targets', problem.targets);
  const weights = problem.weights && asVector('weights', problem.weights);
  checkWhole('bits', bits, 1, MAX_BITS);
  const { rows } = points;
  if (rows === 0) throw new InvalidArgumentError('points must have at least one row');
  if (targets.length !== rows * bits) {
    throw new InvalidArgumentError(
      `targets of ${rows} points and ${bits} bits must be ${rows * bits} values, ` +
        `not ${targets.length}`,
    );
  }
  checkFinite('points', points);
  const wrong = targets.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new InvalidArgumentError(
      `targets must be finite numbers, but row ${Math.floor(wrong / bits)}, bit ${wrong % bits} ` +
        `is ${targets[wrong]}`,
    );
  }
  if (weights) checkWeights(weights, rows);
  return { points, targets, bits, weights, bias };
}

function checkWeights(weights: Float32Array, rows: number): void {
  if (weights.length !== rows) {
    throw new InvalidArgumentError(`${rows} points need as many weights, not ${weights.length}`);
  }
  const wrong = weights.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
  if (wrong >= 0) {
    throw new InvalidArgumentError(
      `weights must be finite and at least 0, but row ${wrong} is ${weights[wrong]}`,
    );
  }
  if (!weights.some((value) => value > 0)) {
    throw new InvalidArgumentError('weights must not all be 0');
  }
}
