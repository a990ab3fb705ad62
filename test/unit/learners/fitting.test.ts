import { describe, expect, it, vi } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { TypeScriptKernels } from '../../../src/kernels/base/typescript/kernels.ts';
import { TypeScriptDualCoordinateDescent } from '../../../src/kernels/learning/typescript/dual-coordinate-descent.ts';
import { TypeScriptPegasos } from '../../../src/kernels/learning/typescript/pegasos.ts';
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
    const disposals = [TypeScriptDualCoordinateDescent, TypeScriptPegasos].map(({ prototype }) =>
      vi.spyOn(prototype, 'dispose'),
    );
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 50);
    const { signal } = controller;
    await expect(
      learner.fit(new TypeScriptKernels(), points, signs, BITS, { signal }),
    ).rejects.toThrow('enough');
    const disposed = disposals.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    expect(disposed).toBe(1);
    vi.restoreAllMocks();
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
