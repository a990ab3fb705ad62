import { checkBoolean, checkPositive, checkRange, checkWhole } from '../core/checks.ts';
import type { Matrix } from '../core/matrix.ts';
import { checkOptions } from '../core/options.ts';
import type { Kernels } from '../kernels/api.ts';
import type { DualProblem, SvmLoss } from '../kernels/learning/api.ts';
import { createDualCoordinateDescent } from '../kernels/learning/kernels.ts';
import { checkOneOf } from './check-one-of.ts';
import { type ClassWeight, classFactors } from './class-weights.ts';
import { withConstant } from './constant-feature.ts';
import { checkCost, checkFit, runEpochs } from './fitting.ts';
import { GapControl } from './gap-control.ts';
import type { HyperplaneLearner, LearnerFitOptions } from './learner.ts';

/** Settings of `svmDualCoordinateDescent`. */
export interface SvmDualCoordinateDescentOptions {
  /** C, the weight of the losses against the margin's width. Default 1. */
  readonly cost?: number | undefined;
  /** Default `hinge`. */
  readonly loss?: SvmLoss | undefined;
  /**
   * A bit is solved when its projected gradients span at most this, and its duality gap is at most
   * `gap`. Default 0.01: the objective is then within 5e-4 of the optimum, relative to it, for C up
   * to 10 on the reference problems.
   */
  readonly tolerance?: number | undefined;
  /**
   * Largest relative duality gap (P - D) / P of a solved bit, from 0 to 1; see `relativeGaps`. Where
   * it is larger the bit's tolerance is divided by ten, down to 1e-6, the resolution of float32
   * margins. Default 0.05: no objective ends more than 1 / (1 - 0.05) = 1.053 times above the best
   * one. A tolerance alone says nothing of that where margins can be had for almost nothing, as of
   * few points in many dimensions. 1 leaves it at the tolerance.
   */
  readonly gap?: number | undefined;
  /**
   * Epochs after which unsolved bits are left as they are. Default 1000, as in liblinear. A bit
   * that is cut off can be worse than one solved to a larger tolerance, since its shrunk variables
   * were not looked at again.
   */
  readonly maxEpochs?: number | undefined;
  /** Seed of the permutations: a whole number from 0 to 2^32 - 1. Default 0. */
  readonly seed?: number | undefined;
  /**
   * `none` (default), or `balanced-ceil`: the rarer target's cost is multiplied by the ceiling of
   * the ratio of counts, as in the published GRH code.
   */
  readonly classWeight?: ClassWeight | undefined;
  /**
   * Whether an offset is fitted, as the weight of a feature that is always 1 and penalised like the
   * others (liblinear's way). Default false.
   */
  readonly bias?: boolean | undefined;
}

/**
 * One linear SVM per bit: min 1/2 |w|^2 + sum_i C_i loss(y_i w.x_i), by dual coordinate
 * descent. A step minimises the dual over one variable alpha_i, alpha_i <- clip(alpha_i - G / Q_ii),
 * G = y_i w.x_i - 1 + D alpha_i, Q_ii = |x_i|^2 + D, and adds the change times y_i x_i to w; D is 0
 * for hinge loss and 1 / (2 C_i) for squared hinge. Variables that will stay at a bound are left
 * out (shrinking). All bits share the permutation of an epoch. Progress counts solved bits;
 * `onConvergence` tells of each bit how near it came, for about the multiply-adds of one epoch.
 *
 * Cost: at most epochs x rows x bits x dimensions multiply-adds, twice that for variables that
 * move; about 25 epochs for C = 1 and 100 to 300 for C = 10, most variables being shrunk.
 *
 * Source: Hsieh, Chang, Lin, Keerthi and Sundararajan, "A Dual Coordinate Descent Method for
 * Large-scale Linear SVM", ICML 2008; shrinking and stopping as in liblinear.
 *
 * @throws InvalidArgumentError if a setting is out of range.
 */
export function svmDualCoordinateDescent(
  options: SvmDualCoordinateDescentOptions = {},
): HyperplaneLearner {
  const known = { cost: 1, loss: 1, tolerance: 1, gap: 1, maxEpochs: 1, seed: 1 } as const;
  checkOptions('svmDualCoordinateDescent', options, { ...known, classWeight: 1, bias: 1 });
  const { cost = 1, loss = 'hinge', tolerance = 0.01, maxEpochs = 1000, seed = 0 } = options;
  const { gap = 0.05, classWeight = 'none', bias = false } = options;
  checkCost(cost);
  checkOneOf('loss', loss, ['hinge', 'squared-hinge']);
  checkPositive('tolerance', tolerance);
  checkRange('gap', gap, 0, 1);
  checkBoolean('bias', bias);
  checkWhole('maxEpochs', maxEpochs, 1, Number.MAX_SAFE_INTEGER);
  checkWhole('seed', seed, 0, 2 ** 32 - 1);
  checkOneOf('classWeight', classWeight, ['none', 'balanced-ceil']);

  async function fit(
    kernels: Kernels,
    points: Matrix,
    signs: Int8Array,
    bits: number,
    fitOptions?: LearnerFitOptions,
  ): Promise<Matrix> {
    checkFit(kernels, points, signs, bits, fitOptions);
    const costs = classCosts(signs, bits, cost, classWeight);
    const seen = bias ? withConstant(points) : points;
    const problem: DualProblem = { points: seen, bits, signs, loss, tolerance, ...costs };
    const solver = createDualCoordinateDescent(kernels, problem);
    const control = new GapControl(kernels, problem, solver, gap);
    try {
      const epoch = (order: Uint32Array) => {
        const unsolved = solver.epoch(order);
        return { done: bits - unsolved - control.reopen(), total: bits };
      };
      await runEpochs(points.rows, maxEpochs, seed, epoch, fitOptions);
      // Gaps take time: they are found where someone asks for them.
      if (fitOptions?.onConvergence) fitOptions.onConvergence(control.convergence(maxEpochs));
      return solver.hyperplanes();
    } finally {
      solver.dispose();
    }
  }

  const settings = { cost, loss, tolerance, gap, maxEpochs, seed, classWeight, bias };
  return { name: 'svm-dcd', settings, bias, fit };
}

/** C of the two targets, for each bit. */
function classCosts(
  signs: Int8Array,
  bits: number,
  cost: number,
  classWeight: ClassWeight,
): Pick<DualProblem, 'positiveCost' | 'negativeCost'> {
  if (classWeight === 'none') {
    const costs = new Float32Array(bits).fill(cost);
    return { positiveCost: costs, negativeCost: costs };
  }
  const { positive, negative } = classFactors(signs, bits);
  return {
    positiveCost: positive.map((factor) => cost * factor),
    negativeCost: negative.map((factor) => cost * factor),
  };
}
