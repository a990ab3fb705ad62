import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { TypeScriptKernels } from '../../../src/kernels/base/typescript/kernels.ts';
import { learningKernels } from '../../../src/kernels/learning/kernels.ts';
import { svmDualCoordinateDescent } from '../../../src/learners/svm-dcd.ts';
import { svmStochasticGradient } from '../../../src/learners/svm-sgd.ts';
import { BITS, goldenProblem } from './svm-problems.ts';

const kernels = new TypeScriptKernels();
const { points, signs } = goldenProblem();
const endless = [
  svmDualCoordinateDescent({ tolerance: 1e-12, maxEpochs: 1e9 }),
  svmStochasticGradient({ epochs: 1e9 }),
];

describe.each(endless)('the learner $name', (learner) => {
  it('throws the reason of a signal that was aborted before', async () => {
    const signal = AbortSignal.abort(new Error('not now'));
    await expect(learner.fit(kernels, points, signs, BITS, { signal })).rejects.toThrow('not now');
  });

  it('lets timers run, so that it can be aborted, and gives its memory back', async () => {
    let disposed = 0;
    const counting = new TypeScriptKernels();
    const learning = learningKernels(counting);
    for (const method of ['createDualCoordinateDescent', 'createPegasos'] as const) {
      const create = learning[method] as (problem: never) => { dispose(): void };
      Object.assign(learning, {
        [method]: (problem: never) => {
          const solver = create(problem);
          const dispose = solver.dispose.bind(solver);
          return Object.assign(solver, {
            dispose() {
              disposed++;
              dispose();
            },
          });
        },
      });
    }
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 50);
    const { signal } = controller;
    await expect(learner.fit(counting, points, signs, BITS, { signal })).rejects.toThrow('enough');
    expect(disposed).toBe(1);
  });

  it('refuses points and targets that do not fit each other', async () => {
    const x = Matrix.from([
      [1, 2],
      [3, 4],
    ]);
    const refused: [Matrix, Int8Array, number, RegExp][] = [
      [x, Int8Array.of(1, -1), 0, /^bits .* not 0$/],
      [x, Int8Array.of(1, -1, 1), 1, /^signs of 2 points and 1 bits must be 2 values, not 3$/],
      [x, Int8Array.of(1, 0, 1, 1), 2, /^signs must be -1 or \+1, but row 0, bit 1 is 0$/],
      [new Matrix(new Float32Array(0), 0, 2), new Int8Array(0), 1, /at least one row$/],
      [Matrix.from([[1, Number.NaN]]), Int8Array.of(1), 1, /^points .* row 0, column 1 is NaN$/],
    ];
    for (const [points, signs, bits, message] of refused) {
      const fit = learner.fit(kernels, points, signs, bits);
      await expect(fit).rejects.toThrow(InvalidArgumentError);
      await expect(fit).rejects.toThrow(message);
    }
  });
});
