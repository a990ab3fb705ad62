import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import type { CellStore } from '../../../../src/evaluation/comparison/cell.ts';
import type { CrossModalCell } from '../../../../src/evaluation/cross-modal/cell.ts';
import type { CrossModalDataset } from '../../../../src/evaluation/cross-modal/dataset.ts';
import { wordsOf } from '../../../../src/evaluation/cross-modal/entries.ts';
import {
  CROSS_MODAL_NAMES,
  chosenCrossModal,
  DIRECTIONS,
} from '../../../../src/evaluation/cross-modal/names.ts';
import {
  compareCrossModal,
  plainCrossModalCell,
  summariseCrossModal,
} from '../../../../src/evaluation/cross-modal/result.ts';
import { runCrossModalEvaluation } from '../../../../src/evaluation/cross-modal/run.ts';
import {
  type CrossModalEvaluationSettings,
  checkCrossModalSettings,
  crossModalDefaults,
} from '../../../../src/evaluation/cross-modal/settings.ts';
import { allBackends } from '../../../support/backends.ts';
import { labelledPoints } from '../../../support/labelled-points.ts';

const ROWS = 240;
const { points: images, labels } = labelledPoints(ROWS, 12, { classes: 3, spread: 1.2 });
const texts = labelledPoints(ROWS, 6, { classes: 3, spread: 0.8, seed: 5 }).points;
const DATASET: CrossModalDataset = { name: 'made up', images, texts, labels, groups: null };
const SETTINGS: CrossModalEvaluationSettings = {
  supervision: [60],
  bits: [8, 16],
  methods: ['cross-kernel', 'rcmh'],
  partitions: 2,
  seed: 1,
  queries: 40,
  database: 80,
};
const [kernels, , simd] = allBackends();

const untimed = (cells: readonly CrossModalCell[]) =>
  cells.map(({ trainSeconds, tuneSeconds, measureSeconds, ...rest }) => rest);

function memoryStore(): CellStore<readonly CrossModalCell[]> & { kept: Map<string, unknown> } {
  const kept = new Map<string, readonly CrossModalCell[]>();
  return {
    kept,
    read: async (key) => kept.get(key) ?? null,
    write: async (key, cells) => {
      kept.set(key, cells);
    },
  };
}

const { cells } = await runCrossModalEvaluation(kernels, DATASET, SETTINGS);

describe('a run', () => {
  test('has a cell for every method, length, direction and partition, beside what has no codes', () => {
    const own = cells.filter(({ partition }) => partition === 0);
    expect(own.map(({ direction, method, bits }) => `${direction} ${method} ${bits}`)).toEqual(
      DIRECTIONS.flatMap((direction) =>
        [
          'rcmh 8',
          'rcmh 16',
          'cross-kernel 8',
          'cross-kernel 16',
          'probabilities null',
          'chance null',
        ].map((rest) => `${direction} ${rest}`),
      ),
    );
    expect(cells).toHaveLength(2 * own.length);
  });

  test('finds what belongs together far better than chance, and best without codes', () => {
    const { cells: all } = summariseCrossModal(DATASET, cells);
    for (const direction of DIRECTIONS) {
      const mean = (method: string, bits: number | null) =>
        all.find((c) => c.direction === direction && c.method === method && c.bits === bits)!
          .meanAveragePrecision.mean;
      expect(mean('chance', null)).toBeCloseTo(1 / 3, 1);
      expect(mean('cross-kernel', 16)).toBeGreaterThan(0.7);
      expect(mean('probabilities', null)).toBeGreaterThan(0.7);
      expect(mean('rcmh', 16)).toBeGreaterThan(0.5);
    }
  });

  test('gives the same cells on another backend', async () => {
    const other = await runCrossModalEvaluation(simd, DATASET, { ...SETTINGS, partitions: 1 });
    expect(untimed(other.cells)).toEqual(untimed(cells.filter(({ partition }) => partition === 0)));
  });

  test('gives of one length what it gives among others: settings don’t depend on it', async () => {
    const settings = { ...SETTINGS, partitions: 1, bits: [16], methods: ['cross-kernel'] };
    const alone = await runCrossModalEvaluation(kernels, DATASET, settings);
    const isOwn = (cell: CrossModalCell) =>
      cell.partition === 0 && cell.method === 'cross-kernel' && cell.bits === 16;
    const measures = (list: readonly CrossModalCell[]) =>
      list.filter(isOwn).map((cell) => cell.measures);
    expect(measures(alone.cells)).toEqual(measures(cells));
  });

  test('takes finished cells from the store, and only those of the same settings', async () => {
    const store = memoryStore();
    const settings = { ...SETTINGS, partitions: 1, methods: ['rcmh'] };
    const first = await runCrossModalEvaluation(kernels, DATASET, settings, { store });
    expect(first.resumed).toBe(0);
    const again = await runCrossModalEvaluation(kernels, DATASET, settings, { store });
    // Two lengths in two directions.
    expect(again.resumed).toBe(4);
    expect(again.cells).toEqual(first.cells);
    const others = { ...settings, database: 70 };
    const changed = await runCrossModalEvaluation(kernels, DATASET, others, { store });
    expect(changed.resumed).toBe(0);
  });

  test('looks at no label of queries or of a database that is held out', async () => {
    const settings = { ...SETTINGS, partitions: 1, methods: ['cross-kernel-unlabelled'] };
    const before = await runCrossModalEvaluation(kernels, DATASET, settings);
    const scrambled = Int32Array.from(labels);
    const { divideCrossModal } = await import('../../../../src/evaluation/cross-modal/divide.ts');
    const sizes = { supervision: 60, queries: 40, database: 80, seed: 1 };
    const drawn = divideCrossModal(labels, null, sizes);
    for (const rows of [drawn.queries, drawn.database, drawn.unlabelled]) {
      for (const row of rows) scrambled[row] = (labels[row] + 1) % 3;
    }
    const after = await runCrossModalEvaluation(
      kernels,
      { ...DATASET, labels: scrambled },
      settings,
    );
    // Classes that are renamed alike: measures and what was learned are the same.
    const measured = (list: readonly CrossModalCell[]) =>
      list.map((cell) => [cell.method, cell.measures.meanAveragePrecision, cell.settings]);
    expect(measured(after.cells)).toEqual(measured(before.cells));
  });

  test('ends when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(runCrossModalEvaluation(kernels, DATASET, SETTINGS, { signal })).rejects.toThrow(
      'enough',
    );
  });
});

describe('its summary', () => {
  test('says what the pairs are, and prints of cells what people ask for', () => {
    const result = summariseCrossModal(DATASET, cells);
    expect(result.protocol).toBe('cross-modal');
    expect(result.dataset).toEqual({
      name: 'made up',
      rows: ROWS,
      imageDimensions: 12,
      textDimensions: 6,
      classes: 3,
    });
    const [first] = result.cells.map(plainCrossModalCell);
    expect(Object.keys(first)).toEqual([
      'direction',
      'method',
      'bits',
      'supervision',
      'partitions',
      'trainSeconds',
      'meanAveragePrecision',
      'precisionAtRadius2',
      'precisionAt10',
    ]);
  });

  test('compares methods in each direction by itself', () => {
    const comparisons = compareCrossModal(summariseCrossModal(DATASET, cells).cells);
    expect(comparisons.map(({ direction, bits }) => `${direction} ${bits}`).sort()).toEqual([
      'image-to-text 16',
      'image-to-text 8',
      'text-to-image 16',
      'text-to-image 8',
    ]);
  });
});

describe('settings', () => {
  test('default to a fifth of the pairs, as the paper has it', () => {
    const { queries, supervision } = crossModalDefaults(2866, false);
    expect([queries, ...supervision]).toEqual([573, 574]);
    expect(crossModalDefaults(100, false).methods).not.toContain('cross-kernel-unlabelled');
    expect(crossModalDefaults(100, true).methods).toEqual(CROSS_MODAL_NAMES);
  });

  test.each([
    [{ methods: [] }, /methods must name at least one/],
    [{ methods: ['lsh'] }, /cross-modal must be some of rcmh, cca/],
    [{ bits: [8, 8] }, /bits must be a list without repeats/],
    [{ queries: 0 }, /queries/],
    [{ database: undefined, methods: ['cross-kernel-unlabelled'] }, /give --database/],
    [{ more: 1 }, /more/],
  ])('%j are refused', (change, message) => {
    const settings = { ...SETTINGS, ...change } as CrossModalEvaluationSettings;
    expect(() => checkCrossModalSettings(settings)).toThrow(message);
  });

  test('name methods in the order of reports', () => {
    expect(chosenCrossModal(['cross-kernel', 'rcmh'])).toEqual(['rcmh', 'cross-kernel']);
    expect(wordsOf('chance').title).toBe('chance');
    expect(wordsOf('rcmh').summary).toContain('SIGIR 2015');
  });
});

describe('a dataset', () => {
  const few = Matrix.from([[1], [2]]);
  test.each([
    [{ texts: few }, /a text for each image, but there are 2 texts for 240 images/],
    [{ labels: Int32Array.of(1) }, /a label for each pair, but there are 1 labels for 240 pairs/],
    [{ groups: Int32Array.of(1) }, /a group for each pair, but there are 1 groups/],
    [{ labels: new Int32Array(ROWS) }, /labels must name at least two classes/],
  ])('that does not fit is refused', async (change, message) => {
    const dataset = { ...DATASET, ...change };
    await expect(runCrossModalEvaluation(kernels, dataset, SETTINGS)).rejects.toThrow(message);
  });
});
