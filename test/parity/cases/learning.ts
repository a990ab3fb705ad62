import { Matrix } from '../../../src/core/matrix.ts';
import { startFeatureMap } from '../../../src/features/start-feature-map.ts';
import type { Kernels } from '../../../src/kernels/api.ts';
import { featureKernels } from '../../../src/kernels/features/kernels.ts';
import { learningKernels } from '../../../src/kernels/learning/kernels.ts';
import { composedMaps } from '../../support/feature-maps.ts';
import { embed, KINDS, operands, randomSource, SLOW_KINDS } from '../../support/inputs.ts';
import { bytesOf, type ParityCase, soiled, whileResident } from '../../support/parity-case.ts';

const COLS = [1, 7, 16, 33];
const ROWS = [1, 4, 5, 67];
const FEATURES = [1, 8, 13];

/** Feature maps, Gram matrices, Cholesky factors and passive-aggressive steps. */
export function* learningCases(): Generator<ParityCase> {
  for (const kind of Object.keys(KINDS)) {
    for (const cols of COLS) {
      for (const rows of ROWS) {
        for (const features of FEATURES) {
          const name = `${rows} x ${cols}, ${features}`;
          const { left, right } = operands(kind, rows, features, cols);
          yield* featureCases(kind, name, left, right);
          yield* passiveAggressiveCases(kind, name, left, right);
        }
        yield gramCase(kind, operands(kind, rows, 0, cols).left);
      }
    }
  }
  // More rows than a block, more columns than a panel.
  for (const rows of [255, 256, 257, 600]) yield gramCase('cancelling', tall(rows, 19));
  for (const size of [1, 2, 3, 4, 5, 31, 32, 33, 64, 71]) {
    for (const further of [0, 1, 5]) yield choleskyCase(size, further);
  }
  yield manyRows();
  yield* composedCases();
}

/** New pages of memory full of infinities, given back: what is taken for zero is not. */
function growAndSoil(kernels: Kernels): void {
  const data = new Float32Array(2 ** 17).fill(Number.POSITIVE_INFINITY);
  const landmarks = new Matrix(data, 8, 2 ** 14);
  featureKernels(kernels).createFeatureMap({ kind: 'rbf', landmarks, width: 1 }).dispose();
}

function tall(rows: number, cols: number): Matrix {
  return operands('cancelling', rows, 1, cols).left;
}

function* featureCases(
  kind: string,
  name: string,
  points: Matrix,
  weights: Matrix,
): Generator<ParityCase> {
  const phases = Float32Array.from({ length: weights.rows }, (_, j) => j - 3.5);
  const models = [
    { kind: 'rbf', landmarks: weights, width: 3 },
    { kind: 'fourier', frequencies: weights, phases },
  ] as const;
  for (const model of models) {
    const run = (kernels: Kernels) =>
      whileResident(featureKernels(kernels).createFeatureMap(model), (map) => {
        // Memory that has grown since the landmarks were stored.
        if (points.rows === 5) growAndSoil(kernels);
        const out = soiled(new Float32Array(points.rows * weights.rows));
        map.map(points.data, points.rows, out);
        return bytesOf(out);
      });
    yield { family: `features, ${model.kind}, ${kind}`, name, run };
  }
}

/** Rows that need several batches of scratch memory. */
function manyRows(): ParityCase {
  const { left, right } = operands('ordinary', 1500, 9, 100);
  const model = { kind: 'rbf', landmarks: right, width: 30 } as const;
  const run = (kernels: Kernels) =>
    whileResident(featureKernels(kernels).createFeatureMap(model), (map) => {
      const out = new Float32Array(left.rows * right.rows);
      map.map(left.data, left.rows, out);
      return bytesOf(out);
    });
  return { family: 'features, rbf, many rows', name: '1500 x 100', run };
}

/** Networks, probabilities and joined parts, of few rows and of many, prepared or not. */
function* composedCases(): Generator<ParityCase> {
  for (const cols of [1, 6, 33]) {
    for (const [kind, model] of Object.entries(composedMaps(cols))) {
      for (const rows of [1, 5, 700]) {
        const points = operands('ordinary', rows, 0, cols).left;
        const run = (kernels: Kernels) =>
          whileResident(startFeatureMap(kernels, model), (map) => {
            const plain = soiled(new Float32Array(rows * map.features));
            map.map(points.data, rows, plain);
            const prepared = soiled(plain.slice());
            map.map(points.data, rows, prepared, { normalise: true, mean: points.row(0) });
            return bytesOf(plain, prepared);
          });
        yield { family: `features, ${kind}`, name: `${rows} x ${cols}`, run };
      }
    }
  }
}

function gramCase(kind: string, points: Matrix): ParityCase {
  const run = (kernels: Kernels) =>
    whileResident(featureKernels(kernels).createGram(points.cols), (gram) => {
      gram.add(points.data, points.rows);
      if (points.rows === 5) growAndSoil(kernels);
      const first = gram.matrix();
      gram.add(points.data, Math.min(3, points.rows));
      return bytesOf(first, gram.matrix());
    });
  return { family: `Gram matrix, ${kind}`, name: `${points.rows} x ${points.cols}`, run };
}

/** A matrix that can be factorised, the same one with a bad pivot, and further rows. */
function choleskyCase(size: number, further: number): ParityCase {
  const run = (kernels: Kernels) => {
    const random = randomSource(size * 31 + further);
    const rows = size + further;
    const matrix = Float64Array.from({ length: rows * size }, () => random() - 0.5);
    for (let i = 0; i < size; i++) matrix[i * size + i] = size;
    const bad = matrix.slice();
    const at = Math.floor(size / 2);
    bad[at * size + at] = -1;
    const { factorise } = featureKernels(kernels);
    const found = Float64Array.of(factorise(matrix, rows, size), factorise(bad, rows, size));
    return bytesOf(found, matrix, bad);
  };
  return { family: 'Cholesky factor', name: `${size}, ${further} further rows`, run };
}

function* passiveAggressiveCases(
  kind: string,
  name: string,
  points: Matrix,
  hyperplanes: Matrix,
): Generator<ParityCase> {
  // Steps are divisions and products of many sizes: subnormals cost most there.
  if (SLOW_KINDS.includes(kind) && points.rows > 5) return;
  const bits = hyperplanes.rows;
  const { cols: dimensions } = points;
  const random = randomSource(points.rows * 7 + bits);
  const signs = Int8Array.from({ length: points.rows * bits }, () => (random() < 0.5 ? -1 : 1));
  for (const variant of ['pa-1', 'pa-2'] as const) {
    for (const start of [undefined, hyperplanes]) {
      const problem = { bits, dimensions, variant, cost: 0.3, hyperplanes: start };
      const run = (kernels: Kernels) =>
        whileResident(learningKernels(kernels).createPassiveAggressive(problem), (learner) => {
          const given = embed(points.data, 1);
          learner.update(given, signs, points.rows);
          const first = learner.hyperplanes().data;
          learner.update(given, signs, points.rows);
          return bytesOf(first, learner.hyperplanes().data);
        });
      yield { family: `${variant}, ${start ? 'warm' : 'cold'}, ${kind}`, name, run };
    }
  }
}
