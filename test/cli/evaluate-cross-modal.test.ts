import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { npy } from '../support/make-files.ts';
import { DIMENSIONS, labels, points, ROWS, writeDatasets } from './datasets.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
writeDatasets(folder);
/** Texts are the first values of the points, in another order: they say the class too. */
const WORDS = 6;
const texts = labels.flatMap((_, row) =>
  Array.from({ length: WORDS }, (_, j) => points[row * DIMENSIONS + ((j * 5) % DIMENSIONS)] / 255),
);
writeFileSync(join(folder, 'texts.npy'), npy(texts, [ROWS, WORDS]));
writeFileSync(
  join(folder, 'groups.txt'),
  labels.map((_, row) => `pair ${Math.floor(row / 2)}`).join('\n'),
);
writeFileSync(
  join(folder, 'groups.npy'),
  npy(
    labels.map((_, row) => Math.floor(row / 2)),
    [ROWS],
    { type: 'i4' },
  ),
);
writeFileSync(join(folder, 'few.npy'), npy(texts.slice(0, 10 * WORDS), [10, WORDS]));

const FILES = ['--images', 'points.npy', '--texts', 'texts.npy', '--labels', 'labels.npy'];
const QUICK = ['--bits', '8,16', '--partitions', '2', '--methods', 'rcmh,cross-kernel,cca'];
const ARGS = ['evaluate', '--protocol', 'cross-modal', ...FILES, ...QUICK];
const run = (...args: string[]) => hashplane([...ARGS, ...args], { cwd: folder });

interface Printed {
  protocol: string;
  dataset: object;
  cells: {
    direction: string;
    method: string;
    bits: number | null;
    supervision: number;
    partitions: number;
    meanAveragePrecision: { mean: number; std: number | null };
  }[];
}

describe('evaluate --protocol cross-modal', () => {
  test('prints a cell for each method, length and direction, and what has no codes', async () => {
    const printed = jsonOf(await run('--json')) as Printed;
    expect(Object.keys(printed)).toEqual(['protocol', 'dataset', 'cells', 'peakMemoryBytes']);
    expect(printed.protocol).toBe('cross-modal');
    expect(printed.dataset).toEqual({
      name: 'points.npy and texts.npy',
      rows: ROWS,
      imageDimensions: DIMENSIONS,
      textDimensions: WORDS,
      classes: 3,
    });
    const own = printed.cells.map(
      ({ direction, method, bits }) => `${direction} ${method} ${bits}`,
    );
    expect(own).toEqual(
      ['image-to-text', 'text-to-image'].flatMap((direction) =>
        [
          ...['rcmh 8', 'rcmh 16', 'cca 8', 'cca 16', 'cross-kernel 8', 'cross-kernel 16'],
          ...['probabilities null', 'chance null'],
        ].map((rest) => `${direction} ${rest}`),
      ),
    );
    // A fifth of 240 pairs have labels.
    expect(new Set(printed.cells.map(({ supervision }) => supervision))).toEqual(new Set([48]));
    const of = (method: string) =>
      printed.cells.find((cell) => cell.method === method)!.meanAveragePrecision.mean;
    expect(of('probabilities')).toBeGreaterThan(of('chance') + 0.1);
  });

  test('holds a database out, learns from pairs without labels, and writes all files', async () => {
    const out = mkdtempSync(join(folder, 'out-'));
    const held = ['--database', '80', '--queries', '40', '--groups', 'groups.npy', '--out', out];
    const more = ['--methods', 'cross-kernel,cross-kernel-unlabelled', '--name', 'both'];
    const { stdout, code, stderr } = await run(...held, ...more);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain('both: 240 pairs in 3 classes, images of 16 values, texts of 6');
    expect(stdout).toContain('40 queries, a database of 80 pairs that nothing is learned from');
    expect(stdout).toContain('images find texts, 48 labelled pairs');
    expect(stdout).toContain('texts find images, 48 labelled pairs');
    expect(stdout).toMatch(/^class probabilities with unlabelled pairs, unhashed .* 0\.\d{4}/m);
    expect(stdout).toMatch(/^chance .* 0\.3\d{3}/m);
    expect(stdout).toContain('Paired t-test over partitions');
    const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    expect(results.settings).toMatchObject({ database: 80, queries: 40 });
    expect(results.comparisons[0]).toHaveProperty('direction');
    const [header, first] = readFileSync(join(out, 'results.csv'), 'utf8').split('\r\n');
    expect(header).toMatch(/^direction,method,bits,/);
    expect(first).toMatch(/^image-to-text,cross-kernel,8,48,2,/);
    const latex = readFileSync(join(out, 'results.tex'), 'utf8');
    expect(latex).toContain('protocol cross-modal, text to image');
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    expect(page).toContain('"direction":"text-to-image"');
    const again = await run(...held, ...more);
    expect(again.stdout).toMatch(/24 cells resumed/);
  });

  test('takes groups as texts too', async () => {
    const args = ['--groups', 'groups.txt', '--methods', 'rcmh', '--partitions', '1', '--json'];
    const numbers = args.with(1, 'groups.npy');
    const means = (outcome: Printed) => outcome.cells.map((cell) => cell.meanAveragePrecision.mean);
    const [texts, other] = [await run(...args), await run(...numbers)].map(
      (outcome) => jsonOf(outcome) as Printed,
    );
    expect(means(texts)).toEqual(means(other));
  });
});

describe('is refused in one line', () => {
  const bare = ['evaluate', '--protocol', 'cross-modal'];
  test.each<[string, string[], number, RegExp]>([
    ['no files', bare, 2, /needs two files: of images with --images, of texts with --texts/],
    ['DATA', [...ARGS, 'points.npy'], 2, /takes no DATA: give the files with --images and --texts/],
    ['labels twice', [...ARGS, '--labels', 'labels.npy'], 2, /takes --labels once/],
    [
      'queries by class',
      [...ARGS, '--queries-per-class', '3'],
      2,
      /--queries-per-class means noth/,
    ],
    ['baselines', [...ARGS, '--baselines'], 2, /--baselines means nothing with --protocol cross/],
    ['no tuning', [...ARGS, '--no-tune'], 2, /--no-tune means nothing with --protocol cross-modal/],
    ['another method', [...ARGS, '--methods', 'lsh'], 2, /must be some of rcmh, cca, cross-kernel/],
    [
      'no spare pairs',
      [...ARGS, '--methods', 'cross-kernel-unlabelled'],
      2,
      /--methods name cross-kernel-unlabelled, .*: give --database/,
    ],
    ['fewer texts', [...ARGS, '--texts', 'few.npy'], 1, /10 texts for 240 images/],
    ['too many queries', [...ARGS, '--queries', '240'], 1, /queries must leave pairs to search/],
    ['a missing file', [...ARGS, '--texts', 'none.npy'], 1, /can't read none\.npy/],
    [
      'images elsewhere',
      ['evaluate', '--images', 'points.npy'],
      2,
      /--images is for --protocol cro/,
    ],
    [
      'groups elsewhere',
      ['evaluate', '--groups', 'x'],
      2,
      /--groups is for --protocol cross-modal/,
    ],
    ['its methods elsewhere', ['evaluate', '--methods', 'rcmh'], 2, /methods must be some of lsh/],
  ])('%s', async (_, args, code, message) => {
    expectRefused(await hashplane(args, { cwd: folder }), code, message);
  });
});
