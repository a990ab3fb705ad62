import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../src/data/dataset/dataset.ts';
import type { Cell, CellStore } from '../../../src/evaluation/comparison/cell.ts';
import { compareMethods } from '../../../src/evaluation/comparison/comparisons.ts';
import { plainCell, summariseEvaluation } from '../../../src/evaluation/comparison/result.ts';
import { runEvaluation } from '../../../src/evaluation/comparison/run.ts';
import {
  EVALUATION_DEFAULTS,
  type EvaluationSettings,
} from '../../../src/evaluation/comparison/settings.ts';
import { BASELINES, chosenMethods, METHOD_NAMES } from '../../../src/evaluation/methods/names.ts';
import { METHODS } from '../../../src/evaluation/methods/registry.ts';
import { PROTOCOLS } from '../../../src/evaluation/protocols/protocol.ts';
import { allBackends } from '../../support/backends.ts';
import { labelledPoints } from '../../support/labelled-points.ts';
import { closePoolsAfterEach, threadPool } from '../../support/pools.ts';

const DATASET: Dataset = {
  name: 'made up',
  ...labelledPoints(400, 12, { classes: 4, spread: 1.5 }),
  classNames: null,
};
const SETTINGS: EvaluationSettings = {
  ...EVALUATION_DEFAULTS,
  supervision: [40, 60],
  bits: [8, 12],
  methods: ['grh-linear'],
  baselines: true,
  partitions: 2,
  queriesPerClass: 10,
  tuning: null,
};
const [kernels, , simd] = allBackends();
closePoolsAfterEach();

/** What must not depend on where and when it was computed. */
const untimed = (cells: readonly Cell[]) =>
  cells.map(({ trainSeconds, tuneSeconds, measureSeconds, ...rest }) => rest);

function memoryStore(): CellStore & { readonly kept: Map<string, Cell>; reads: number } {
  const kept = new Map<string, Cell>();
  const store = {
    kept,
    reads: 0,
    async read(key: string) {
      store.reads++;
      return kept.get(key) ?? null;
    },
    async write(key: string, cell: Cell) {
      kept.set(key, cell);
    },
  };
  return store;
}

describe('the methods', () => {
  test('are all in the registry under their names', () => {
    expect(Object.keys(METHODS)).toEqual([...METHOD_NAMES]);
    for (const name of METHOD_NAMES) expect(METHODS[name].name).toBe(name);
  });

  test('are those that are named, and the baselines if wanted, in the order of reports', () => {
    expect(chosenMethods(['grh-rbf', 'grh-linear'])).toEqual(['grh-linear', 'grh-rbf']);
    expect(chosenMethods(['grh-linear'], true)).toEqual(
      METHOD_NAMES.filter((name) => name === 'grh-linear' || BASELINES.includes(name)),
    );
    expect(chosenMethods([], true)).toEqual(BASELINES);
    expect(() => chosenMethods([])).toThrow('methods must name at least one');
    expect(() => chosenMethods(['none'])).toThrow('methods must be some of lsh, ');
  });

  test.each(METHOD_NAMES)('%s fits what it is asked for', async (name) => {
    const { cells } = await runEvaluation(simd, DATASET, {
      ...SETTINGS,
      methods: [name],
      baselines: false,
      partitions: 1,
    });
    const own = cells;
    expect(new Set(own.map(({ method }) => method))).toEqual(new Set([name]));
    const lengths = METHODS[name].ownBits ? [METHODS[name].ownBits(4)] : SETTINGS.bits;
    expect(own.map(({ bits }) => bits)).toEqual([...lengths, ...lengths]);
    for (const { measures } of own) {
      // A quarter of the points is relevant.
      expect(measures.meanAveragePrecision).toBeGreaterThan(0.3);
      expect(measures.meanAveragePrecision).toBeLessThanOrEqual(1);
    }
  });
});

describe('a table of results', () => {
  test('has a cell for each method, length, supervision and partition, in order', async () => {
    const { cells, resumed } = await runEvaluation(simd, DATASET, SETTINGS);
    expect(resumed).toBe(0);
    const grh = cells.filter(({ method }) => method === 'grh-linear');
    expect(grh.map(({ supervision, bits, partition }) => [supervision, bits, partition])).toEqual([
      [40, 8, 0],
      [40, 8, 1],
      [40, 12, 0],
      [40, 12, 1],
      [60, 8, 0],
      [60, 8, 1],
      [60, 12, 0],
      [60, 12, 1],
    ]);
    const [learned, random] = ['grh-linear', 'lsh'].map((name) => {
      const own = cells.filter(({ method, bits }) => method === name && bits === 12);
      return own.reduce((sum, { measures }) => sum + measures.meanAveragePrecision, 0);
    });
    expect(learned).toBeGreaterThan(random);
  });

  test('is the same on every backend and for any number of threads', async () => {
    const tuned = { ...SETTINGS, supervision: [40], tuning: { folds: 2, seconds: 1e6 } };
    const one = await runEvaluation(kernels, DATASET, tuned);
    const executor = await threadPool({ threads: 2 });
    const two = await runEvaluation(simd, DATASET, tuned, { executor });
    expect(untimed(two.cells)).toEqual(untimed(one.cells));
  });

  test.each(PROTOCOLS)('can be made by the protocol %s', async (protocol) => {
    const settings = { ...SETTINGS, protocol, supervision: [40], partitions: 2 };
    const { cells } = await runEvaluation(simd, DATASET, settings);
    const own = cells.filter(({ method }) => method === 'grh-linear');
    expect(own).toHaveLength(4);
    for (const { measures, bits } of own) {
      expect(measures.byRadius).toHaveLength(Math.min(10, bits as number) + 1);
      expect(measures.curve).toHaveLength((bits as number) + 1);
      expect(measures.reRanked !== null).toBe(protocol === 'tutorial');
    }
  });

  test('takes finished cells from the store and computes the others alone', async () => {
    const store = memoryStore();
    const full = await runEvaluation(simd, DATASET, SETTINGS, { store, digest: 'd' });
    expect(store.kept.size).toBe(full.cells.length);
    // As if the run had been killed.
    const lost = [...store.kept.keys()].filter((_, i) => i % 3 === 0);
    for (const key of lost) store.kept.delete(key);
    const again = await runEvaluation(simd, DATASET, SETTINGS, { store, digest: 'd' });
    expect(again.resumed).toBe(full.cells.length - lost.length);
    expect(untimed(again.cells)).toEqual(untimed(full.cells));
    const other = await runEvaluation(simd, DATASET, SETTINGS, { store, digest: 'other data' });
    expect(other.resumed).toBe(0);
    const elsewhere = { ...SETTINGS, seed: 7 };
    expect((await runEvaluation(simd, DATASET, elsewhere, { store, digest: 'd' })).resumed).toBe(0);
  });

  test('can be aborted and tells how far it is', async () => {
    const stop = new AbortController();
    const shares: number[] = [];
    const onProgress = (_: string, share: number) => {
      shares.push(share);
      if (share > 0.4) stop.abort(new Error('enough'));
    };
    const run = runEvaluation(simd, DATASET, SETTINGS, { onProgress, signal: stop.signal });
    await expect(run).rejects.toThrow('enough');
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  test('has the accuracy of the classifier behind a method, on queries of known classes', async () => {
    const methods = ['classifier-one-hot', 'classifier-scores', 'lsh'];
    const settings = { ...SETTINGS, supervision: [60], methods, baselines: false };
    const { cells } = await runEvaluation(simd, DATASET, settings);
    const of = (name: string) => cells.filter(({ method }) => method === name);
    for (const cell of [...of('classifier-one-hot'), ...of('classifier-scores')]) {
      // Four classes that lie apart: right far more often than by chance, and no more than always.
      expect(cell.accuracy).toBeGreaterThan(0.5);
      expect(cell.accuracy).toBeLessThanOrEqual(1);
      // 40 queries.
      expect((cell.accuracy as number) * 40).toBeCloseTo(Math.round(cell.accuracy! * 40), 9);
    }
    for (const { accuracy } of of('lsh')) expect(accuracy).toBeNull();
    const result = summariseEvaluation('paper', DATASET, cells).cells;
    const [a, b] = of('classifier-one-hot').map(({ accuracy }) => accuracy as number);
    const summary = result.find(({ method }) => method === 'classifier-one-hot');
    expect(summary?.accuracy?.mean).toBeCloseTo((a + b) / 2, 14);
    expect(result.find(({ method }) => method === 'lsh')?.accuracy).toBeNull();
    const unseen = { ...settings, protocol: 'unseen-classes' as const, supervision: [40] };
    const strangers = await runEvaluation(simd, DATASET, unseen);
    expect(strangers.cells.map(({ accuracy }) => accuracy)).not.toContainEqual(expect.any(Number));
  });

  test('says where choosing settings was cut short by its time', async () => {
    const methods = ['grh-linear', 'classifier-scores'];
    const settings = { ...SETTINGS, supervision: [40], methods, baselines: false };
    const cut = async (seconds: number) => {
      const tuned = { ...settings, partitions: 1, tuning: { folds: 2, seconds } };
      const { cells } = await runEvaluation(simd, DATASET, tuned);
      return cells.map(({ tuningCutShort }) => tuningCutShort);
    };
    expect(await cut(1e-9)).toEqual([true, true, true]);
    expect(await cut(1e9)).toEqual([false, false, false]);
  });

  test('summarises partitions', async () => {
    const { cells } = await runEvaluation(simd, DATASET, SETTINGS);
    const result = summariseEvaluation('paper', DATASET, cells);
    const cell = result.cells.find(({ method, bits }) => method === 'grh-linear' && bits === 12);
    const own = cells.filter((c) => c.method === 'grh-linear' && c.bits === 12);
    const [a, b] = own.map(({ measures }) => measures.meanAveragePrecision);
    expect(cell?.byPartition).toEqual([a, b]);
    expect(cell?.meanAveragePrecision.mean).toBeCloseTo((a + b) / 2, 14);
    expect(cell?.meanAveragePrecision.std).toBeCloseTo(Math.abs(a - b) / Math.SQRT2, 14);
    const radius2 = own.map(({ measures }) => measures.byRadius?.[2].precision ?? 0);
    expect(cell?.precisionAtRadius2?.mean).toBeCloseTo((radius2[0] + radius2[1]) / 2, 14);
    expect(Object.keys(plainCell(cell!))).toEqual([
      'method',
      'bits',
      'supervision',
      'partitions',
      'trainSeconds',
      'meanAveragePrecision',
      'precisionAtRadius2',
      'precisionAt10',
      'accuracy',
    ]);
    const tests = compareMethods(result.cells);
    expect(tests.map(({ method, against }) => [method, against])).toEqual(
      Array.from({ length: 4 }, () => [
        ['grh-linear', 'lsh'],
        ['grh-linear', 'itq-cca'],
      ]).flat(),
    );
  });
});

describe('settings out of range are refused', () => {
  test.each<[Partial<EvaluationSettings>, string]>([
    [{ bits: [] }, 'bits must name at least one number'],
    [{ bits: [8, 8] }, 'bits must be a list without repeats'],
    [{ bits: [0] }, 'bits must be a whole number from 1 to 4096'],
    [{ supervision: [1] }, 'supervision must be a whole number from 2'],
    [{ supervision: [10_000] }, 'supervision must be at most 360'],
    [{ partitions: 0 }, 'partitions must be a whole number from 1'],
    [{ queriesPerClass: 100 }, 'class 0 has 100 points for 100 queries'],
    [{ methods: ['sorcery'] }, 'methods must be some of'],
    [{ methods: [], baselines: false }, 'methods must name at least one'],
    [{ tuning: { folds: 1, seconds: 1 } }, 'folds must be a whole number from 2'],
    [{ tuning: { folds: 2, seconds: 0 } }, 'tune-seconds must be'],
  ])('%j', async (change, message) => {
    await expect(runEvaluation(simd, DATASET, { ...SETTINGS, ...change })).rejects.toThrow(message);
  });

  test('a dataset of one class', async () => {
    const dataset = { ...DATASET, labels: new Int32Array(400) };
    await expect(runEvaluation(simd, dataset, SETTINGS)).rejects.toThrow('only one');
  });
});
