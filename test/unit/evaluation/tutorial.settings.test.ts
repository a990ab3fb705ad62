import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import type { Dataset } from '../../../src/data/dataset/dataset.ts';
import { runTutorial } from '../../../src/evaluation/tutorial/run.ts';
import { TUTORIAL_DEFAULTS } from '../../../src/evaluation/tutorial/settings.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { allBackends } from '../../support/backends.ts';
import { gaussianClasses } from '../../support/points.ts';

const kernels = createKernelsSync({ backend: 'typescript' });
const classes = gaussianClasses({ rows: 400, classes: 3, dimensions: 8, distance: 2, seed: 6 });
const dataset: Dataset = { name: 'three classes', classNames: null, ...classes };
const settings = { ...TUTORIAL_DEFAULTS, queries: 30, train: 60, top: 7 };

describe("the settings of the tutorial's job", () => {
  const quick = { ...settings, bits: [8] };

  test('take fractions, and a radius of 10 or the bits if they are fewer', async () => {
    const { result } = await runTutorial(kernels, dataset, {
      ...TUTORIAL_DEFAULTS,
      bits: [5, 12],
      queries: 0.01,
      train: 0.1,
      learner: 'svm-sgd',
    });
    expect(result.split).toEqual({ queries: 4, database: 356, train: 40 });
    expect(result.methods.map(({ byRadius }) => byRadius.length)).toEqual([6, 6, 6, 11, 11, 11]);
    const full = result.methods[0].byRadius[5];
    expect(full).toMatchObject({ meanCandidates: 356, precisionAtK: result.exact.precisionAtK });
  });

  test.each([
    [{ bits: [] }, 'bits must name a code length'],
    [{ bits: [8, 0] }, 'bits must be a whole number from 1 to 4096, not 0'],
    [{ maxRadius: 9 }, 'max-radius must be a whole number from 0 to 8, not 9'],
    [{ seed: -1 }, 'seed must be a whole number from 0 to 4294967295, not -1'],
    [{ splitSeed: 0.5 }, 'split-seed must be a whole number from 0 to 4294967295, not 0.5'],
    [{ top: 0 }, 'top must be a whole number of at least 1, not 0'],
    [{ alpha: 2 }, 'alpha must be from 0 to 1, not 2'],
    [{ iterations: -1 }, 'iterations must be a whole number from 0 to 1000, not -1'],
    [{ cost: 0 }, 'cost must be a finite number above 0, not 0'],
    [{ learner: 'ridge' as never }, 'learner must be one of svm-dcd, svm-sgd, not "ridge"'],
    [{ queries: 400 }, 'queries must leave at least one row, not take 400 of 400 rows'],
    [{ train: 0 }, 'train must be a fraction between 0 and 1 or a whole number'],
  ])('are checked: %o', async (wrong, message) => {
    const run = runTutorial(kernels, dataset, { ...quick, ...wrong });
    await expect(run).rejects.toThrow(InvalidArgumentError);
    await expect(run).rejects.toThrow(message);
  });

  test('ask for a dataset of two classes, of finite values', async () => {
    const one = { ...dataset, labels: new Int32Array(400) };
    await expect(runTutorial(kernels, one, quick)).rejects.toThrow(
      'three classes: labels must name at least two classes',
    );
    const data = classes.points.data.slice();
    data[8 * 17 + 5] = Number.NaN;
    const bad = { ...dataset, points: new Matrix(data, 400, 8) };
    await expect(runTutorial(kernels, bad, quick)).rejects.toThrow('row 17, column 5 is NaN');
  });
});

describe("the tutorial's job, while it runs,", () => {
  const quick = { ...settings, bits: [8, 16], maxRadius: 2 };

  test('tells how far it is, ever further and never beyond the end', async () => {
    const shares: number[] = [];
    const messages: string[] = [];
    await runTutorial(kernels, dataset, quick, {
      onProgress: (message, share) => {
        messages.push(message);
        shares.push(share);
      },
    });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect([shares[0], shares.every((share) => share <= 1)]).toEqual([0, true]);
    expect(messages).toContain('GRH (paper), 16 bits: radius 2');
  });

  test.each(allBackends())('can be aborted, and gives its memory back ($name)', async (kernels) => {
    const abortAt = async (text: string) => {
      const controller = new AbortController();
      const run = runTutorial(kernels, dataset, quick, {
        signal: controller.signal,
        onProgress: (message) => {
          if (message.includes(text)) controller.abort(new Error('enough'));
        },
      });
      await expect(run).rejects.toThrow('enough');
    };
    const places = [
      'exact',
      'LSH, 8 bits: radius',
      'GRH (tutorial), 8',
      'GRH (paper), 16 bits: tr',
    ];
    for (const place of places) await abortAt(place);
    const before = kernels.memoryBytes;
    for (let i = 0; i < 40; i++) await abortAt(places[2]);
    expect(kernels.memoryBytes).toBe(before);
  });
});
