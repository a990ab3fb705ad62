import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { rbfLandmarks } from '../../../src/features/rbf-landmarks.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { svmDualCoordinateDescent } from '../../../src/learners/svm-dcd.ts';
import type { FitProgress } from '../../../src/models/fit-options.ts';
import { GraphRegularisedHashing } from '../../../src/models/graph-regularised-hashing.ts';
import type { GraphRegularisedHashingOptions } from '../../../src/models/grh-options.ts';
import { gaussianClasses } from '../../support/points.ts';
import { stubLearner } from './stub-learner.ts';

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

describe('fit of graph regularised hashing', () => {
  test('tells how far it is: iteration by iteration, up to the end of each', async () => {
    const steps: FitProgress[] = [];
    const hasher = hasherWith({ iterations: 3, alpha: 0.9 });
    await hasher.fit(points, labels, { onProgress: (step) => steps.push(step) });
    expect(steps.every(({ total }) => total === 30)).toBe(true);
    expect(steps[0]).toEqual({ step: 'first bits', done: 0, total: 30 });
    const done = steps.map((step) => step.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    for (const iteration of [1, 2, 3]) {
      const own = steps.filter((step) => step.iteration === iteration);
      expect(own.at(-1)).toEqual({
        step: `iteration ${iteration} of 3`,
        done: 10 * iteration,
        total: 30,
        iteration,
        iterations: 3,
        summary: hasher.summary[iteration - 1],
      });
    }
    const order = steps.slice(1).map(({ iteration }) => iteration);
    expect(order).toEqual(order.toSorted());
  });

  test('that is aborted rejects with the reason and leaves the hasher as it was', async () => {
    const reason = new Error('enough');
    const abortIn = (call: number) => {
      const controller = new AbortController();
      let calls = 0;
      const learner = stubLearner(() => {
        if (++calls === call) controller.abort(reason);
      });
      return { learner, signal: controller.signal };
    };
    const other = gaussianClasses({ rows: 50, classes: 2, dimensions: 4, distance: 1, seed: 7 });
    for (const call of [1, 2, 3]) {
      const { learner, signal } = abortIn(3 + call);
      const hasher = await hasherWith({ iterations: 3, learner }).fit(points, labels);
      const before = { ...hasher, planes: hasher.hyperplanes, mean: hasher.mean };
      const codes = hasher.encode(points);
      const { summary } = hasher;
      const fit = hasher.fit(other.points, other.labels, { signal });
      await expect(fit).rejects.toBe(reason);
      expect({ ...hasher, planes: hasher.hyperplanes, mean: hasher.mean }).toEqual(before);
      expect(hasher.summary).toBe(summary);
      expect(hasher.encode(points)).toEqual(codes);
    }
  });

  test('that is aborted before it begins rejects, also at 0 iterations', async () => {
    const signal = AbortSignal.abort(new Error('not now'));
    for (const iterations of [0, 1]) {
      const hasher = hasherWith({ iterations });
      await expect(hasher.fit(points, labels, { signal })).rejects.toThrow('not now');
      expect(() => hasher.encode(points)).toThrow('call fit(points) before using this hasher');
    }
  });

  test('that is aborted while an SVM is being fitted rejects', async () => {
    const controller = new AbortController();
    const learner = svmDualCoordinateDescent({ tolerance: 1e-12, maxEpochs: 1e9 });
    const fit = hasherWith({ learner }).fit(points, labels, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(fit).rejects.toMatchObject({ name: 'AbortError' });
  });

  test.each([
    ['of points', {}],
    ['of features', { featureMap: rbfLandmarks({ landmarks: 20 }) }],
  ])('hands out after each iteration what a fit of so many gives: %s', async (_, options) => {
    // Classes that no hyperplane parts: each iteration changes the bits.
    const labels = Int32Array.from({ length: 90 }, (_, i) => i % 3);
    const settings = { ...options, alpha: 0.6, seed: 5 };
    const told: GraphRegularisedHashing[] = [];
    const hasher = hasherWith({ ...settings, iterations: 3 });
    await hasher.fit(points, labels, {
      onIteration: async (soFar) => {
        told.push(soFar);
      },
    });
    expect(told.length).toBe(3);
    for (const [i, soFar] of told.entries()) {
      const short = await hasherWith({ ...settings, iterations: i + 1 }).fit(points, labels);
      expect(soFar.save()).toEqual(short.save());
      expect(soFar.encode(points)).toEqual(short.encode(points));
    }
    // Each is a hasher of its own.
    const [first, last] = [told[0], told[2]].map((soFar) => soFar.encode(points).words);
    expect(first).not.toEqual(last);
    hasher.dispose();
    told[0].dispose();
    expect(told[2].encode(points).words).toEqual(last);
  });

  test('waits for who is told of an iteration, keeps what it was handed when aborted', async () => {
    const controller = new AbortController();
    const learner = stubLearner();
    const told: [number, number][] = [];
    const fit = hasherWith({ iterations: 5, learner }).fit(points, labels, {
      signal: controller.signal,
      onIteration: async ({ iterations }) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        told.push([iterations, learner.calls.length]);
        if (iterations === 2) controller.abort(new Error('enough'));
      },
    });
    await expect(fit).rejects.toThrow('enough');
    expect(told).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  test('tells of no iteration where there is none, and passes on an error of who is told', async () => {
    const onIteration = () => {
      throw new Error('no room');
    };
    await hasherWith({ iterations: 0 }).fit(points, labels, { onIteration });
    const hasher = hasherWith();
    await expect(hasher.fit(points, labels, { onIteration })).rejects.toThrow('no room');
    expect(() => hasher.encode(points)).toThrow('call fit(points) before using this hasher');
  });

  test('passes on what the learner throws, and leaves the hasher as it was', async () => {
    const learner = stubLearner(({ points }) => {
      if (points.rows < 90) throw new Error('too few');
    });
    const hasher = await hasherWith({ learner }).fit(points, labels);
    const codes = hasher.encode(points);
    const few = points.selectRows([0, 1, 2]);
    await expect(hasher.fit(few, labels.subarray(0, 3))).rejects.toThrow('too few');
    expect(hasher.encode(points)).toEqual(codes);
  });

  test.each([
    [
      'another number of labels',
      points,
      labels.subarray(1),
      '90 points need as many labels, not 89',
    ],
    [
      'one class only',
      points,
      new Int32Array(90).fill(4),
      'labels must name at least two classes, but every label is 4',
    ],
    [
      'no points',
      new Matrix(new Float32Array(0), 0, 3),
      new Int32Array(0),
      'points must have at least one row',
    ],
    [
      'a value that is not finite',
      Matrix.from([
        [0, 1],
        [Number.NaN, 1],
      ]),
      Int32Array.of(0, 1),
      'points must be finite numbers, but row 1, column 0 is NaN',
    ],
  ])('refuses %s', async (_, points, labels, message) => {
    const fit = hasherWith().fit(points, labels);
    await expect(fit).rejects.toThrow(InvalidArgumentError);
    await expect(fit).rejects.toThrow(message);
  });
});
