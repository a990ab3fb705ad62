import { describe, expect, test } from 'vitest';
import { DisposedError } from '../../../src/core/errors.ts';
import type { DenseLayer } from '../../../src/core/feature-map.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { BACKENDS } from '../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import type { TrainingLoss } from '../../../src/kernels/network-training/api.ts';
import { networkTrainingKernels } from '../../../src/kernels/network-training/kernels.ts';
import golden from '../../fixtures/golden/network-adamw.json';
import { randomSource } from '../../support/inputs.ts';
import { meanLoss } from '../learners/network/network-oracle.ts';

const kernels = createKernelsSync();

/** Rows of weights, and offsets. */
type GoldenLayer = [number[][], number[]];

function layersFrom(layers: readonly GoldenLayer[]): DenseLayer[] {
  return layers.map(([weights, offsets]) => ({
    weights: Matrix.from(weights),
    offsets: Float32Array.from(offsets),
  }));
}

function startAt(sizes: readonly number[], seed: number): DenseLayer[] {
  const random = randomSource(seed);
  return sizes.slice(1).map((units, i) => ({
    weights: new Matrix(
      Float32Array.from({ length: units * sizes[i] }, () => random() - 0.5),
      units,
      sizes[i],
    ),
    offsets: Float32Array.from({ length: units }, () => random() - 0.5),
  }));
}

function batchFor(loss: TrainingLoss, rows: number, cols: number, outputs: number) {
  const random = randomSource(rows);
  const points = Float32Array.from({ length: rows * cols }, () => 2 * random() - 1);
  const targets = Float32Array.from({ length: rows * outputs }, () => (random() < 0.5 ? -1 : 0.4));
  if (loss === 'softmax') {
    targets.fill(0);
    for (let row = 0; row < rows; row++) {
      targets[row * outputs + (row % outputs)] += 0.7;
      targets[row * outputs + ((row * 3) % outputs)] += 0.3;
    }
  }
  return { points, targets, rows };
}

describe.each(['softmax', 'logistic', 'hinge'] as const)('a step with %s', (loss) => {
  test.each([[[5, 7, 3]], [[4, 9, 6, 5]]])('of %j has the gradients of the loss', (sizes) => {
    const layers = startAt(sizes, 3);
    const outputs = sizes[sizes.length - 1];
    const batch = batchFor(loss, 11, sizes[0], outputs);
    const settings = { layers, loss, batch: 16, inputDropout: 0, dropout: 0, weightDecay: 0 };
    const trainer = networkTrainingKernels(kernels).createNetworkTrainer(settings);
    const found = trainer.step({ ...batch, rate: 0.01, key: 1 });
    const lossOf = () => meanLoss(layers, loss, batch.points, batch.targets, batch.rows);
    expect(found).toBeCloseTo(lossOf(), 5);
    for (const [i, gradient] of trainer.gradients().entries()) {
      const parts = [
        [layers[i].weights.data, gradient.weights.data],
        [layers[i].offsets, gradient.offsets],
      ];
      for (const [values, gradients] of parts) {
        for (let k = 0; k < values.length; k++) {
          const kept = values[k];
          const low = Math.fround(kept - 2 ** -12);
          const high = Math.fround(kept + 2 ** -12);
          values[k] = high;
          const above = lossOf();
          values[k] = low;
          const below = lossOf();
          values[k] = kept;
          expect(gradients[k]).toBeCloseTo((above - below) / (high - low), 4);
        }
      }
    }
    trainer.dispose();
  });
});

describe('dropout', () => {
  test('goes back the way that it came: gradients are those of what was kept', () => {
    const layers = startAt([6, 9, 8, 3], 5);
    const batch = { ...batchFor('softmax', 7, 6, 3), rate: 0, key: 99 };
    const settings = { loss: 'softmax', batch: 7, inputDropout: 0.3, dropout: 0.4 } as const;
    const trainerAt = (start: readonly DenseLayer[]) =>
      networkTrainingKernels(kernels).createNetworkTrainer({
        ...{ ...settings, layers: start, weightDecay: 0 },
      });
    const lossOf = () => {
      const trainer = trainerAt(layers);
      const loss = trainer.step(batch);
      trainer.dispose();
      return loss;
    };
    const trainer = trainerAt(layers);
    trainer.step(batch);
    for (const [i, gradient] of trainer.gradients().entries()) {
      const { data } = layers[i].weights;
      for (let k = 0; k < data.length; k++) {
        const kept = data[k];
        data[k] = kept + 2 ** -9;
        const above = lossOf();
        data[k] = kept - 2 ** -9;
        const below = lossOf();
        data[k] = kept;
        expect(gradient.weights.data[k]).toBeCloseTo((above - below) / 2 ** -8, 2.5);
      }
    }
    expect(trainer.gradients()[1].weights.data.some((value) => value === 0)).toBe(true);
    trainer.dispose();
  });

  test('leaves out the share that was asked for, other values in each step', () => {
    const units = 512;
    const layers: DenseLayer[] = [
      {
        weights: new Matrix(new Float32Array(units), units, 1),
        offsets: new Float32Array(units).fill(1),
      },
      {
        weights: new Matrix(new Float32Array(units).fill(1), 1, units),
        offsets: new Float32Array(1),
      },
    ];
    const settings = {
      layers,
      loss: 'logistic',
      batch: 1,
      inputDropout: 0,
      dropout: 0.25,
    } as const;
    const trainer = networkTrainingKernels(kernels).createNetworkTrainer({
      ...settings,
      weightDecay: 0,
    });
    const masks = [1, 2].map((key) => {
      trainer.step({
        points: Float32Array.of(1),
        targets: Float32Array.of(-1),
        rows: 1,
        rate: 0,
        key,
      });
      // The gradient of an outgoing weight is its unit's value times one number.
      return [...trainer.gradients()[1].weights.data].map((value) => value !== 0);
    });
    for (const mask of masks) {
      const kept = mask.filter(Boolean).length / units;
      expect(kept).toBeGreaterThan(0.68);
      expect(kept).toBeLessThan(0.82);
    }
    const same = masks[0].filter((value, i) => value === masks[1][i]).length / units;
    expect(same).toBeGreaterThan(0.5);
    expect(same).toBeLessThan(0.75);
    const value = trainer.gradients()[1].weights.data.find((gradient) => gradient !== 0) ?? 0;
    expect(value / trainer.gradients()[1].offsets[0]).toBeCloseTo(4 / 3, 6);
    trainer.dispose();
  });
});

describe.each(BACKENDS)('on %s', (backend) => {
  test('a trainer that was disposed of says so', () => {
    const own = createKernelsSync({ backend });
    const trainer = networkTrainingKernels(own).createNetworkTrainer({
      ...{ layers: startAt([2, 3, 1], 1), loss: 'hinge', batch: 2 },
      ...{ inputDropout: 0, dropout: 0, weightDecay: 0 },
    });
    trainer.dispose();
    expect(() => trainer.layers()).toThrow(DisposedError);
  });
});

describe.each(golden.runs)('steps of AdamW with $loss', (run) => {
  test('are those of torch', () => {
    const layers = layersFrom(run.start as GoldenLayer[]);
    const trainer = networkTrainingKernels(kernels).createNetworkTrainer({
      ...{ layers, loss: run.loss as TrainingLoss, batch: run.points.length },
      ...{ inputDropout: 0, dropout: 0, weightDecay: golden.decay },
    });
    const points = Float32Array.from(run.points.flat());
    const targets = Float32Array.from(run.targets.flat());
    for (const [step, expected] of run.losses.entries()) {
      const rate = golden.rate / (1 + step);
      const loss = trainer.step({ points, targets, rows: run.points.length, rate, key: 0 });
      expect(loss).toBeCloseTo(expected, 5);
    }
    const end = layersFrom(run.end as GoldenLayer[]);
    for (const [i, { weights, offsets }] of trainer.layers().entries()) {
      for (const [k, value] of weights.data.entries()) {
        expect(value).toBeCloseTo(end[i].weights.data[k], 5);
      }
      for (const [k, value] of offsets.entries()) expect(value).toBeCloseTo(end[i].offsets[k], 5);
    }
    trainer.dispose();
  });
});
