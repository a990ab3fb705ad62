import { beforeAll, describe, expect, it } from 'vitest';
import { type CompareResult, compare } from '../../../../../src/demo/lab/calls/compare.ts';
import { examples } from '../../../../../src/demo/lab/calls/examples.ts';
import { meanPrecision } from '../../../../../src/demo/lab/calls/mean-precision.ts';
import type { LabState } from '../../../../../src/demo/lab/lab.ts';
import { prepared } from '../../../../../src/demo/lab/prepared.ts';
import { runTutorial } from '../../../../../src/evaluation/tutorial/run.ts';
import { TUTORIAL_DEFAULTS } from '../../../../../src/evaluation/tutorial/settings.ts';
import { bundledLab } from '../bundled-lab.ts';

const SETTINGS = { bits: 16, radius: 2 };
const signal = new AbortController().signal;

let lab: LabState;
let row: number;
beforeAll(async () => {
  lab = await bundledLab();
  row = (await examples(lab, { count: 1 })).shown[0]!.row;
});

const ask = (method: 'lsh' | 'grh' | 'exact', query: { row: number } = { row }) =>
  compare(lab, { query, method, ...SETTINGS });

describe('comparing for one query', () => {
  it('ranks the candidates within the radius by cosine', async () => {
    const { neighbours, candidates, hashed } = await ask('lsh');
    expect(candidates).toBeGreaterThan(10);
    expect(hashed?.strategy).toBe('probe');
    expect(hashed?.lookedAt).toBe(1 + 16 + 120);
    const similarities = neighbours.map(({ similarity }) => similarity);
    expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
    for (const { code, bitsApart } of neighbours) {
      const differing = [...code!].filter((bit, j) => bit !== hashed!.code[j]);
      expect(bitsApart).toBe(differing.length);
      expect(bitsApart).toBeLessThanOrEqual(2);
    }
  });

  it('counts what is right by the labels', async () => {
    const { labels } = await lab.dataset;
    const { neighbours, right } = await ask('exact');
    expect(right).toBe(neighbours.filter((each) => labels![each.row] === labels![row]).length);
  });

  it('does not let a row of the database find itself', async () => {
    const { database } = await prepared(lab);
    const query = { row: database.rows[5]! };
    for (const method of ['lsh', 'grh', 'exact'] as const) {
      const { neighbours, query: shown } = await ask(method, query);
      expect(shown.part).toBe('database');
      expect(neighbours.map((each) => each.row)).not.toContain(query.row);
      expect(neighbours).toHaveLength(10);
    }
  });

  it('takes the picture of a row for what the row is', async () => {
    const { query, neighbours } = await ask('exact');
    const { rgba } = query.picture as { rgba: Uint8ClampedArray<ArrayBuffer> };
    const drawn: CompareResult = await compare(lab, {
      query: { rgba },
      method: 'exact',
      ...SETTINGS,
    });
    expect(drawn.query).toMatchObject({ row: null, className: null });
    expect(drawn.right).toBeNull();
    expect(drawn.neighbours.map((each) => each.row)).toEqual(neighbours.map((each) => each.row));
  });

  it('refuses a row that is not there', async () => {
    await expect(ask('exact', { row: 10_000 })).rejects.toThrow(
      'there is no row 10000: those of Fashion-MNIST are 0 to 9999',
    );
  });
});

describe('mean precision', () => {
  it('is what the job of the tutorial finds', async () => {
    const settings = { ...TUTORIAL_DEFAULTS, queries: 200, train: 1200, maxRadius: 2 };
    const dataset = await lab.dataset;
    const { result } = await runTutorial(
      lab.kernels,
      { ...dataset, labels: dataset.labels! },
      settings,
    );
    const names = { lsh: 'LSH', grh: 'GRH (paper)' } as const;
    for (const method of ['lsh', 'grh'] as const) {
      const mean = await meanPrecision(lab, { method, ...SETTINGS }, { signal });
      const expected = result.methods.find(({ name }) => name === names[method])!.byRadius[2]!;
      expect(mean.precision).toBeCloseTo(expected.precisionAtKEmptyAsZero, 12);
      expect(mean.empty).toBe(expected.emptyQueries);
      expect(mean.meanCandidates).toBeCloseTo(expected.meanCandidates, 9);
    }
    const exact = await meanPrecision(lab, { method: 'exact', ...SETTINGS }, { signal });
    expect(exact.precision).toBeCloseTo(result.exact.precisionAtK, 12);
  });
});
