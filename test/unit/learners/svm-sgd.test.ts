import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { TypeScriptKernels } from '../../../src/kernels/base/typescript/kernels.ts';
import { svmStochasticGradient } from '../../../src/learners/svm-sgd.ts';
import golden from '../../fixtures/golden/svm-optimum.json';
import { BITS, goldenProblem, objective } from './svm-problems.ts';

const kernels = new TypeScriptKernels();
const { points, signs } = goldenProblem();

/** The larger of the two bits' relative excess over the optimum. */
async function excess(cost: number, epochs: number): Promise<number> {
  const learner = svmStochasticGradient({ cost, epochs });
  const w = await learner.fit(kernels, points, signs, BITS);
  const excesses = [0, 1].map((bit) => {
    const value = objective(points, signs, w, bit, 'hinge', () => cost);
    const best = golden.problems.find((p) => p.C === cost && p.loss === 'hinge' && p.bit === bit);
    return value / (best?.dual_objective ?? 0) - 1;
  });
  return Math.max(...excesses);
}

describe('svmStochasticGradient', () => {
  it('nears the optimum as epochs grow', async () => {
    const [few, some, many] = [await excess(1, 5), await excess(1, 50), await excess(1, 500)];
    expect(few).toBeLessThan(0.05);
    expect(some).toBeLessThan(few / 4);
    expect(many).toBeLessThan(some / 4);
    expect(many).toBeGreaterThan(-1e-6);
  });

  it('is close at once where the cost is small', async () => {
    expect(await excess(0.01, 5)).toBeLessThan(1e-3);
  });

  it('gives the same hyperplanes for the same seed and others for another', async () => {
    const learn = (seed: number) =>
      svmStochasticGradient({ seed }).fit(kernels, points, signs, BITS);
    const first = await learn(3);
    expect((await learn(3)).data).toEqual(first.data);
    expect((await learn(4)).data).not.toEqual(first.data);
  });

  it('reports every epoch', async () => {
    const calls: [number, number][] = [];
    const onProgress = (done: number, total: number) => calls.push([done, total]);
    const learner = svmStochasticGradient({ epochs: 3 });
    await learner.fit(kernels, points, signs, BITS, { onProgress });
    expect(calls).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  it('refuses settings out of range, naming them', () => {
    expect(() => svmStochasticGradient({ cost: 0 })).toThrow(InvalidArgumentError);
    expect(() => svmStochasticGradient({ cost: 0 })).toThrow(/^cost must be above 0/);
    expect(() => svmStochasticGradient({ epochs: 0 })).toThrow(/^epochs .* not 0$/);
    expect(() => svmStochasticGradient({ seed: 1.5 })).toThrow(/^seed .* not 1.5$/);
  });
});
