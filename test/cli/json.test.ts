import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { CLASSES, DIMENSIONS, ROWS, writeDatasets } from './datasets.ts';
import { hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
const datasets = writeDatasets(folder);
const METHODS = ['LSH', 'GRH (tutorial)', 'GRH (paper)'];
const SIZES = ['--queries', '40', '--train', '60', '--max-radius', '3'];

interface Printed {
  dataset: Record<string, unknown>;
  split: Record<string, number>;
  backend: string;
  methods: {
    name: string;
    bits: number;
    trainSeconds: number;
    meanAveragePrecision: number | null;
    buckets: { count: number; meanSize: number; largest: number };
    byRadius: Record<string, number | null>[];
  }[];
  exact: Record<string, number>;
}

async function run(...args: string[]): Promise<Printed> {
  const outcome = await hashplane(['tutorial', '--json', ...args], { cwd: folder });
  return jsonOf(outcome) as Printed;
}

/** What must not differ from run to run. */
function withoutTimes(printed: Printed): unknown {
  const timeless = (key: string, value: unknown) =>
    key === 'trainSeconds' || key === 'meanQueryMillis' ? 'time' : value;
  return JSON.parse(JSON.stringify(printed, timeless));
}

function isShare(value: number | null): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

describe('--json', () => {
  let printed: Printed;
  beforeAll(async () => {
    printed = await run(...datasets.npy, ...SIZES, '--bits', '8,12');
  });

  test('prints these keys and no others', () => {
    expect(Object.keys(printed)).toEqual(['dataset', 'split', 'backend', 'methods', 'exact']);
    expect(Object.keys(printed.dataset)).toEqual(['name', 'rows', 'dimensions', 'classes']);
    expect(Object.keys(printed.split)).toEqual(['queries', 'database', 'train']);
    expect(Object.keys(printed.exact)).toEqual(['precisionAtK', 'meanQueryMillis']);
    for (const method of printed.methods) {
      expect(Object.keys(method)).toEqual([
        'name',
        'bits',
        'trainSeconds',
        'meanAveragePrecision',
        'buckets',
        'byRadius',
      ]);
      expect(Object.keys(method.buckets)).toEqual(['count', 'meanSize', 'largest']);
      for (const radius of method.byRadius) {
        expect(Object.keys(radius)).toEqual([
          'radius',
          'precisionAtK',
          'precisionAtKEmptyAsZero',
          'emptyQueries',
          'meanCandidates',
          'meanQueryMillis',
        ]);
      }
    }
  });

  test('describes the dataset and its split', () => {
    expect(printed.dataset).toEqual({
      name: 'points.npy',
      rows: ROWS,
      dimensions: DIMENSIONS,
      classes: CLASSES,
    });
    expect(printed.split).toEqual({ queries: 40, database: ROWS - 100, train: 60 });
    expect(['wasm-simd', 'wasm', 'typescript']).toContain(printed.backend);
  });

  test('has every method at every code length, in this order', () => {
    const names = printed.methods.map(({ name, bits }) => `${name} ${bits}`);
    expect(names).toEqual([8, 12].flatMap((bits) => METHODS.map((name) => `${name} ${bits}`)));
  });

  test('has numbers that can be', () => {
    expect(printed.exact.precisionAtK).toSatisfy(isShare);
    expect(printed.exact.meanQueryMillis).toBeGreaterThan(0);
    for (const { trainSeconds, meanAveragePrecision, buckets, byRadius } of printed.methods) {
      expect(trainSeconds).toBeGreaterThan(0);
      expect(meanAveragePrecision).toSatisfy(isShare);
      expect(buckets.count * buckets.meanSize).toBeCloseTo(ROWS);
      expect(buckets.largest).toBeGreaterThanOrEqual(buckets.meanSize);
      expect(byRadius.map(({ radius }) => radius)).toEqual([0, 1, 2, 3]);
      for (const at of byRadius) {
        expect(at.precisionAtKEmptyAsZero).toSatisfy(isShare);
        expect(at.emptyQueries).toSatisfy((n: number) => Number.isInteger(n) && n >= 0 && n <= 40);
        expect(at.meanCandidates).toBeGreaterThanOrEqual(0);
        expect(at.meanQueryMillis).toBeGreaterThan(0);
      }
    }
  });

  test('counts an empty query as 0 in the one precision and leaves it out of the other', () => {
    const all = printed.methods.flatMap(({ byRadius }) => byRadius);
    expect(all.some((at) => at.emptyQueries! > 0 && at.emptyQueries! < 40)).toBe(true);
    for (const at of all) {
      const asZero = ((at.precisionAtK ?? 0) * (40 - at.emptyQueries!)) / 40;
      expect(at.precisionAtKEmptyAsZero).toBeCloseTo(asZero, 12);
    }
  });

  test('has null for the precision of no answers at all, never NaN', async () => {
    const sparse = await run(...datasets.npy, '--bits', '256', '--queries', '9', '--train', '60');
    const [lsh] = sparse.methods;
    expect(lsh.byRadius[0]).toMatchObject({
      precisionAtK: null,
      precisionAtKEmptyAsZero: 0,
      emptyQueries: 9,
      meanCandidates: 0,
    });
  });

  test('goes up to radius 10, or the bits where they are fewer, by default', async () => {
    const { methods } = await run(...datasets.npy, '--bits', '4,12', '--train', '60');
    expect(methods.map(({ byRadius }) => byRadius.length)).toEqual([5, 5, 5, 11, 11, 11]);
  });

  test('takes 0.2% of the rows as queries and 2% of the others for training by default', async () => {
    const { split } = await run(...datasets.npy);
    expect(split).toEqual({ queries: 1, database: ROWS - 6, train: 5 });
  });
});

describe('the same command gives the same numbers', () => {
  const args = [...SIZES, '--bits', '8,40'];
  let first: Printed;
  beforeAll(async () => {
    first = await run(...datasets.npy, ...args);
  });

  test('twice', async () => {
    expect(withoutTimes(await run(...datasets.npy, ...args))).toEqual(withoutTimes(first));
  });

  test.each(['wasm-simd', 'wasm', 'typescript', 'auto'])('by the backend %s', async (backend) => {
    const other = await run(...datasets.npy, ...args, '--backend', backend);
    if (backend !== 'auto') expect(other.backend).toBe(backend);
    expect(withoutTimes({ ...other, backend: first.backend })).toEqual(withoutTimes(first));
  });

  test.each(Object.entries(datasets))('from %s files', async (_, files) => {
    const other = await run(...files, ...args);
    expect(other.dataset.name).toBe(files[1]);
    expect(withoutTimes({ ...other, dataset: first.dataset })).toEqual(withoutTimes(first));
  });

  test('from another working folder', async () => {
    const below = join(folder, 'below');
    mkdirSync(below);
    const files = datasets.npy.map((word) => (word.startsWith('--') ? word : join('..', word)));
    const outcome = await hashplane(['tutorial', '--json', ...files, ...args], { cwd: below });
    expect(withoutTimes(jsonOf(outcome) as Printed)).toEqual(withoutTimes(first));
  });
});

test.each([
  ['--seed 1', 'methods'],
  ['--split-seed 7', 'exact'],
  ['--cost 0.001', 'methods'],
  ['--alpha 0', 'methods'],
  ['--iterations 0', 'methods'],
  ['--top 3', 'exact'],
  ['--learner svm-sgd', 'methods'],
] as const)('%s changes the numbers', async (words, key) => {
  const plain = await run(...datasets.npy, ...SIZES);
  const other = await run(...datasets.npy, ...SIZES, ...words.split(' '));
  expect(withoutTimes(other)).not.toEqual(withoutTimes(plain));
  expect(withoutTimes({ ...other, [key]: plain[key] })).not.toEqual(withoutTimes(other));
});

test('the bundled images are found from any folder and give the known numbers', async () => {
  const printed = await run();
  expect(printed.dataset).toEqual({
    name: 'Fashion-MNIST test images',
    rows: 10_000,
    dimensions: 784,
    classes: 10,
  });
  expect(printed.split).toEqual({ queries: 200, database: 8600, train: 1200 });
  const atRadius2 = printed.methods.map(({ byRadius }) => byRadius[2].precisionAtK);
  const [lsh, tutorial, paper] = atRadius2 as number[];
  // Learned hyperplanes beat random ones, and the labels beat no labels.
  expect(tutorial).toBeGreaterThan(lsh);
  expect(paper).toBeGreaterThan(tutorial);
});

test('without WebAssembly it says so in one line and goes on in TypeScript', async () => {
  const args = ['tutorial', '--json', ...datasets.npy, ...SIZES];
  const { code, stdout, stderr } = await hashplane(args, {
    cwd: folder,
    node: ['--no-expose-wasm'],
  });
  expect(stderr).toMatch(/^hashplane runs without WebAssembly[^\n]*\n$/);
  expect(JSON.parse(stdout)).toMatchObject({ backend: 'typescript' });
  expect(code).toBe(0);
});

test.each(['wasm-simd', 'wasm'])(
  'without WebAssembly a named backend, %s, is refused',
  async (backend) => {
    const args = ['tutorial', '--backend', backend, ...datasets.npy, ...SIZES];
    const outcome = await hashplane(args, { cwd: folder, node: ['--no-expose-wasm'] });
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(outcome.stderr).toMatch(/^hashplane: [^\n]*WebAssembly[^\n]*\n$/);
  },
);
