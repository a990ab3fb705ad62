import { Matrix } from '../../core/matrix.ts';
import { RandomState } from '../../core/random/random-state.ts';
import type { Kernels } from '../../kernels/api.ts';
import { learningKernels } from '../../kernels/learning/kernels.ts';
import type { HyperplaneLearner } from '../../learners/learner.ts';
import { svmDualCoordinateDescent } from '../../learners/svm-dcd.ts';
import { svmStochasticGradient } from '../../learners/svm-sgd.ts';
import { bitSigns } from '../../models/signs.ts';
import { normaliseAndCentre } from '../../preparation/preprocess.ts';
import type { BenchCase, Contender } from '../harness.ts';
import { naivePegasos } from '../naive/pegasos.ts';
import { naiveSvm } from '../naive/svm.ts';
import { dualObjective, primalObjective, type SvmProblem } from '../oracles/svm.ts';
import { descriptorLike, randomMatrix } from '../random-data.ts';

/** Points and bits that are learned at once. */
export interface SvmSizes {
  readonly rows: number;
  readonly bits: number;
}

const SIZES: SvmSizes = { rows: 1198, bits: 32 };
const DIMENSIONS = 512;
const COST = 1;
const TOLERANCE = 0.01;
const EPOCHS = 5;
/** How far an objective may lie above the optimum, relative to it. */
const DUAL_GAP = 1e-3;
const PEGASOS_GAP = 0.15;

/** The problem with what is proven of its solution. */
export interface CheckedProblem extends SvmProblem {
  readonly name: string;
  /** Per bit, a lower bound of the objective. */
  readonly lowerBounds: Float64Array;
  /** Whether every bit's hyperplane is within `gap` of the optimum, relative to it. */
  isWithin(gap: number, hyperplanes: Matrix): boolean;
}

/** 32 linear SVMs, one a bit: dual coordinate descent to 1e-3 of the optimum, and Pegasos. */
export const svmCases = [
  (backends: readonly Kernels[]) => dualCase(backends),
  (backends: readonly Kernels[]) =>
    svmCase(
      backends,
      SIZES,
      ` pegasos epochs=${EPOCHS}`,
      svmStochasticGradient({ cost: COST, epochs: EPOCHS }),
      PEGASOS_GAP,
      ({ points: { data, rows }, signs, bits }) =>
        naivePegasos(data, rows, DIMENSIONS, signs, bits, COST, EPOCHS, permutations(rows)),
    ),
];

/** Dual coordinate descent to 1e-3 of the optimum. */
export function dualCase(backends: readonly Kernels[], sizes: SvmSizes = SIZES): BenchCase {
  return svmCase(
    backends,
    sizes,
    '',
    dualLearner(),
    DUAL_GAP,
    ({ points: { data, rows }, signs, bits }) =>
      naiveSvm(data, rows, DIMENSIONS, signs, bits, COST, TOLERANCE, permutations(rows)),
  );
}

/** Dual coordinate descent with the tolerance that brings every bit to {@link DUAL_GAP}. */
export function dualLearner(): HyperplaneLearner {
  return svmDualCoordinateDescent({ cost: COST, tolerance: TOLERANCE, gap: 1 });
}

/** How far from the optimum {@link dualLearner} may end. */
export const SVM_GAP = DUAL_GAP;

function svmCase(
  backends: readonly Kernels[],
  sizes: SvmSizes,
  variant: string,
  learner: HyperplaneLearner,
  gap: number,
  naive: (problem: SvmProblem) => Float32Array,
): BenchCase {
  const problem = svmProblem(backends[0], sizes);
  const { bits } = problem;
  const contender = (name: string, fit: () => Promise<Matrix> | Matrix): Contender => ({
    name,
    run: async () => {
      await fit();
    },
    verify: async () => problem.isWithin(gap, await fit()),
  });
  return {
    suite: 'svm',
    name: problem.name + variant,
    unit: 'bits/s',
    work: bits,
    contenders: [
      ...backends.map((kernels) =>
        contender(kernels.name, () => learner.fit(kernels, problem.points, problem.signs, bits)),
      ),
      contender('naive', () => new Matrix(naive(problem), bits, DIMENSIONS)),
    ],
  };
}

/** Random bits of points like image descriptors, and what the dual proves of the optimum. */
export function svmProblem(kernels: Kernels, { rows, bits } = SIZES): CheckedProblem {
  const points = normaliseAndCentre(kernels, descriptorLike(rows, DIMENSIONS, 9));
  const signs = bitSigns(kernels, randomMatrix(bits, DIMENSIONS, 10), points);
  const problem: SvmProblem = { points, bits, signs, cost: COST };
  const dual = solveDual(kernels, problem);
  const lowerBounds = Float64Array.from({ length: bits }, (_, bit) =>
    dualObjective(problem, dual, bit),
  );
  const isWithin = (gap: number, hyperplanes: Matrix) =>
    lowerBounds.every(
      (bound, bit) => primalObjective(problem, hyperplanes, bit) <= bound * (1 + gap),
    );
  const name = `n=${rows} d=${DIMENSIONS} bits=${bits}`;
  return { ...problem, name, lowerBounds, isWithin };
}

function solveDual(kernels: Kernels, { points, signs, bits }: SvmProblem): Float32Array {
  const cost = new Float32Array(bits).fill(COST);
  const solver = learningKernels(kernels).createDualCoordinateDescent({
    points,
    bits,
    signs,
    loss: 'hinge',
    positiveCost: cost,
    negativeCost: cost,
    tolerance: TOLERANCE / 10,
  });
  try {
    const order = permutations(points.rows);
    for (let epoch = 0; epoch < 300 && solver.epoch(order(epoch)) > 0; epoch++);
    return solver.dual();
  } finally {
    solver.dispose();
  }
}

/** The permutation of each epoch, drawn once. */
function permutations(rows: number): (epoch: number) => Uint32Array {
  const random = new RandomState(0);
  const orders: Uint32Array[] = [];
  return (epoch) => {
    while (orders.length <= epoch) orders.push(random.permutation(rows));
    return orders[epoch];
  };
}
