import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WalkthroughChoices } from '../../src/evaluation/walkthrough/settings.ts';
import { BUNDLED_SOURCE, type DatasetSource } from '../../src/evaluation/walkthrough/source.ts';
import type { Walkthrough, WalkthroughStepId } from '../../src/evaluation/walkthrough/types.ts';
import { walkthrough } from '../../src/evaluation/walkthrough/walkthrough.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { readBundledDataset } from '../../src/node/bundled-dataset.ts';
import { readDatasetFile } from '../../src/node/read-file.ts';
import { matFile, matVariable, npy } from '../support/make-files.ts';
import { ROOT } from '../support/markdown.ts';
import { gaussianClasses } from '../support/points.ts';
import { dataOf } from '../support/walkthrough.ts';
import { canImport, python } from './python.ts';

// The lines of code of all steps, one after another, are a program that finds the numbers shown.

const kernels = createKernelsSync();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hashplane-it's-"));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/hashplane'), 'junction');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the program of a language ends with, which the lines of `end` print as JSON. */
interface Found {
  readonly bits: number[];
  readonly bucket: number;
  readonly buckets: number;
  readonly sizes: number[];
  readonly neighbours: number[];
  readonly random: number[];
  readonly flipped: number;
  readonly better: number[];
  readonly toy: { before: number[]; after: number[]; lines: number[] };
}

function runJavaScript(story: Walkthrough): Found {
  const end = `
    console.log(JSON.stringify({
      bits, bucket: Number(bucket), buckets: buckets.length,
      sizes: [queries.length, database.length, train.length],
      neighbours, random: random.map((each) => each.precisionAtK), flipped,
      better: better.map((each) => each.precisionAtK),
      toy: { before: [...before], after: [...after], lines: [...lines.data] },
    }));`;
  const code = story.steps.map((step) => step.code.javascript).join('\n\n');
  writeFileSync(join(folder, 'story.mjs'), `${code}\n${end}`);
  const options = { cwd: folder, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['story.mjs'], options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

function runPython(story: Walkthrough): Found {
  const end = `
import json
print(json.dumps({
    "bits": bits.tolist(), "bucket": int(bucket), "buckets": len(buckets),
    "sizes": [len(queries), len(database), len(train)],
    "neighbours": neighbours.tolist(), "random": random, "flipped": int(flipped), "better": better,
    "toy": {"before": before.ravel().tolist(), "after": after.ravel().tolist(),
            "lines": normals.T.ravel().tolist()},
}))`;
  const code = story.steps.map((step) => step.code.numpy).join('\n\n');
  return JSON.parse(python(`${code}\n${end}`, folder));
}

function expectFound(found: Found, story: Walkthrough): void {
  const data = <Id extends WalkthroughStepId>(id: Id) => dataOf(story, id);
  const { byRadius } = data('neighbours');
  const signs = (bits: readonly (readonly number[])[]) => bits.flat().map((bit) => 2 * bit - 1);
  const { initial, rounds } = data('toy');
  expect(found.bits).toEqual(data('bits').bits);
  expect(found.bucket).toBe(Number(data('bucket').index));
  expect(found.buckets).toBe(data('table').buckets);
  expect(found.sizes).toEqual(data('split').parts.map(({ size }) => size));
  expect(found.neighbours).toEqual(
    byRadius[Math.min(2, byRadius.length - 1)].nearest.map(({ row }) => row),
  );
  data('lsh').lsh.byRadius.forEach(({ precisionAtK }, radius) => {
    if (precisionAtK === null) expect(found.random[radius]).toBeNull();
    else expect(found.random[radius]).toBeCloseTo(precisionAtK, 12);
  });
  expect(found.flipped).toBe(data('grh').flipped.count);
  expect(found.better).toHaveLength(data('comparison').grh.byRadius.length);
  expect(found.toy.before).toEqual(signs(initial));
  expect(found.toy.after).toEqual(signs(rounds[0].smoothed));
  rounds
    .at(-1)!
    .hyperplanes.flat()
    .forEach((value, i) => {
      expect(found.toy.lines[i]).toBeCloseTo(value, 2);
    });
}

const precisions = (story: Walkthrough) => {
  return dataOf(story, 'comparison').grh.byRadius.map(({ precisionAtK }) => precisionAtK);
};

describe('the bundled images', () => {
  let story: Walkthrough;
  beforeAll(async () => {
    const settings = { maxRadius: 1, queries: 60, train: 600 };
    const dataset = await readBundledDataset();
    story = await walkthrough(kernels, dataset, settings, { source: BUNDLED_SOURCE });
  });

  test('the JavaScript of all steps finds the numbers shown', () => {
    const found = runJavaScript(story);
    expectFound(found, story);
    expect(found.better).toEqual(precisions(story));
  });

  test.skipIf(!canImport(['numpy', 'sklearn'], 'the walkthrough'))(
    'the Python of all steps finds the numbers shown',
    () => {
      const found = runPython(story);
      expectFound(found, story);
      // Another solver, with another tolerance.
      precisions(story).forEach((precision, radius) => {
        expect(Math.abs(found.better[radius] - (precision ?? 0))).toBeLessThan(0.05);
      });
    },
  );
});

describe('files of one’s own', () => {
  const told = async (source: DatasetSource, given: WalkthroughChoices) => {
    const { file, options = {} } = source;
    const paths = options.labels ? { labels: join(folder, String(options.labels)) } : {};
    const dataset = await readDatasetFile(join(folder, file), { ...options, ...paths });
    return walkthrough(kernels, dataset, given, { source });
  };
  beforeAll(() => {
    const [rows, dimensions] = [240, 16];
    const shape = { rows, dimensions, classes: 3 };
    const { points, labels } = gaussianClasses({ ...shape, distance: 2, seed: 8 });
    // Whole numbers, which every format holds exactly, but no zeros: numpy divides by none.
    const values = Array.from(points.data, (value) => Math.round(100 * value) || 1);
    writeFileSync(join(folder, 'points.npy'), npy(values, [rows, dimensions]));
    writeFileSync(join(folder, 'labels.npy'), npy([...labels], [rows], { type: 'i8' }));
    const columns = Array.from(
      { length: values.length },
      (_, i) => values[(i % rows) * dimensions + Math.floor(i / rows)],
    );
    const x = matVariable({ name: 'X', shape: [rows, dimensions], values: columns });
    const classes = matVariable({ name: 'X_class', shape: [1, rows], values: [...labels] });
    writeFileSync(join(folder, 'data.mat'), matFile([x, classes]));
  });

  test.each<[string, DatasetSource, WalkthroughChoices]>([
    [
      'arrays of numpy, few bits, the stochastic learner and the rule of the paper',
      { file: 'points.npy', options: { labels: 'labels.npy' } },
      {
        bits: 5,
        learner: 'svm-sgd',
        row: 3,
        query: 1,
        toy: { rule: 'paper', alpha: 0.9, iterations: 1 },
      },
    ],
    [
      'MATLAB, many bits, and an alpha that flips nothing',
      { file: 'data.mat' },
      { bits: 60, seed: 2, alpha: 0.4, iterations: 2, maxRadius: 2, toy: { alpha: 0.4 } },
    ],
  ])('%s: both programs find the numbers shown', async (_, source, given) => {
    const story = await told(source, given);
    const found = runJavaScript(story);
    expectFound(found, story);
    expect(found.better).toEqual(precisions(story));
    if (canImport(['numpy', 'sklearn', 'scipy'], 'the walkthrough')) {
      expectFound(runPython(story), story);
    }
  });

  test('names and options that must be quoted are', async () => {
    const name = `it's "so" \`\${1}\`.npy`;
    const source = { file: name, options: { labels: name, labelColumn: -1, header: false } };
    const { readInJavaScript, readInPython } = await import(
      '../../src/evaluation/walkthrough/source.ts'
    );
    const call = readInJavaScript(source).replace('await readDatasetFile', '((...given) => given)');
    const dataset = new Function(`${call} return dataset;`)();
    expect(dataset).toEqual([name, source.options]);
    expect(readInPython(source)).toContain(JSON.stringify(name));
    expect(readInPython({ file: 'a\nimport os.csv' })).toMatch(/^(\n?#[^\n]*)+$/);
  });
});
