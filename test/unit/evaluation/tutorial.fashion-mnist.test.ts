// The whole job on the bundled images, against numpy and scikit-learn.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readDataset } from '../../../src/data/dataset/dataset.ts';
import { splitDataset } from '../../../src/data/dataset/split.ts';
import { runTutorial, type TutorialRun } from '../../../src/evaluation/tutorial/run.ts';
import { TUTORIAL_DEFAULTS } from '../../../src/evaluation/tutorial/settings.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import golden from '../../fixtures/golden/tutorial-fashion-mnist.json' with { type: 'json' };

const FOLDER = join(import.meta.dirname, '../../../data/fashion-mnist');
const bytes = (file: string) => new Uint8Array(readFileSync(join(FOLDER, file)));
const sizes = { queries: 200, train: 1200 };

let run: TutorialRun;

beforeAll(async () => {
  const labels = bytes('t10k-labels-idx1-ubyte.gz');
  const dataset = await readDataset(bytes('t10k-images-idx3-ubyte.gz'), { name: 'images', labels });
  run = await runTutorial(createKernelsSync(), dataset, { ...TUTORIAL_DEFAULTS, ...sizes });
});

/** What was measured, and what numpy and scikit-learn measured. */
function pair(name: string) {
  const actual = run.result.methods.find((method) => method.name === name);
  const expected = golden.methods.find((method) => method.name === name);
  if (!actual || !expected) throw new Error(`there is no ${name}`);
  return { actual, expected };
}

describe('on the bundled images', () => {
  test("the split is scikit-learn's", () => {
    expect(run.result.split).toEqual(golden.split);
    const split = splitDataset(10_000, { ...sizes, seed: 42 });
    for (const name of ['queries', 'database', 'train'] as const) {
      expect(Array.from(split[name].subarray(0, 5))).toEqual(golden.firstRows[name]);
    }
  });

  test("exact search has numpy's precision", () => {
    expect(run.result.exact.precisionAtK).toBeCloseTo(golden.exact.precisionAtK, 12);
  });

  test("LSH has numpy's buckets, candidates and empty queries, to the last one", () => {
    const { actual, expected } = pair('LSH');
    expect(actual.buckets).toEqual(expected.buckets);
    expected.byRadius.forEach(({ emptyQueries, meanCandidates }, radius) => {
      expect(actual.byRadius[radius]).toMatchObject({ radius, emptyQueries });
      expect(actual.byRadius[radius].meanCandidates).toBeCloseTo(meanCandidates, 10);
    });
  });

  test("LSH has numpy's precision at every radius, and its mean average precision", () => {
    const { actual, expected } = pair('LSH');
    expect(actual.meanAveragePrecision).toBeCloseTo(expected.meanAveragePrecision, 10);
    expect(actual.byRadius).toHaveLength(11);
    expect(actual.byRadius[0].precisionAtK).toBeCloseTo(0.344, 2);
    expected.byRadius.forEach(({ precisionAtK, precisionAtKEmptyAsZero }, radius) => {
      const { byRadius } = actual;
      // Two nearly equal cosines may change places between float32 and float64: 0.0005 each.
      expect(Math.abs(Number(byRadius[radius].precisionAtK) - precisionAtK)).toBeLessThan(0.005);
      const difference = byRadius[radius].precisionAtKEmptyAsZero - precisionAtKEmptyAsZero;
      expect(Math.abs(difference)).toBeLessThan(0.005);
    });
  });

  // scikit-learn's SVC has an intercept, which the tutorial drops; ours has none to begin with.
  test.each(['GRH (tutorial)', 'GRH (paper)'])(
    "%s is within 0.03 of scikit-learn's SVC(kernel='linear', C=1)",
    (name) => {
      const { actual, expected } = pair(name);
      const close = (a: number | null, b: number) =>
        expect(Math.abs(Number(a) - b)).toBeLessThan(0.03);
      close(actual.meanAveragePrecision, expected.meanAveragePrecision);
      expect(actual.byRadius).toHaveLength(expected.byRadius.length);
      expected.byRadius.forEach((radius, r) => {
        close(actual.byRadius[r].precisionAtK, radius.precisionAtK);
        close(actual.byRadius[r].precisionAtKEmptyAsZero, radius.precisionAtKEmptyAsZero);
      });
    },
  );

  test('learned hyperplanes rank better than random ones, those of the paper best', () => {
    const [lsh, tutorial, paper] = run.result.methods;
    expect(tutorial.meanAveragePrecision).toBeGreaterThan(Number(lsh.meanAveragePrecision) + 0.1);
    expect(paper.meanAveragePrecision).toBeGreaterThan(Number(tutorial.meanAveragePrecision) + 0.1);
    expect(tutorial.byRadius[0].precisionAtK).toBeGreaterThan(0.65);
  });
});
