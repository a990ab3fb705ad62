import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import type { HashCodes } from '../../../src/core/hash-codes.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { RandomState } from '../../../src/core/random/random-state.ts';
import { hammingMeanAveragePrecision } from '../../../src/evaluation/hamming-ranking.ts';
import { regulariseByClass } from '../../../src/graph/class-labels.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { svmDualCoordinateDescent } from '../../../src/learners/svm-dcd.ts';
import { svmStochasticGradient } from '../../../src/learners/svm-sgd.ts';
import { GraphRegularisedHashing } from '../../../src/models/graph-regularised-hashing.ts';
import type { GraphRegularisedHashingOptions } from '../../../src/models/grh-options.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import { allBackends } from '../../support/backends.ts';
import { gaussianClasses, gaussianPoints } from '../../support/points.ts';
import { classDifference, stubLearner } from './stub-learner.ts';

const kernels = createKernelsSync({ backend: 'typescript' });
const { points, labels } = gaussianClasses({
  rows: 90,
  classes: 3,
  dimensions: 12,
  distance: 3,
  seed: 1,
});

function hasherWith(options: Partial<GraphRegularisedHashingOptions> = {}) {
  return new GraphRegularisedHashing({ kernels, bits: 10, ...options });
}

/** -1 and +1 for the bits of all codes. */
function signsOf(codes: HashCodes): Int8Array {
  return Int8Array.from({ length: codes.count * codes.bits }, (_, at) =>
    codes.bit(Math.floor(at / codes.bits), at % codes.bits) ? 1 : -1,
  );
}

describe('graph regularised hashing', () => {
  test.each(['paper', 'tutorial'] as const)('learns the same again (%s)', async (rule) => {
    const settings = { rule, alpha: 0.7, iterations: 2, seed: 4 };
    const a = await hasherWith(settings).fit(points, labels);
    const b = await hasherWith(settings).fit(points, labels);
    expect(a.hyperplanes).toEqual(b.hyperplanes);
    expect(a.summary).toEqual(b.summary);
    const again = a.hyperplanes.data.slice();
    await a.fit(points, labels);
    expect(a.hyperplanes.data).toEqual(again);
  });

  test('is LSH at 0 iterations', async () => {
    for (const settings of [{}, { normalise: false }, { centre: false, seed: 9 }]) {
      const lsh = new RandomHyperplanes({ kernels, bits: 10, ...settings }).fitSync(points);
      const grh = await hasherWith({ iterations: 0, ...settings }).fit(points, labels);
      expect(grh.hyperplanes).toEqual(lsh.hyperplanes);
      expect(grh.mean).toEqual(lsh.mean);
      expect(grh.encode(points)).toEqual(lsh.encode(points));
      expect(grh.summary).toEqual([]);
    }
  });

  test.each([
    { rule: 'paper', alpha: 1, iterations: 1, learner: svmDualCoordinateDescent() },
    { rule: 'paper', alpha: 0.9, iterations: 3, learner: svmDualCoordinateDescent() },
    { rule: 'tutorial', alpha: 0.25, iterations: 2, learner: svmStochasticGradient() },
  ] as const)(
    'learns the same hyperplanes and codes on every backend: $rule, $learner.name',
    async (settings) => {
      const learned = [];
      for (const kernels of allBackends()) {
        const hasher = await hasherWith({ kernels, bits: 35, ...settings }).fit(points, labels);
        const { hyperplanes, mean, summary } = hasher;
        learned.push({ hyperplanes, mean, summary, codes: hasher.encode(points) });
        hasher.dispose();
      }
      for (const other of learned.slice(1)) expect(other).toEqual(learned[0]);
    },
  );

  test('separates classes better than LSH, on points that it has not seen', async () => {
    const all = gaussianClasses({ rows: 500, classes: 4, dimensions: 24, distance: 4, seed: 2 });
    const part = (from: number, to: number) => ({
      points: new Matrix(all.points.data.subarray(from * 24, to * 24), to - from, 24),
      labels: all.labels.subarray(from, to),
    });
    const [train, queries, database] = [part(0, 100), part(100, 150), part(150, 500)];
    const quality = (hasher: RandomHyperplanes | GraphRegularisedHashing) =>
      hammingMeanAveragePrecision(
        kernels,
        { codes: hasher.encode(queries.points), labels: queries.labels },
        { codes: hasher.encode(database.points), labels: database.labels },
      ) ?? 0;
    for (const seed of [0, 1, 2]) {
      const settings = { kernels, bits: 16, seed };
      const lsh = quality(new RandomHyperplanes(settings).fitSync(train.points));
      const grh = new GraphRegularisedHashing(settings);
      expect(quality(await grh.fit(train.points, train.labels))).toBeGreaterThan(lsh + 0.25);
      expect(quality(grh)).toBeGreaterThan(0.85);
    }
  });

  test('gives its memory back', async () => {
    for (const kernels of allBackends()) {
      const use = async () => {
        const hasher = await hasherWith({ kernels, bits: 64 }).fit(points, labels);
        hasher.encode(points);
        hasher.dispose();
      };
      await use();
      const before = kernels.memoryBytes;
      for (let i = 0; i < 20; i++) await use();
      expect(kernels.memoryBytes).toBe(before);
    }
  });
});

describe('the learner', () => {
  test('is asked once an iteration, for prepared points and smoothed bits', async () => {
    const learner = stubLearner();
    const settings = { alpha: 0.6, iterations: 2, learner };
    const hasher = await hasherWith(settings).fit(points, labels);
    const lsh = new RandomHyperplanes({ kernels, bits: 10 }).fitSync(points);
    const initial = signsOf(lsh.encode(points));
    const [first, second, ...others] = learner.calls;
    expect(others).toEqual([]);
    expect([first.bits, first.points.rows, first.points.cols]).toEqual([10, 90, 12]);
    for (let i = 0; i < 90; i++) {
      const norm = Math.hypot(...points.row(i));
      points.row(i).forEach((value, d) => {
        const expected = value / norm - (lsh.mean?.[d] ?? Number.NaN);
        expect(first.points.row(i)[d]).toBeCloseTo(expected, 5);
      });
    }
    const step = { initial, bits: 10, labels, alpha: 0.6, rule: 'paper' } as const;
    expect(first.signs).toEqual(regulariseByClass(kernels, { ...step, signs: initial }));
    // The bits of the second iteration are those of the hyperplanes that the first one gave.
    const planes = classDifference(first.points, first.signs, 10);
    const between = await hasherWith({ ...settings, iterations: 1 }).fit(points, labels);
    expect(between.hyperplanes).toEqual(planes);
    const signs = signsOf(between.encode(points));
    expect(second.signs).toEqual(regulariseByClass(kernels, { ...step, signs }));
    expect(hasher.hyperplanes).toEqual(classDifference(second.points, second.signs, 10));
  });

  test("says how many bits the graph step changed: with the tutorial's alpha none", async () => {
    const initial = signsOf(
      new RandomHyperplanes({ kernels, bits: 10 }).fitSync(points).encode(points),
    );
    for (const alpha of [0.25, 1]) {
      const learner = stubLearner();
      const rule = alpha < 0.5 ? 'tutorial' : 'paper';
      const { summary } = await hasherWith({ learner, alpha, rule }).fit(points, labels);
      const changed = initial.filter((sign, at) => sign !== learner.calls[0].signs[at]).length;
      expect(summary).toEqual([
        { flippedShare: changed / 900, constantBits: 0, convergence: null },
      ]);
      expect(changed > 0).toBe(rule === 'paper');
    }
  });

  test('is an SVM by dual coordinate descent unless told otherwise', () => {
    const { learner, iterations, alpha, rule } = hasherWith();
    expect([learner.name, iterations, alpha, rule]).toEqual(['svm-dcd', 1, 1, 'paper']);
  });
});

describe('a bit on which all classes agree', () => {
  // Both classes lie on one side of the origin, so that most hyperplanes don't part them.
  const near = gaussianPoints(40, 5, 3);
  near.data.forEach((value, at) => {
    // Directions 53 degrees apart.
    near.data[at] = 0.3 * value + [2, (Math.floor(at / 5) % 2) * 2 - 1, 0, 0, 0][at % 5];
  });
  const halves = Int32Array.from({ length: 40 }, (_, i) => i % 2);
  const settings = { bits: 7, seed: 5, normalise: false, centre: false } as const;

  test('gets the next random hyperplane of the generator, and the learner is spared it', async () => {
    const learner = stubLearner();
    const hasher = await hasherWith({ ...settings, learner }).fit(near, halves);
    const random = new RandomState(5);
    const initial = Array.from({ length: 5 }, () =>
      Array.from({ length: 7 }, () => random.randn()),
    );
    const constant = [0, 1, 2, 3, 4, 5, 6].filter((bit) => isConstant(bit));
    expect(constant.length).toBeGreaterThan(2);
    expect(constant.length).toBeLessThan(7);
    expect(hasher.summary[0].constantBits).toBe(constant.length);
    expect(learner.calls[0].bits).toBe(7 - constant.length);
    for (const bit of constant) {
      const fresh = Float32Array.from({ length: 5 }, () => random.randn());
      expect(hasher.hyperplanes.row(bit)).toEqual(fresh);
    }
    const learned = classDifference(near, learner.calls[0].signs, 7 - constant.length);
    const others = [0, 1, 2, 3, 4, 5, 6].filter((bit) => !constant.includes(bit));
    others.forEach((bit, i) => {
      expect(hasher.hyperplanes.row(bit)).toEqual(learned.row(i));
    });

    /** Whether the majority of either class lies on the same side of hyperplane `bit`. */
    function isConstant(bit: number): boolean {
      const sums = [0, 0];
      for (let i = 0; i < 40; i++) {
        const projection = near.row(i).reduce((sum, v, d) => sum + v * initial[d][bit], 0);
        sums[halves[i]] += projection >= 0 ? 1 : -1;
      }
      return sums[0] >= 0 === sums[1] >= 0;
    }
  });

  test('spares the learner altogether where all bits are such', async () => {
    const far = new Matrix(
      near.data.map((value, at) => value + (at % 5 === 0 ? 1000 : 0)),
      40,
      5,
    );
    const learner = stubLearner();
    const hasher = await hasherWith({ ...settings, learner }).fit(far, halves);
    expect(learner.calls).toEqual([]);
    expect(hasher.summary).toEqual([{ flippedShare: 0, constantBits: 7, convergence: null }]);
    const lsh = new RandomHyperplanes({ kernels, ...settings }).fitSync(far);
    expect(hasher.hyperplanes).not.toEqual(lsh.hyperplanes);
  });
});

describe('graph regularised hashing refuses', () => {
  test.each([
    [{ iterations: -1 }, 'iterations must be a whole number from 0 to 1000, not -1'],
    [{ iterations: 1.5 }, 'iterations must be a whole number from 0 to 1000, not 1.5'],
    [{ alpha: -0.1 }, 'alpha must be from 0 to 1, not -0.1'],
    [{ alpha: Number.NaN }, 'alpha must be from 0 to 1, not NaN'],
    [{ rule: 'both' as never }, 'rule must be one of paper, tutorial, not "both"'],
    [{ bits: 0 }, 'bits must be a whole number from 1 to 4096, not 0'],
    [{ seed: -1 }, 'seed must be a whole number from 0 to 4294967295, not -1'],
  ])('%o', (settings, message) => {
    expect(() => hasherWith(settings)).toThrow(InvalidArgumentError);
    expect(() => hasherWith(settings)).toThrow(message);
  });
});
