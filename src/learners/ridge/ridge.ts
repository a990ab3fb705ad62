import { checkBoolean, checkKernels, checkPositive, checkWhole } from '../../core/checks.ts';
import { Matrix } from '../../core/matrix.ts';
import type { MatrixRows } from '../../core/matrix-rows.ts';
import { checkOptions } from '../../core/options.ts';
import type { Kernels } from '../../kernels/api.ts';
import { checkOneOf } from '../check-one-of.ts';
import { type ClassWeight, classFactors } from '../class-weights.ts';
import { withOffsets } from '../constant-feature.ts';
import { type Convergence, joined, renumbered } from '../convergence.ts';
import { checkFit } from '../fitting.ts';
import type { HyperplaneLearner, LearnerFitOptions } from '../learner.ts';
import { solveByConjugateGradients } from './conjugate-gradient.ts';
import { solveOnce } from './normal-equations.ts';
import { type RidgeFit, type RidgeProblem, type RidgeRows, readRidgeProblem } from './problem.ts';

/** Ways to solve the normal equations. */
export type RidgeSolver = 'auto' | 'cholesky' | 'conjugate-gradient';

/** Dimensions beyond which `auto` solves by conjugate gradients: a factorisation takes 10 s there. */
const MANY_DIMENSIONS = 6000;

/** How a ridge regression is solved. */
export interface RidgeSolverOptions {
  /** Weight of |w|^2 against the squared errors, above 0. Default 1. */
  readonly ridge?: number | undefined;
  /** Default `auto`: conjugate gradients beyond 6000 dimensions, else one factorisation. */
  readonly solver?: RidgeSolver | undefined;
  /** Conjugate gradients stop when the residual is this share of the start's. Default 1e-4. */
  readonly tolerance?: number | undefined;
  /** Conjugate gradients stop after so many iterations. Default 200. */
  readonly maxIterations?: number | undefined;
}

/** The same, defaults filled in. */
type Solving = { readonly [K in keyof RidgeSolverOptions]-?: NonNullable<RidgeSolverOptions[K]> };

const SOLVER_OPTIONS = { ridge: 1, solver: 1, tolerance: 1, maxIterations: 1 } as const;

/** Settings of `ridge`. */
export interface RidgeOptions extends RidgeSolverOptions {
  /** Whether an offset is fitted, which is not penalised. Default false. */
  readonly bias?: boolean | undefined;
  /**
   * `none` (default), or `balanced-ceil`: errors on the rarer target count more by the ceiling of
   * the ratio of counts. Weights then differ from bit to bit, and each bit has a factorisation of
   * its own.
   */
  readonly classWeight?: ClassWeight | undefined;
}

/**
 * Ridge regression of targets on points, all bits at once:
 * min sum_i c_i (w.x_i + b - y_i)^2 + ridge |w|^2 for each bit, c_i the weight of row i. Targets may
 * be any real values, so that unsure bits count less. Solved by the normal equations; see `ridge`.
 * To try several values of the ridge, make `NormalEquations` once.
 *
 * @throws InvalidArgumentError if a size doesn't fit or a value is out of range.
 */
export async function fitRidge(
  kernels: Kernels,
  problem: RidgeProblem,
  options: RidgeSolverOptions & LearnerFitOptions = {},
): Promise<RidgeFit> {
  checkKernels(kernels);
  const names = { ...SOLVER_OPTIONS, onProgress: 1, onConvergence: 1, signal: 1 } as const;
  checkOptions('fitRidge', options, names);
  const { onProgress, onConvergence, signal } = options;
  const settings = { ...defaults(options), onProgress, onConvergence, signal };
  return solveRidge(kernels, readRidgeProblem(problem), settings);
}

/** The same of a checked problem, whose points may come part by part. */
function solveRidge(
  kernels: Kernels,
  problem: RidgeRows,
  settings: Solving & LearnerFitOptions,
): Promise<RidgeFit> {
  const { ridge: weight, solver } = settings;
  const { rows, cols } = problem.points;
  const iterate = solver === 'conjugate-gradient' || (solver === 'auto' && cols > MANY_DIMENSIONS);
  if (!iterate) return solveOnce(kernels, problem, weight, settings);
  // It holds all points anyway.
  const whole = { ...problem, points: problem.points.slice(0, rows) };
  return solveByConjugateGradients(kernels, whole, weight, settings);
}

/**
 * Ridge regression of the bits on the points: min sum_i (w.x_i + b - y_i)^2 + ridge |w|^2, whose
 * optimum W = (X^T X + ridge I)^-1 X^T Y takes one matrix X^T X and one Cholesky factorisation for
 * all bits, or conjugate gradients where dimensions are many. The quickest of the learners to an
 * optimum, and the one for kernel features.
 *
 * Cost: rows x dimensions^2 / 2 + dimensions^3 / 6 + bits x dimensions x (rows + dimensions)
 * multiply-adds, the second in float64.
 *
 * Source: Hoerl and Kennard, "Ridge Regression: Biased Estimation for Nonorthogonal Problems",
 * Technometrics 1970; for hashing, the W-step of Shen et al., "Supervised Discrete Hashing",
 * CVPR 2015.
 *
 * @throws InvalidArgumentError if a setting is out of range.
 */
export function ridge(options: RidgeOptions = {}): HyperplaneLearner {
  checkOptions('ridge', options, { ...SOLVER_OPTIONS, bias: 1, classWeight: 1 });
  const { bias = false, classWeight = 'none' } = options;
  const solving = defaults(options);
  checkBoolean('bias', bias);
  checkOneOf('classWeight', classWeight, ['none', 'balanced-ceil']);

  async function fitRows(
    kernels: Kernels,
    points: MatrixRows,
    signs: Int8Array,
    bits: number,
    { onProgress, onConvergence, signal }: LearnerFitOptions = {},
  ): Promise<Matrix> {
    const problem = { points, targets: Float32Array.from(signs), bits, bias };
    const options = { onProgress, onConvergence, signal };
    const solve = (part: RidgeRows, own: LearnerFitOptions) =>
      solveRidge(kernels, part, { ...solving, ...own });
    const fitted =
      classWeight === 'none'
        ? await solve(problem, options)
        : await bitByBit(problem, signs, options, solve);
    return withOffsets(fitted.hyperplanes, fitted.offsets);
  }

  async function fit(
    kernels: Kernels,
    points: Matrix,
    signs: Int8Array,
    bits: number,
    options: LearnerFitOptions = {},
  ): Promise<Matrix> {
    checkFit(kernels, points, signs, bits, options);
    return fitRows(kernels, points, signs, bits, options);
  }

  return { name: 'ridge', settings: { ...solving, bias, classWeight }, bias, fit, fitRows };
}

/** Fits each bit with its own weights of rows. */
async function bitByBit(
  problem: RidgeRows,
  signs: Int8Array,
  { onProgress, onConvergence, signal }: LearnerFitOptions,
  solve: (part: RidgeRows, options: LearnerFitOptions) => Promise<RidgeFit>,
): Promise<RidgeFit> {
  const { points, targets, bits, bias } = problem;
  const { positive, negative } = classFactors(signs, bits);
  const hyperplanes = new Matrix(new Float32Array(bits * points.cols), bits, points.cols);
  const offsets = bias ? new Float32Array(bits) : null;
  const parts: Convergence[] = [];
  for (let bit = 0; bit < bits; bit++) {
    const own = targets.filter((_, cell) => cell % bits === bit);
    const weights = own.map((target) => (target > 0 ? positive[bit] : negative[bit]));
    const problemOfBit = { points, targets: own, bits: 1, weights, bias };
    const fitted = await solve(problemOfBit, {
      signal,
      onConvergence: (convergence) => parts.push(renumbered(convergence, [bit])),
    });
    hyperplanes.row(bit).set(fitted.hyperplanes.data);
    if (offsets && fitted.offsets) offsets[bit] = fitted.offsets[0];
    onProgress?.(bit + 1, bits);
  }
  const convergence = joined(parts);
  if (convergence) onConvergence?.(convergence);
  return { hyperplanes, offsets };
}

function defaults(options: RidgeSolverOptions): Solving {
  const { ridge = 1, solver = 'auto', tolerance = 1e-4, maxIterations = 200 } = options;
  checkPositive('ridge', ridge);
  checkOneOf('solver', solver, ['auto', 'cholesky', 'conjugate-gradient']);
  checkPositive('tolerance', tolerance);
  checkWhole('maxIterations', maxIterations, 1, Number.MAX_SAFE_INTEGER);
  return { ridge, solver, tolerance, maxIterations };
}
