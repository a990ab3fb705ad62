import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { RandomState } from '../../../src/core/random/random-state.ts';
import { TypeScriptKernels } from '../../../src/kernels/base/typescript/kernels.ts';
import type { SvmLoss } from '../../../src/kernels/learning/api.ts';
import {
  type SvmDualCoordinateDescentOptions,
  svmDualCoordinateDescent,
} from '../../../src/learners/svm-dcd.ts';
import golden from '../../fixtures/golden/svm-optimum.json';
import { BITS, goldenProblem, objective } from './svm-problems.ts';

const kernels = new TypeScriptKernels();
const { points, signs } = goldenProblem();
const settings = new Map(
  golden.problems.map(({ C, loss }) => [
    `C = ${C}, ${loss} loss`,
    { cost: C, loss: loss.replace('_', '-') as SvmLoss },
  ]),
);

describe('svmDualCoordinateDescent', () => {
  it('is tested on the rows of the golden file', () => {
    const bit = (j: number) => Array.from(signs.filter((_, i) => i % BITS === j));
    expect(bit(0).slice(0, 16)).toEqual(golden.targets_bit0_first16);
    expect(bit(1).slice(0, 16)).toEqual(golden.targets_bit1_first16);
    const positives = [0, 1].map((j) => bit(j).filter((sign) => sign > 0).length);
    expect(positives).toEqual(golden.positive_targets);
  });

  it.each([...settings])('comes within 1e-3 of the optimum by default (%s)', async (_, options) => {
    const w = await svmDualCoordinateDescent(options).fit(kernels, points, signs, BITS);
    for (const bit of [0, 1]) {
      const excess = excessOver(w, bit, options);
      expect(excess).toBeGreaterThan(-1e-6);
      expect(excess).toBeLessThan(1e-3);
    }
  });

  it.each([...settings])(
    'reaches the optimal hyperplane at a small tolerance (%s)',
    async (_, options) => {
      const learner = svmDualCoordinateDescent({ ...options, tolerance: 1e-4, maxEpochs: 5000 });
      const w = await learner.fit(kernels, points, signs, BITS);
      for (const bit of [0, 1]) {
        const { w_norm, w_first4 } = optimum(bit, options);
        expect(excessOver(w, bit, options)).toBeLessThan(1e-5);
        const error = Math.hypot(...w_first4.map((value, k) => value - w.row(bit)[k]));
        expect(error / w_norm).toBeLessThan(2e-3);
      }
    },
  );

  it('finds the optimum that a search over all directions and lengths finds', async () => {
    const random = new RandomState(5);
    const data = Float32Array.from({ length: 2 * 25 }, () => random.randn());
    const few = new Matrix(data, 25, 2);
    const targets = Int8Array.from({ length: 25 }, (_, i) =>
      data[2 * i] + 0.5 * random.randn() > 0 ? 1 : -1,
    );
    for (const loss of ['hinge', 'squared-hinge'] as const) {
      const value = (w: Matrix) => objective(few, targets, w, 0, loss, () => 0.5);
      let best = Number.POSITIVE_INFINITY;
      for (let a = 0; a < 720; a++) {
        for (let length = 0.02; length < 4; length += 0.02) {
          const angle = (a / 360) * Math.PI;
          const w = Matrix.from([[length * Math.cos(angle), length * Math.sin(angle)]]);
          best = Math.min(best, value(w));
        }
      }
      const learner = svmDualCoordinateDescent({ cost: 0.5, loss, tolerance: 1e-3 });
      const found = value(await learner.fit(kernels, few, targets, 1));
      expect(found).toBeLessThanOrEqual(best * (1 + 1e-6));
      expect(found).toBeGreaterThan(best * (1 - 1e-3));
    }
  });

  it('weights the rarer target by the ceiling of the ratio of counts', async () => {
    // 7 of +1 and 3 of -1: ceil(7 / 3) = 3.
    const random = new RandomState(1);
    const few = new Matrix(
      Float32Array.from({ length: 40 }, () => random.randn()),
      10,
      4,
    );
    const targets = Int8Array.from([1, 1, -1, 1, 1, -1, 1, 1, -1, 1]);
    const options = { cost: 0.1, tolerance: 1e-4 };
    const balanced = { ...options, classWeight: 'balanced-ceil' } as const;
    const learn = (o: SvmDualCoordinateDescentOptions, t = targets) =>
      svmDualCoordinateDescent(o).fit(kernels, few, t, 1);
    const [plain, weighted] = [await learn(options), await learn(balanced)];
    const value = (w: Matrix) => objective(few, targets, w, 0, 'hinge', (y) => (y > 0 ? 0.1 : 0.3));
    expect(value(weighted)).toBeLessThan(value(plain) * (1 - 1e-3));
    // The mirror image has the same solution, mirrored.
    const mirrored = await learn(
      balanced,
      Int8Array.from(targets, (y) => -y),
    );
    expect(mirrored.data).toEqual(weighted.data.map((value) => -value));
  });

  it('does not fall over targets that are all equal, nor over zero rows', async () => {
    const few = Matrix.from([
      [1, 2],
      [0, 0],
      [-3, 1],
    ]);
    const targets = Int8Array.from([1, -1, 1, -1, 1, -1]);
    for (const classWeight of ['none', 'balanced-ceil'] as const) {
      const learner = svmDualCoordinateDescent({ classWeight });
      const w = await learner.fit(kernels, few, targets, 2);
      expect(w.data.every(Number.isFinite)).toBe(true);
      expect(w.row(1)).toEqual(w.row(0).map((value) => -value));
    }
  });

  it('gives the same hyperplanes for the same seed and others for another', async () => {
    const learn = (seed: number) =>
      svmDualCoordinateDescent({ seed }).fit(kernels, points, signs, BITS);
    const first = await learn(3);
    expect((await learn(3)).data).toEqual(first.data);
    expect((await learn(4)).data).not.toEqual(first.data);
  });

  it('reports how many bits are solved, never fewer than before', async () => {
    const done: number[] = [];
    const onProgress = (solved: number, total: number) => {
      expect(total).toBe(BITS);
      done.push(solved);
    };
    await svmDualCoordinateDescent().fit(kernels, points, signs, BITS, { onProgress });
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(BITS);
  });

  it('stops after maxEpochs with what it has', async () => {
    let epochs = 0;
    const options = { onProgress: () => void epochs++ };
    const learner = svmDualCoordinateDescent({ maxEpochs: 2, tolerance: 1e-9 });
    const w = await learner.fit(kernels, points, signs, BITS, options);
    expect(epochs).toBe(2);
    expect(w.data.some((value) => value !== 0)).toBe(true);
  });

  it('refuses settings out of range, naming them', () => {
    const refused: [SvmDualCoordinateDescentOptions, RegExp][] = [
      [{ cost: 0 }, /^cost must be above 0.* not 0$/],
      [{ cost: -1 }, /^cost .* not -1$/],
      [{ cost: Number.NaN }, /^cost .* not NaN$/],
      [{ tolerance: 0 }, /^tolerance .* not 0$/],
      [{ maxEpochs: 0.5 }, /^maxEpochs .* not 0.5$/],
      [{ seed: -1 }, /^seed .* not -1$/],
      [{ loss: 'log' as SvmLoss }, /^loss must be hinge or squared-hinge, not "log"$/],
      [{ classWeight: 'even' as 'none' }, /^classWeight .* not "even"$/],
    ];
    for (const [options, message] of refused) {
      expect(() => svmDualCoordinateDescent(options)).toThrow(InvalidArgumentError);
      expect(() => svmDualCoordinateDescent(options)).toThrow(message);
    }
  });
});

function optimum(bit: number, { cost, loss }: { cost: number; loss: SvmLoss }) {
  const name = loss.replace('-', '_');
  const found = golden.problems.find((p) => p.C === cost && p.loss === name && p.bit === bit);
  if (!found) throw new Error('no such problem');
  return found;
}

/** By how much the objective of hyperplane `bit` exceeds the optimum, relative to it. */
function excessOver(w: Matrix, bit: number, options: { cost: number; loss: SvmLoss }): number {
  const value = objective(points, signs, w, bit, options.loss, () => options.cost);
  return value / optimum(bit, options).dual_objective - 1;
}
