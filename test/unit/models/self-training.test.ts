import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../src/core/matrix.ts';
import { mapFeatures } from '../../../src/features/map-features.ts';
import { startFeatureMap } from '../../../src/features/start-feature-map.ts';
import { graphFromEdges } from '../../../src/graph/graph.ts';
import { spreadScores } from '../../../src/graph/label-spreading.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { featureKernels } from '../../../src/kernels/features/kernels.ts';
import { prepareLandmarks } from '../../../src/models/self-training/landmark-basis.ts';
import {
  factoriseWithRidge,
  inBatches,
  solveInPlace,
} from '../../../src/models/self-training/linear-systems.ts';
import {
  solveStudents,
  studentTargets,
  teacherScores,
} from '../../../src/models/self-training/student.ts';
import { fitTeachers } from '../../../src/models/self-training/teacher.ts';
import { gaussianClasses, gaussianPoints } from '../../support/points.ts';

const kernels = createKernelsSync();

/** a times b, each a list of rows. */
function product(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
}

const rowsOf = (m: Matrix) => Array.from({ length: m.rows }, (_, i) => Array.from(m.row(i)));
const turned = (rows: readonly (readonly number[])[]) =>
  rows[0].map((_, j) => rows.map((row) => row[j]));

function expectClose(a: readonly number[][], b: readonly number[][], digits: number): void {
  const expected = b.flat();
  a.flat().forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], digits);
  });
}

describe('linear systems', () => {
  test('a solution times the matrix gives the right-hand sides', () => {
    const points = rowsOf(gaussianPoints(9, 6, 1));
    const gram = product(turned(points), points);
    const factor = factoriseWithRidge(
      featureKernels(kernels),
      () => Float64Array.from(gram.flat()),
      6,
      0.5,
    );
    const b = Float64Array.from({ length: 12 }, (_, i) => i - 5);
    const x = b.slice();
    solveInPlace(factor, x, 2);
    const solution = Array.from({ length: 6 }, (_, i) => Array.from(x.slice(2 * i, 2 * i + 2)));
    const system = gram.map((row, i) => row.map((value, j) => value + (i === j ? 0.5 : 0)));
    expectClose([product(system, solution).flat()], [Array.from(b)], 9);
  });

  test('a matrix that rounding left indefinite gets a larger ridge', () => {
    const matrix = Float64Array.of(1, 1.001, 1.001, 1);
    const factor = factoriseWithRidge(featureKernels(kernels), () => matrix.slice(), 2, 1e-5);
    expect(factor.ridge).toBeCloseTo(1e-2, 12);
  });

  test('batches cover all rows, and an abort ends them', async () => {
    const seen: number[] = [];
    await inBatches(7, 3, (first, end) => seen.push(first, end));
    expect(seen).toEqual([0, 3, 3, 6, 6, 7]);
    const work = inBatches(7, 3, () => {}, { signal: AbortSignal.abort(new Error('enough')) });
    await expect(work).rejects.toThrow('enough');
  });
});

/** Labelled points of three classes; a third of them in each fold. */
function taught() {
  const { points, labels } = gaussianClasses({
    rows: 30,
    classes: 3,
    dimensions: 4,
    distance: 1,
    seed: 2,
  });
  const targets = new Matrix(new Float32Array(90), 30, 3);
  labels.forEach((label, i) => {
    targets.row(i)[label] = 1;
  });
  const foldOf = Uint8Array.from({ length: 30 }, (_, i) => Math.floor(i / 10));
  return { points, targets, foldOf, folds: 3, labels };
}

describe('teachers', () => {
  test('solve kernel ridge regression on the folds that they see', async () => {
    const problem = taught();
    const { weights, featureMap, settings, shares } = await fitTeachers(kernels, problem);
    const similarities = rowsOf(mapFeatures(startFeatureMap(kernels, featureMap), problem.points));
    for (let fold = 0; fold <= 3; fold++) {
      const kept = Array.from({ length: 30 }, (_, i) => i).filter(
        (i) => problem.foldOf[i] !== fold,
      );
      for (let c = 0; c < 3; c++) {
        const w = weights.row(fold * 3 + c);
        for (let i = 0; i < 30; i++) if (!kept.includes(i)) expect(w[i]).toBe(0);
        for (const i of kept) {
          const fitted = kept.reduce((sum, k) => sum + similarities[i][k] * w[k], 0);
          const target = problem.targets.row(i)[c] - shares[c];
          expect(fitted + settings.ridge * w[i]).toBeCloseTo(target, 5);
        }
      }
    }
  });

  test('keep the settings of the smallest error on points left out', async () => {
    const { settings, trials } = await fitTeachers(kernels, taught());
    const least = trials.toSorted((a, b) => a.error - b.error)[0];
    expect(trials).toHaveLength(5);
    expect(settings).toEqual({ relativeWidth: least.relativeWidth, ridge: least.ridge });
  });

  test('score points by all models, about the shares of the classes', async () => {
    const problem = taught();
    const teachers = await fitTeachers(kernels, problem);
    const others = gaussianPoints(300, 4, 8);
    const scores = await teacherScores(kernels, teachers, others);
    const features = rowsOf(mapFeatures(startFeatureMap(kernels, teachers.featureMap), others));
    const expected = product(features, turned(rowsOf(teachers.weights)));
    expectClose(
      rowsOf(scores),
      expected.map((row) => row.map((value, j) => value + teachers.shares[j % 3])),
      4,
    );
    // Targets less their shares sum to 0 in each row, and so do scores less the shares.
    for (const row of rowsOf(scores)) {
      expect(row.slice(0, 3).reduce((a, b) => a + b)).toBeCloseTo(1, 4);
    }
  });
});

describe('what students learn', () => {
  const scores = Matrix.from([
    [0.6, 0.3, 0.2, 0.8],
    [-0.1, 0, -1, -2],
    [0.5, 0.5, 0.1, 0.2],
  ]);
  // Two models of two classes: without fold 0, and all.
  const problem = {
    points: scores,
    labelledRows: Uint32Array.of(2),
    classOf: Uint32Array.of(1),
    foldOf: Uint8Array.of(0),
    graph: null,
  };

  test('is the sharpened scores, and the label where it may be known', () => {
    const [squared, cubed] = studentTargets(problem, scores, 2, [
      { sharpening: 2, spreading: 0 },
      { sharpening: 3, spreading: 0 },
    ]);
    const share = (a: number, b: number, p: number) => a ** p / (a ** p + b ** p);
    for (const [targets, p] of [
      [squared, 2],
      [cubed, 3],
    ] as const) {
      const [first, second, third] = rowsOf(targets);
      expect(first[0]).toBeCloseTo(share(0.6, 0.3, p), 6);
      expect(first[3]).toBeCloseTo(share(0.8, 0.2, p), 6);
      expect(second).toEqual([0.5, 0.5, 0.5, 0.5]);
      expect(third).toEqual([0.5, 0.5, 0, 1]);
    }
  });

  test('is smooth over the graph', () => {
    const edges = { from: Uint32Array.of(0, 1, 1, 2), to: Uint32Array.of(1, 0, 2, 1) };
    const graph = graphFromEdges(3, { ...edges, weights: null });
    const [spread] = studentTargets({ ...problem, graph }, scores, 2, [
      { sharpening: 1, spreading: 0.5 },
    ]);
    const known = new Matrix(scores.data.slice(), 3, 4);
    known.data.set([0, 1], 10);
    const smooth = spreadScores(graph, known, { alpha: 0.5 });
    const [a, b] = smooth.row(0).map((value) => Math.max(0, value));
    expect(spread.row(0)[0]).toBeCloseTo(a / (a + b), 5);
  });
});

test('students solve ridge regression on the features of all points', async () => {
  const points = gaussianPoints(700, 5, 3);
  const basis = await prepareLandmarks(kernels, points, { landmarks: 20, relativeWidth: 1 });
  const targets = [gaussianPoints(700, 3, 4), gaussianPoints(700, 2, 5)];
  const [three, two] = await solveStudents(kernels, basis, points, targets);
  expect([three.rows, three.cols, two.rows]).toEqual([3, 20, 2]);
  const features = rowsOf(mapFeatures(startFeatureMap(kernels, basis.featureMap), points));
  const gram = product(turned(features), features);
  for (let i = 0; i < 20; i++) gram[i][i] += basis.factor.ridge;
  for (const [weights, target] of [
    [three, targets[0]],
    [two, targets[1]],
  ] as const) {
    expectClose(
      product(gram, turned(rowsOf(weights))),
      product(turned(features), rowsOf(target)),
      2,
    );
  }
});
