import type { DenseLayer } from '../../../src/core/feature-map.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import type { Kernels } from '../../../src/kernels/api.ts';
import type { TrainingLoss } from '../../../src/kernels/network-training/api.ts';
import { networkTrainingKernels } from '../../../src/kernels/network-training/kernels.ts';
import { randomSource } from '../../support/inputs.ts';
import { bytesOf, type ParityCase, whileResident } from '../../support/parity-case.ts';

const SIZES = [
  [1, 1, 1],
  [7, 9, 3],
  [33, 17, 10],
  [8, 16, 8],
  [5, 12, 7, 2],
  [19, 8, 23, 17],
];
const BATCHES = [1, 4, 5, 14];
const LOSSES = ['softmax', 'logistic', 'hinge'] as const;
const SHARES = [
  [0, 0],
  [0.2, 0.5],
];
const STEPS = 5;

/** Whole runs of training: weights, gradients and losses after steps of different numbers of rows. */
export function* networkTrainingCases(): Generator<ParityCase> {
  for (const loss of LOSSES) {
    for (const sizes of SIZES) {
      for (const batch of BATCHES) {
        for (const [inputDropout, dropout] of SHARES) {
          yield {
            family: `network training, ${loss}, dropout ${dropout}`,
            name: `${sizes.join('-')}, ${batch} rows`,
            run: (kernels) => train(kernels, { loss, sizes, batch, inputDropout, dropout }),
          };
        }
      }
    }
    yield extremes(loss);
  }
}

interface Run {
  readonly loss: TrainingLoss;
  readonly sizes: readonly number[];
  readonly batch: number;
  readonly inputDropout: number;
  readonly dropout: number;
  /** What points are multiplied by. */
  readonly size?: number;
}

/** Scores far beyond where exponentials are 0. */
function extremes(loss: TrainingLoss): ParityCase {
  const run = { loss, sizes: [9, 6, 5], batch: 6, inputDropout: 0, dropout: 0.5, size: 1e4 };
  return {
    family: `network training, ${loss}, large scores`,
    name: run.sizes.join('-'),
    run: (kernels) => train(kernels, run),
  };
}

function train(kernels: Kernels, { sizes, size = 1, ...run }: Run): Uint8Array {
  const random = randomSource(sizes.length * 1000 + run.batch);
  const outputs = sizes[sizes.length - 1];
  const settings = { ...run, layers: layersOf(sizes, random), weightDecay: 0.01 };
  return whileResident(
    networkTrainingKernels(kernels).createNetworkTrainer(settings),
    (trainer) => {
      const losses = new Float64Array(2 * STEPS);
      for (let step = 0; step < STEPS; step++) {
        const rows = step === 2 ? Math.ceil(run.batch / 2) : run.batch;
        const points = Float32Array.from(
          { length: rows * sizes[0] },
          () => size * (random() - 0.5),
        );
        const targets = targetsOf(run.loss, rows, outputs, random);
        const key = Math.floor(random() * 2 ** 32);
        losses[step] = trainer.step({ points, targets, rows, rate: 0.01 / (step + 1), key });
        losses[STEPS + step] = trainer.evaluate({ points, targets, rows });
      }
      const found = [...trainer.layers(), ...trainer.gradients()];
      return bytesOf(losses, ...found.flatMap(({ weights, offsets }) => [weights.data, offsets]));
    },
  );
}

function layersOf(sizes: readonly number[], random: () => number): DenseLayer[] {
  return sizes.slice(1).map((units, i) => {
    const draw = () => 2 * random() - 1;
    const data = Float32Array.from({ length: units * sizes[i] }, draw);
    const offsets = Float32Array.from({ length: units }, draw);
    return { weights: new Matrix(data, units, sizes[i]), offsets };
  });
}

/** Probabilities, or values of -1 to +1, of which some are whole. */
function targetsOf(loss: TrainingLoss, rows: number, outputs: number, random: () => number) {
  const targets = Float32Array.from({ length: rows * outputs }, random);
  for (let row = 0; row < rows; row++) {
    const own = targets.subarray(row * outputs, (row + 1) * outputs);
    const sum = own.reduce((a, b) => a + b, 0);
    for (let c = 0; c < outputs; c++) {
      if (loss === 'softmax') own[c] /= sum;
      else own[c] = own[c] < 0.3 ? -1 : own[c] > 0.7 ? 1 : own[c];
    }
  }
  return targets;
}
