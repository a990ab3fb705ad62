import { describe, expect, test } from 'vitest';
import { rbfLandmarks } from '../../../src/features/rbf-landmarks.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import type { HyperplaneLearner } from '../../../src/learners/learner.ts';
import { ridge } from '../../../src/learners/ridge/ridge.ts';
import { svmDualCoordinateDescent } from '../../../src/learners/svm-dcd.ts';
import { loadHasher } from '../../../src/models/fitted-hasher.ts';
import { GraphRegularisedHashing } from '../../../src/models/graph-regularised-hashing.ts';
import { InitialisedHashing } from '../../../src/models/initialised-hashing.ts';
import { itqCcaInitialiser } from '../../../src/models/initialisers/itq-cca.ts';
import { sklshInitialiser } from '../../../src/models/initialisers/sklsh.ts';
import { gaussianClasses, gaussianPoints } from '../../support/points.ts';

const kernels = createKernelsSync();
const { points, labels } = gaussianClasses({
  rows: 150,
  classes: 3,
  dimensions: 5,
  distance: 2,
  seed: 3,
});

/** Share of pairs of equal codes, among pairs of one class and among others. */
function collisions(hasher: GraphRegularisedHashing, given = points, classes = labels) {
  const codes = hasher.encode(given);
  const counts = { same: [0, 0], other: [0, 0] };
  for (let i = 0; i < given.rows; i++) {
    for (let m = 0; m < i; m++) {
      const pair = counts[classes[i] === classes[m] ? 'same' : 'other'];
      pair[0] += Number(codes.code(i).join() === codes.code(m).join());
      pair[1]++;
    }
  }
  return { same: counts.same[0] / counts.same[1], other: counts.other[0] / counts.other[1] };
}

describe('graph regularised hashing', () => {
  test('with no iteration keeps the bits of any initialiser', async () => {
    for (const initialiser of [itqCcaInitialiser(), sklshInitialiser()]) {
      const options = { kernels, bits: 9, seed: 2, initialiser };
      const first = await new InitialisedHashing(options).fit(points, labels);
      const grh = await new GraphRegularisedHashing({ ...options, iterations: 0 }).fit(
        points,
        labels,
      );
      expect(grh.encode(points)).toEqual(first.encode(points));
      expect(grh.featureMap).toEqual(first.featureMap);
    }
  });

  test('on kernel features separates a class that surrounds another, which no hyperplane can', async () => {
    const rings = gaussianPoints(300, 2, 7);
    const classes = Int32Array.from({ length: 300 }, (_, i) => i % 2);
    classes.forEach((inner, i) => {
      const x = rings.row(i);
      const scale = (inner ? 0.5 : 3) / Math.hypot(x[0], x[1]);
      x[0] *= scale;
      x[1] *= scale;
    });
    const train = (options: object) =>
      new GraphRegularisedHashing({ kernels, bits: 4, seed: 1, normalise: false, ...options }).fit(
        rings,
        classes,
      );
    const linear = collisions(await train({ learner: ridge({ ridge: 0.1 }) }), rings, classes);
    const featureMap = rbfLandmarks({ landmarks: 60 });
    for (const learner of [
      ridge({ ridge: 0.1 }),
      ridge({ ridge: 0.1, bias: true }),
      svmDualCoordinateDescent({ cost: 100 }),
      svmDualCoordinateDescent({ cost: 100, bias: true, loss: 'squared-hinge' }),
    ]) {
      const curved = collisions(await train({ learner, featureMap }), rings, classes);
      expect(curved.same).toBeGreaterThan(0.85);
      expect(curved.other).toBeLessThan(0.05);
    }
    expect(linear.same - linear.other).toBeLessThan(0.5);
  });

  test('is saved and loaded with its features, and tells its parts', async () => {
    const hasher = new GraphRegularisedHashing({
      kernels,
      bits: 7,
      iterations: 2,
      initialiser: itqCcaInitialiser(),
      featureMap: rbfLandmarks({ landmarks: 20, choice: 'k-means++' }),
      learner: ridge({ ridge: 0.3, bias: true }),
    });
    await hasher.fit(points, labels);
    expect([hasher.dimensions, hasher.hyperplanes.cols]).toEqual([5, 20]);
    expect(hasher.description.settings).toMatchObject({
      learner: { name: 'ridge', ridge: 0.3, bias: true },
      initialiser: { name: 'itq-cca', iterations: 50 },
      featureMap: { name: 'rbf', landmarks: 20, choice: 'k-means++' },
    });
    const loaded = loadHasher(kernels, hasher.save());
    expect(loaded.projections(points)).toEqual(hasher.projections(points));
    for (const backend of ['wasm', 'typescript'] as const) {
      const other = loadHasher(createKernelsSync({ backend }), hasher.save());
      expect(other.encode(points)).toEqual(hasher.encode(points));
    }
  });

  test('adds the offsets of a learner with a bias', async () => {
    // All points on one side of the origin: without an offset a bit can hardly have two sides.
    const far = gaussianPoints(150, 5, 3);
    for (let i = 0; i < 150; i++) far.row(i)[labels[i]] += 2;
    for (let i = 0; i < far.data.length; i++) far.data[i] += 20;
    const train = (bias: boolean) =>
      new GraphRegularisedHashing({
        kernels,
        bits: 8,
        normalise: false,
        centre: false,
        initialiser: itqCcaInitialiser(),
        learner: ridge({ bias }),
      }).fit(far, labels);
    expect((await train(false)).offsets).toBeNull();
    const hasher = await train(true);
    expect(hasher.offsets).toHaveLength(8);
    const { same, other } = collisions(hasher, far);
    expect(same).toBeGreaterThan(other + 0.2);
  });

  test('learns the same by a learner that takes features part by part as by one that does not', async () => {
    const learner = ridge({ ridge: 0.1 });
    const whole: HyperplaneLearner = { ...learner, fitRows: undefined };
    const train = async (learner: HyperplaneLearner) => {
      const featureMap = rbfLandmarks({ landmarks: 40, seed: 1 });
      const options = { kernels, bits: 8, seed: 3, iterations: 3, alpha: 0.9, learner, featureMap };
      const { hyperplanes, offsets, summary } = await new GraphRegularisedHashing(options).fit(
        points,
        labels,
      );
      return { hyperplanes, offsets, summary };
    };
    expect(learner.fitRows).toBeTypeOf('function');
    expect(await train(learner)).toEqual(await train(whole));
  });

  test('learns the same on every backend', async () => {
    const files = await Promise.all(
      (['wasm-simd', 'wasm', 'typescript'] as const).map(async (backend) => {
        const hasher = new GraphRegularisedHashing({
          kernels: createKernelsSync({ backend }),
          bits: 9,
          initialiser: itqCcaInitialiser(),
          featureMap: rbfLandmarks({ landmarks: 30 }),
          learner: ridge(),
        });
        return (await hasher.fit(points, labels)).save();
      }),
    );
    expect(files[1]).toEqual(files[0]);
    expect(files[2]).toEqual(files[0]);
  });
});
