import { checkWhole } from '../core/checks.ts';
import type { Matrix } from '../core/matrix.ts';
import { checkOptions } from '../core/options.ts';
import type { Kernels } from '../kernels/api.ts';
import { createPegasos } from '../kernels/learning/kernels.ts';
import { checkCost, checkFit, runEpochs } from './fitting.ts';
import type { HyperplaneLearner, LearnerFitOptions } from './learner.ts';

/** Settings of `svmStochasticGradient`. */
export interface SvmStochasticGradientOptions {
  /** C, the weight of the losses against the margin's width. Default 1. */
  readonly cost?: number | undefined;
  /** Passes over the points. Default 5. */
  readonly epochs?: number | undefined;
  /** Seed of the permutations: a whole number from 0 to 2^32 - 1. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * One linear SVM without bias per bit, with hinge loss, by averaged stochastic subgradient descent
 * (Pegasos) on lambda/2 |w|^2 + 1/n sum_i max(0, 1 - y_i w.x_i) with lambda = 1 / (C n), the
 * objective of `svmDualCoordinateDescent` over C n. Step t has size 1 / (lambda t):
 * w <- (1 - 1/t) w + [y w.x < 1] y x / (lambda t). The result is the average of all iterates,
 * iterate t with weight t. Progress counts epochs.
 *
 * Cost: epochs x rows x bits x dimensions multiply-adds, three times that where the margin is
 * violated. Fixed effort instead of a guarantee: good for small C; DCD is the better choice where
 * C is above 1 or the optimum matters.
 *
 * Source: Shalev-Shwartz, Singer, Srebro and Cotter, "Pegasos: primal estimated sub-gradient solver
 * for SVM", Mathematical Programming 2011; weights of the average from Lacoste-Julien, Schmidt and
 * Bach, "A simpler approach to obtaining an O(1/t) convergence rate", 2012.
 *
 * @throws InvalidArgumentError if a setting is out of range.
 */
export function svmStochasticGradient(
  options: SvmStochasticGradientOptions = {},
): HyperplaneLearner {
  checkOptions('svmStochasticGradient', options, { cost: 1, epochs: 1, seed: 1 });
  const { cost = 1, epochs = 5, seed = 0 } = options;
  checkCost(cost);
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
    const lambda = 1 / (cost * points.rows);
    const solver = createPegasos(kernels, { points, bits, signs, lambda });
    let done = 0;
    const epoch = (order: Uint32Array) => {
      solver.epoch(order);
      return { done: ++done, total: epochs };
    };
    try {
      await runEpochs(points.rows, epochs, seed, epoch, fitOptions);
      return solver.hyperplanes();
    } finally {
      solver.dispose();
    }
  }

  return { name: 'svm-sgd', settings: { cost, epochs, seed }, fit };
}
