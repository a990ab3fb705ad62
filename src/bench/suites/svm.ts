import { Matrix } from '../../core/matrix.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { columnMeans, normaliseRows, subtractMean } from '../../data/preprocess.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { HyperplaneLearner } from '../../learners/learner.ts';
import { svmDualCoordinateDescent } from '../../learners/svm-dcd.ts';
import { svmStochasticGradient } from '../../learners/svm-sgd.ts';
import { bitSigns } from '../../models/signs.ts';
import type { BenchCase, Contender } from '../harness.ts';
import { naivePegasos } from '../naive/pegasos.ts';
import { naiveSvm } from '../naive/svm.ts';
import { descriptorLike, randomMatrix } from '../random-data.ts';

const ROWS = 1198;
const DIMENSIONS = 512;
const BITS = 32;
const COST = 1;
const TOLERANCE = 0.01;
const EPOCHS = 5;
/** How far an objective may lie above the optimum, relative to it. */
const DUAL_GAP = 1e-3;
const PEGASOS_GAP = 0.15;

interface Problem {
  readonly points: Matrix;
  readonly signs: Int8Array;
  /** Per bit, a proven lower bound of the objective. */
  readonly lowerBounds: Float64Array;
}

/** 32 linear SVMs, one per bit: dual coordinate descent to 1e-3 of the optimum, and Pegasos. */
export function svmCases(backends: readonly Kernels[]): (() => BenchCase)[] {
  const sizes = `n=${ROWS} d=${DIMENSIONS} bits=${BITS}`;
  const orders = Array.from({ length: 1000 }, () => null as Uint32Array | null);
  const random = new RandomState(0);
  const order = (epoch: number) => {
    orders[epoch] ??= random.permutation(ROWS);
    return orders[epoch];
  };
  const dual = svmDualCoordinateDescent({ cost: COST, tolerance: TOLERANCE });
  const pegasos = svmStochasticGradient({ cost: COST, epochs: EPOCHS });
  return [
    () =>
      svmCase(backends, sizes, dual, DUAL_GAP, ({ points, signs }) =>
        naiveSvm(points.data, ROWS, DIMENSIONS, signs, BITS, COST, TOLERANCE, order),
      ),
    () =>
      svmCase(
        backends,
        `${sizes} pegasos epochs=${EPOCHS}`,
        pegasos,
        PEGASOS_GAP,
        ({ points, signs }) =>
          naivePegasos(points.data, ROWS, DIMENSIONS, signs, BITS, COST, EPOCHS, order),
      ),
  ];
}

function svmCase(
  backends: readonly Kernels[],
  name: string,
  learner: HyperplaneLearner,
  gap: number,
  naive: (problem: Problem) => Float32Array,
): BenchCase {
  const problem = makeProblem(backends[0]);
  const contender = (contenderName: string, fit: () => Promise<Matrix> | Matrix): Contender => ({
    name: contenderName,
    run: async () => {
      await fit();
    },
    verify: async () => isWithin(gap, problem, await fit()),
  });
  return {
    suite: 'svm',
    name,
    unit: 'bits/s',
    work: BITS,
    contenders: [
      ...backends.map((kernels) =>
        contender(kernels.name, () => learner.fit(kernels, problem.points, problem.signs, BITS)),
      ),
      contender('naive', () => new Matrix(naive(problem), BITS, DIMENSIONS)),
    ],
  };
}

/** Random bits of points like image descriptors, and what the dual proves of the optimum. */
function makeProblem(kernels: Kernels): Problem {
  const normalised = normaliseRows(kernels, descriptorLike(ROWS, DIMENSIONS, 9));
  const points = subtractMean(kernels, normalised, columnMeans(kernels, normalised));
  const signs = bitSigns(kernels, randomMatrix(BITS, DIMENSIONS, 10), points);
  const cost = new Float32Array(BITS).fill(COST);
  const solver = kernels.createDualCoordinateDescent({
    points,
    bits: BITS,
    signs,
    loss: 'hinge',
    positiveCost: cost,
    negativeCost: cost,
    tolerance: 1e-3,
  });
  const random = new RandomState(1);
  for (let epoch = 0; epoch < 300 && solver.epoch(random.permutation(ROWS)) > 0; epoch++);
  const dual = solver.dual();
  solver.dispose();
  const lowerBounds = Float64Array.from({ length: BITS }, (_, bit) =>
    dualObjective(points, signs, dual, bit),
  );
  return { points, signs, lowerBounds };
}

/** sum alpha - 1/2 |sum alpha y x|^2 in float64: no hyperplane can have a smaller objective. */
function dualObjective(points: Matrix, signs: Int8Array, dual: Float32Array, bit: number): number {
  const w = new Float64Array(points.cols);
  let sum = 0;
  for (let i = 0; i < points.rows; i++) {
    const alpha = dual[i * BITS + bit];
    if (alpha === 0) continue;
    sum += alpha;
    const row = points.row(i);
    for (let k = 0; k < w.length; k++) w[k] += alpha * signs[i * BITS + bit] * row[k];
  }
  return sum - w.reduce((squares, value) => squares + value * value, 0) / 2;
}

function isWithin(gap: number, problem: Problem, hyperplanes: Matrix): boolean {
  const { points, signs, lowerBounds } = problem;
  return lowerBounds.every((bound, bit) => {
    const w = hyperplanes.row(bit);
    let objective = w.reduce((squares, value) => squares + value * value, 0) / 2;
    for (let i = 0; i < points.rows; i++) {
      const row = points.row(i);
      let dot = 0;
      for (let k = 0; k < w.length; k++) dot += w[k] * row[k];
      objective += COST * Math.max(0, 1 - signs[i * BITS + bit] * dot);
    }
    return objective <= bound * (1 + gap);
  });
}
