import { beforeAll, describe, expect, test } from 'vitest';
import { Matrix } from '../../../src/core/matrix.ts';
import type { Dataset } from '../../../src/data/dataset/dataset.ts';
import type { MethodResult, TutorialResult } from '../../../src/evaluation/tutorial/result.ts';
import { runTutorial, type TutorialRun } from '../../../src/evaluation/tutorial/run.ts';
import {
  TUTORIAL_DEFAULTS,
  type TutorialSettings,
} from '../../../src/evaluation/tutorial/settings.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { svmDualCoordinateDescent } from '../../../src/learners/svm-dcd.ts';
import { GraphRegularisedHashing } from '../../../src/models/graph-regularised-hashing.ts';
import { allBackends } from '../../support/backends.ts';
import { gaussianClasses } from '../../support/points.ts';
import {
  type OraclePartition,
  oracleBuckets,
  oracleCodes,
  oracleCurve,
  oracleExactPrecision,
  oracleHyperplanes,
  oracleMeanAveragePrecision,
  oraclePartition,
} from './tutorial-oracle.ts';

const kernels = createKernelsSync({ backend: 'typescript' });
const classes = gaussianClasses({ rows: 400, classes: 3, dimensions: 8, distance: 2, seed: 6 });
const dataset: Dataset = { name: 'three classes', classNames: null, ...classes };
const settings: TutorialSettings = {
  ...TUTORIAL_DEFAULTS,
  bits: [6, 40],
  seed: 3,
  queries: 30,
  train: 60,
  maxRadius: 6,
  top: 7,
};

/** The result without its times, which no two runs share. */
function timeless(result: TutorialResult): unknown {
  return JSON.parse(
    JSON.stringify(result, (key, value) =>
      key === 'trainSeconds' || key === 'meanQueryMillis' || key === 'backend' ? undefined : value,
    ),
  );
}

describe("the tutorial's job", () => {
  let run: TutorialRun;
  let oracle: OraclePartition;
  const find = (name: string, bits: number) =>
    run.result.methods.find((m) => m.name === name && m.bits === bits) as MethodResult;

  beforeAll(async () => {
    run = await runTutorial(kernels, dataset, settings);
    const rows = Array.from({ length: 400 }, (_, i) => Array.from(classes.points.row(i)));
    const sizes = { queries: 30, train: 60, seed: 42 };
    oracle = oraclePartition(rows, Array.from(classes.labels), sizes);
  });

  test('has the shape that is promised, and numbers for every method, length and radius', () => {
    const millis = { meanQueryMillis: expect.any(Number) };
    const radius = (value: number) => ({
      radius: value,
      // Null where no query found a candidate.
      precisionAtK: expect.toSatisfy((v) => v === null || (v >= 0 && v <= 1)),
      precisionAtKEmptyAsZero: expect.any(Number),
      emptyQueries: expect.any(Number),
      meanCandidates: expect.any(Number),
      ...millis,
    });
    const method = (name: string, bits: number) => ({
      name,
      bits,
      trainSeconds: expect.any(Number),
      meanAveragePrecision: expect.any(Number),
      buckets: {
        count: expect.any(Number),
        meanSize: expect.any(Number),
        largest: expect.any(Number),
      },
      byRadius: [0, 1, 2, 3, 4, 5, 6].map(radius),
    });
    const names = ['LSH', 'GRH (tutorial)', 'GRH (paper)'];
    expect(JSON.parse(JSON.stringify(run.result))).toStrictEqual({
      dataset: { name: 'three classes', rows: 400, dimensions: 8, classes: 3 },
      split: { queries: 30, database: 310, train: 60 },
      backend: 'typescript',
      methods: [6, 40].flatMap((bits) => names.map((name) => method(name, bits))),
      exact: { precisionAtK: expect.any(Number), ...millis },
    });
    expect(run.settings).toEqual(settings);
  });

  test.each([6, 40])('finds for LSH what plain loops find, at %d bits', (bits) => {
    const codes = oracleCodes(oracle.points, oracleHyperplanes(3, 8, bits));
    expectSame(find('LSH', bits), codes);
  });

  test.each([
    ['GRH (tutorial)', 6, { rule: 'tutorial', alpha: 0.25, iterations: 2 }],
    ['GRH (paper)', 6, { rule: 'paper', alpha: 1, iterations: 1 }],
    ['GRH (tutorial)', 40, { rule: 'tutorial', alpha: 0.25, iterations: 2 }],
    ['GRH (paper)', 40, { rule: 'paper', alpha: 1, iterations: 1 }],
  ] as const)('finds for %s what plain loops find, at %d bits', async (name, bits, options) => {
    const train = Matrix.from(oracle.train.map((row) => oracle.points[row]));
    const labels = Int32Array.from(oracle.train, (row) => oracle.labels[row]);
    // The job's seed is the learner's too.
    const learner = svmDualCoordinateDescent({ seed: 3 });
    const raw = { kernels, bits, seed: 3, learner, normalise: false, centre: false };
    const hasher = new GraphRegularisedHashing({ ...raw, ...options });
    const { hyperplanes } = await hasher.fit(train, labels);
    const planes = Array.from({ length: bits }, (_, j) => hyperplanes.row(j));
    expectSame(find(name, bits), oracleCodes(oracle.points, planes));
  });

  function expectSame(method: MethodResult, codes: string[]): void {
    expect(method.buckets).toEqual(oracleBuckets(codes));
    expect(method.meanAveragePrecision).toBeCloseTo(oracleMeanAveragePrecision(oracle, codes), 12);
    const curve = oracleCurve(oracle, codes, { top: 7, maxRadius: 6 });
    method.byRadius.forEach(({ meanQueryMillis, ...actual }, radius) => {
      const { precisionAtK, precisionAtKEmptyAsZero, ...counts } = curve[radius];
      expect(actual).toMatchObject(counts);
      expect(actual.precisionAtKEmptyAsZero).toBeCloseTo(precisionAtKEmptyAsZero, 12);
      if (precisionAtK === null) expect(actual.precisionAtK).toBeNull();
      else expect(actual.precisionAtK).toBeCloseTo(precisionAtK, 12);
      expect(meanQueryMillis).toBeGreaterThan(0);
    });
  }

  test('has no precision at a radius at which every query comes back empty', () => {
    const [first] = find('LSH', 40).byRadius;
    expect(first).toMatchObject({
      precisionAtK: null,
      precisionAtKEmptyAsZero: 0,
      emptyQueries: 30,
      meanCandidates: 0,
    });
  });

  test('finds by exact search what plain loops find', () => {
    expect(run.result.exact.precisionAtK).toBeCloseTo(oracleExactPrecision(oracle, 7), 12);
  });

  test('gives equal numbers on every backend, which it names', async () => {
    for (const kernels of allBackends()) {
      const other = await runTutorial(kernels, dataset, settings);
      expect(other.result.backend).toBe(kernels.name);
      expect(timeless(other.result)).toEqual(timeless(run.result));
      expect(other.details).toEqual(run.details);
    }
  });

  test('has details that fit the numbers', () => {
    for (const { name, bits, ...details } of run.details) {
      const { buckets } = find(name, bits);
      const count = details.sizes.reduce((sum, n) => sum + n, 0);
      const rows = details.sizes.reduce((sum, n, s) => sum + n * (s + 1), 0);
      expect([count, rows, details.sizes.length]).toEqual([buckets.count, 400, buckets.largest]);
      expect(details.withTwoOrMore).toBe(count - details.sizes[0]);
      expect(details.neighbours.map(({ query }) => query)).toEqual(oracle.queries.slice(0, 6));
      for (const row of details.neighbours.flatMap(({ rows }) => rows)) {
        expect(oracle.database).toContain(row);
      }
    }
    const flipped = run.details.map(({ name, flippedShare }) => [name, flippedShare]);
    for (const [name, share] of flipped) {
      if (name === 'LSH') expect(share).toBeNull();
      if (name === 'GRH (tutorial)') expect(share).toBe(0);
      if (name === 'GRH (paper)') expect(share).toBeGreaterThan(0);
    }
    const [code] = oracleCodes(oracle.points, oracleHyperplanes(3, 8, 6));
    expect(run.details[0].firstRowBucket).toBe(String(Number.parseInt(code, 2)));
  });
});
