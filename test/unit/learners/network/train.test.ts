import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../src/core/errors.ts';
import { Matrix } from '../../../../src/core/matrix.ts';
import { BACKENDS } from '../../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import {
  NETWORK_LOSSES,
  type NetworkLoss,
  type TrainedNetwork,
} from '../../../../src/learners/network/network.ts';
import {
  cosineRate,
  type NetworkEpoch,
  trainNetwork,
} from '../../../../src/learners/network/train.ts';
import { randomSource } from '../../../support/inputs.ts';
import { labelledPoints } from '../../../support/labelled-points.ts';
import { meanLoss, scoresOf } from './network-oracle.ts';

const kernels = createKernelsSync();
const SMALL = { hidden: [24], epochs: 30, batch: 16, learningRate: 0.01, seed: 3 };

/** One output a class: probabilities, or -1 and +1. */
function classTargets(labels: ArrayLike<number>, classes: number, loss: NetworkLoss): Matrix {
  const targets = new Float32Array(labels.length * classes).fill(loss === 'softmax' ? 0 : -1);
  for (let i = 0; i < labels.length; i++) targets[i * classes + labels[i]] = 1;
  return new Matrix(targets, labels.length, classes);
}

function problemFor(loss: NetworkLoss, rows = 120, cols = 7) {
  const { points, labels } = labelledPoints(rows, cols, { classes: 3, spread: 0.5, seed: 1 });
  return { points, labels, targets: classTargets(labels, 3, loss), loss };
}

function scores({ features, output }: TrainedNetwork, points: Matrix): number[][] {
  return Array.from({ length: points.rows }, (_, i) =>
    scoresOf([...features.layers, output], [...points.row(i)]),
  );
}

function bytes({ features, output, losses }: TrainedNetwork) {
  return [...features.layers, output].flatMap(({ weights, offsets }) => [
    weights.data,
    offsets,
    losses,
  ]);
}

describe.each(NETWORK_LOSSES)('a network trained by %s', (loss) => {
  test.each([[[24]], [[20, 10]]])('with %j units tells classes apart', async (hidden) => {
    const { points, labels, targets } = problemFor(loss);
    const network = await trainNetwork(kernels, { points, targets, loss }, { ...SMALL, hidden });
    const right = scores(network, points).filter(
      (row, i) => row.indexOf(Math.max(...row)) === labels[i],
    );
    expect(right.length).toBeGreaterThan(114);
    expect(network.losses).toHaveLength(30);
    expect(network.losses[29]).toBeLessThan(network.losses[0] / 2);
  });

  test('is the same on every backend, with dropout and mixup', async () => {
    const { points, targets } = problemFor(loss, 45, 5);
    const settings = { ...SMALL, hidden: [9, 10], epochs: 6, mixup: 0.4, inputDropout: 0.1 };
    const trained = [];
    for (const backend of BACKENDS) {
      const own = createKernelsSync({ backend });
      trained.push(bytes(await trainNetwork(own, { points, targets, loss }, settings)));
    }
    expect(trained[1]).toEqual(trained[0]);
    expect(trained[2]).toEqual(trained[0]);
  });
});

describe('training a network', () => {
  test('differs by seed alone', async () => {
    const problem = problemFor('softmax', 30);
    const { points, targets, loss } = problem;
    const train = async (seed: number) =>
      bytes(await trainNetwork(kernels, { points, targets, loss }, { ...SMALL, epochs: 2, seed }));
    expect(await train(1)).toEqual(await train(1));
    expect(await train(1)).not.toEqual(await train(2));
  });

  test('does not depend on the scale of points, for powers of two', async () => {
    const { points, targets, loss } = problemFor('softmax', 40);
    const small = new Matrix(
      points.data.map((value) => value / 1024),
      points.rows,
      points.cols,
    );
    const settings = { ...SMALL, epochs: 3 };
    const usual = await trainNetwork(kernels, { points, targets, loss }, settings);
    const found = await trainNetwork(kernels, { points: small, targets, loss }, settings);
    const [first] = usual.features.layers;
    expect(found.losses).toEqual(usual.losses);
    expect(found.features.layers[0].weights.data).toEqual(first.weights.data.map((w) => w * 1024));
    expect(found.output).toEqual(usual.output);
  });

  test('tells of epochs, and can be stopped', async () => {
    const { points, targets, loss } = problemFor('softmax', 30);
    const steps: number[][] = [];
    const epochs: NetworkEpoch[] = [];
    const { losses } = await trainNetwork(
      kernels,
      { points, targets, loss },
      { ...SMALL, epochs: 3 },
      {
        onProgress: (done, total) => steps.push([done, total]),
        onEpoch: (epoch) => epochs.push(epoch),
      },
    );
    expect(steps).toEqual([
      [2, 6],
      [4, 6],
      [6, 6],
    ]);
    expect(epochs.map(({ epoch, loss: mean }) => [epoch, mean])).toEqual(
      losses.map((l, i) => [i + 1, l]),
    );
    const stop = new AbortController();
    const stopped = trainNetwork(kernels, { points, targets, loss }, SMALL, {
      signal: stop.signal,
      onEpoch: () => stop.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  test('keeps the epoch that does best on points for validation', async () => {
    const { points, targets, loss } = problemFor('softmax');
    // Other points, of which the last have wrong targets: later epochs do worse on them.
    const wrong = new Matrix(targets.data.slice().reverse(), targets.rows, targets.cols);
    const validation = { points, targets: wrong };
    const told: number[] = [];
    const network = await trainNetwork(kernels, { points, targets, loss }, SMALL, {
      validation,
      onEpoch: ({ validationLoss }) => told.push(validationLoss ?? Number.NaN),
    });
    const best = Math.min(...told);
    expect(told.at(-1)).toBeGreaterThan(best);
    const layers = [...network.features.layers, network.output];
    const found = meanLoss(layers, loss, points.data, wrong.data, points.rows);
    expect(found).toBeCloseTo(best, 4);
  });

  test('refuses points for validation of another shape', async () => {
    const { points, targets, loss } = problemFor('softmax');
    const validation = { points: targets, targets };
    await expect(
      trainNetwork(kernels, { points, targets, loss }, SMALL, { validation }),
    ).rejects.toThrow('must have as many columns as those that are learned from');
  });

  test('goes on from a network, and refuses one of other sizes', async () => {
    const { points, targets, loss } = problemFor('softmax');
    const settings = { ...SMALL, epochs: 8, dropout: 0, inputDropout: 0 };
    const initial = await trainNetwork(kernels, { points, targets, loss }, settings);
    const further = await trainNetwork(kernels, { points, targets, loss }, settings, { initial });
    expect(further.losses[0]).toBeLessThan(initial.losses[0] / 2);
    await expect(
      trainNetwork(kernels, { points, targets, loss }, { ...settings, hidden: [5] }, { initial }),
    ).rejects.toThrow('the initial network has the sizes 7-24-3, not 7-5-3');
  });

  test('goes on from nothing that is no network', async () => {
    const { points, targets, loss } = problemFor('softmax');
    const { features, output } = await trainNetwork(kernels, { points, targets, loss }, SMALL);
    const [layer] = features.layers;
    const long = new Float32Array(5000);
    for (const wrong of [
      { features: { ...features, layers: [] }, output },
      { features: { ...features, layers: [{ ...layer, offsets: long }] }, output },
      { features, output: { ...output, offsets: long } },
      { features: { kind: 'rbf', landmarks: points, width: 1 }, output },
    ]) {
      const initial = wrong as unknown as TrainedNetwork;
      await expect(
        trainNetwork(kernels, { points, targets, loss }, SMALL, { initial }),
      ).rejects.toThrow(InvalidArgumentError);
    }
  });

  test('takes any shape: one row, batches beyond all rows, constant points', async () => {
    const shapes = fc.record({
      rows: fc.integer({ min: 1, max: 9 }),
      cols: fc.integer({ min: 1, max: 9 }),
      outputs: fc.integer({ min: 1, max: 9 }),
      units: fc.integer({ min: 1, max: 9 }),
      batch: fc.integer({ min: 1, max: 20 }),
      value: fc.constantFrom(0, 1, 1e-20, 1e18),
      loss: fc.constantFrom(...NETWORK_LOSSES),
    });
    await fc.assert(
      fc.asyncProperty(shapes, async ({ rows, cols, outputs, units, batch, value, loss }) => {
        const points = new Matrix(new Float32Array(rows * cols).fill(value), rows, cols);
        const labels = Array.from({ length: rows }, (_, i) => i % outputs);
        const targets = classTargets(labels, outputs, loss);
        const settings = { hidden: [units], epochs: 2, batch, mixup: 0.2 };
        const network = await trainNetwork(kernels, { points, targets, loss }, settings);
        expect(network.losses.every(Number.isFinite)).toBe(true);
        expect(bytes(network).every((part) => part.every(Number.isFinite))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    [
      'softmax',
      [0.5, 0.6],
      'targets of softmax must be probabilities that sum to 1 in each row: row 0',
    ],
    ['softmax', [-0.5, 1.5], 'targets of softmax must be probabilities'],
    ['hinge', [-1.5, 1], 'targets must be from -1 to +1, not -1.5'],
  ] as const)('refuses targets of %s that are %j', async (loss, values, message) => {
    const targets = new Matrix(Float32Array.from(values), 1, 2);
    const points = new Matrix(new Float32Array(3), 1, 3);
    await expect(trainNetwork(kernels, { points, targets, loss })).rejects.toThrow(message);
  });
});

test('the rate falls along a cosine', () => {
  const random = randomSource(1);
  for (let i = 0; i < 100; i++) {
    const steps = 1 + Math.floor(random() * 1e5);
    const step = Math.floor(random() * steps);
    const expected = (0.1 * (1 + Math.cos((Math.PI * step) / steps))) / 2;
    expect(cosineRate(0.1, step, steps)).toBeCloseTo(expected, 6);
  }
});
