import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { METHOD_NAMES } from '../../src/evaluation/methods/names.ts';
import { npy } from '../support/make-files.ts';
import { DIMENSIONS, labels, points, ROWS, writeDatasets } from './datasets.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
writeDatasets(folder);
const half = (ROWS / 2) * DIMENSIONS;
for (const [name, part] of [
  ['first', points.slice(0, half)],
  ['second', points.slice(half)],
] as const) {
  writeFileSync(join(folder, `${name}.npy`), npy(part, [ROWS / 2, DIMENSIONS]));
}
writeFileSync(join(folder, 'half.npy'), npy(labels.slice(0, ROWS / 2), [ROWS / 2], { type: 'i4' }));
const FILES = ['points.npy', '--labels', 'labels.npy'];
const QUICK = ['--supervision', '60', '--bits', '8,16', '--queries-per-class', '10'];
const FEW = ['--methods', 'lsh,grh-linear', '--partitions', '2', '--no-tune'];
const BASED = [...FEW, '--baselines'];
const ARGS = ['evaluate', ...FILES, ...QUICK, ...FEW];

const run = (...args: string[]) => hashplane([...ARGS, ...args], { cwd: folder });
const MANY = ['--partitions', '12'];
const freshFolder = () => mkdtempSync(join(folder, 'out-'));

interface Printed {
  protocol: string;
  dataset: object;
  cells: {
    method: string;
    bits: number | null;
    supervision: number;
    partitions: number;
    trainSeconds: number;
    meanAveragePrecision: { mean: number; std: number | null };
    precisionAtRadius2: { mean: number; std: number | null; emptyShare: number } | null;
    precisionAt10: { mean: number; std: number | null };
    accuracy: { mean: number; std: number | null } | null;
  }[];
  peakMemoryBytes: number;
}

describe('evaluate --json', () => {
  test('runs the methods that are named alone', async () => {
    const { cells } = jsonOf(await run('--json')) as Printed;
    expect(cells.map(({ method, bits }) => `${method} ${bits}`)).toEqual([
      'lsh 8',
      'lsh 16',
      'grh-linear 8',
      'grh-linear 16',
    ]);
  });

  test('prints a cell for each method, length and supervision, and the baselines', async () => {
    const args = ['--json', '--supervision', '60,90', '--baselines'];
    const printed = jsonOf(await run(...args)) as Printed;
    expect(Object.keys(printed)).toEqual(['protocol', 'dataset', 'cells', 'peakMemoryBytes']);
    // A process of Node takes some tens of megabytes, whatever it does.
    expect(printed.peakMemoryBytes).toBeGreaterThan(10e6);
    expect(printed).toMatchObject({
      protocol: 'paper',
      dataset: { name: 'points.npy', rows: ROWS, dimensions: DIMENSIONS, classes: 3 },
    });
    const rows = printed.cells.map(({ method, bits, supervision }) => [supervision, method, bits]);
    const each = (supervision: number) => [
      [supervision, 'lsh', 8],
      [supervision, 'lsh', 16],
      [supervision, 'grh-linear', 8],
      [supervision, 'grh-linear', 16],
      [supervision, 'classifier-one-hot', 3],
      [supervision, 'classifier-scores', null],
      [supervision, 'exact-cosine', null],
    ];
    const shown = rows.filter(([, method]) => each(0).some(([, name]) => name === method));
    expect(shown).toEqual([...each(60), ...each(90)]);
    for (const cell of printed.cells) {
      expect(Object.keys(cell)).toEqual([
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
      const isClassifier = cell.method.startsWith('classifier-');
      if (isClassifier) expect(cell.accuracy?.mean).toBeGreaterThan(0.4);
      else expect(cell.accuracy).toBeNull();
      expect(cell.partitions).toBe(2);
      expect(Object.keys(cell.meanAveragePrecision)).toEqual(['mean', 'std']);
      expect(Object.keys(cell.precisionAt10)).toEqual(['mean', 'std']);
      if (cell.bits === null) expect(cell.precisionAtRadius2).toBeNull();
      else expect(Object.keys(cell.precisionAtRadius2!)).toEqual(['mean', 'std', 'emptyShare']);
    }
  });

  test('prints the same results again, whatever the threads and the backend', async () => {
    const untimed = async (...args: string[]) => {
      const { cells } = jsonOf(await run('--json', ...args)) as Printed;
      return cells.map(({ trainSeconds, ...rest }) => rest);
    };
    const once = await untimed();
    expect(await untimed('--threads', '2')).toEqual(once);
    expect(await untimed('--backend', 'typescript', '--threads', '1')).toEqual(once);
    expect(await untimed('--seed', '5')).not.toEqual(once);
  });

  test('takes several files as one dataset', async () => {
    const two = ['first.npy', 'second.npy', '--labels', 'half.npy', '--labels', 'half.npy'];
    const args = ['evaluate', ...two, ...QUICK, ...FEW, '--json', '--name', 'joined'];
    const joined = jsonOf(await hashplane(args, { cwd: folder })) as Printed;
    expect(joined.dataset).toMatchObject({ name: 'joined', rows: ROWS });
    const whole = jsonOf(await run('--json')) as Printed;
    expect(joined.cells.map((cell) => cell.meanAveragePrecision)).toEqual(
      whole.cells.map((cell) => cell.meanAveragePrecision),
    );
  });
});

describe('evaluate', () => {
  test('learns on the bundled images, and prints tables', async () => {
    const args = ['--supervision', '200', '--bits', '16', '--queries-per-class', '10', ...FEW];
    const { code, stdout, stderr } = await hashplane(['evaluate', ...args], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Fashion-MNIST test images: 10,000 rows of 784 values, 10 classes');
    const at16 = (name: string) =>
      Number(stdout.match(new RegExp(`^${name} +(0\\.\\d{4}) ±`, 'm'))?.[1]);
    expect(at16('LSH')).toBeGreaterThan(0.25);
    expect(at16('GRH linear, LSH init')).toBeGreaterThan(at16('LSH') + 0.1);
    expect(stdout).toMatch(
      /Paired t-test over partitions, two-sided:\n {2}16 bits: .+ leads .+ by 0/,
    );
    expect(stdout).toMatch(/^\d+\.\d s in all, \d+\.\d [MG]B of memory at most$/m);
  });

  test('states the budget of choosing settings before, and what was spent after', async () => {
    const args = ['--tune-seconds', '0.01', '--folds', '2', '--methods', 'lsh,grh-linear'];
    const once = ['evaluate', ...FILES, ...QUICK, '--partitions', '1', ...args];
    const { code, stdout, stderr } = await hashplane(once, { cwd: folder });
    expect(code).toBe(0);
    expect(stderr).toBe(
      'choosing settings: 2 folds of the labelled points, nothing new after 0.01 s for each method in each ' +
        'partition\n',
    );
    expect(stdout).toMatch(
      /^choosing settings took \d+\.\d s; cut short by the time: grh-linear at T = 60 \(1 partition\)$/m,
    );
    expect((await hashplane([...once, '--json'], { cwd: folder })).stderr).toBe('');
  });

  test('shows the accuracy of classifiers', async () => {
    const { stdout } = await run('--methods', 'lsh,classifier-one-hot');
    expect(stdout).toMatch(/^classifier behind it +accuracy\n.*\nclassifier, one-hot +0\.\d{4} ±/m);
    expect((await run('--methods', 'lsh')).stdout).not.toContain('accuracy');
  });

  test('has the tutorial protocol, with its re-ranked candidates', async () => {
    const { code, stdout } = await run('--protocol', 'tutorial');
    expect(code).toBe(0);
    expect(stdout).toMatch(/re-ranked precision@10 +r=0 +empty=0/);
  });

  test('writes results as JSON, CSV, LaTeX and a page', async () => {
    const out = freshFolder();
    const printed = jsonOf(await run(...BASED, '--json', '--out', out)) as Printed;
    const written = readdirSync(out).toSorted();
    expect(written).toEqual(['cells', 'index.html', 'results.csv', 'results.json', 'results.tex']);
    const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    expect(results).toMatchObject(printed);
    expect(results.settings).toMatchObject({ supervision: [60], bits: [8, 16], partitions: 2 });
    const csv = readFileSync(join(out, 'results.csv'), 'utf8').trimEnd().split('\r\n');
    expect(csv).toHaveLength(1 + printed.cells.length);
    const fields = csv[1].split(',');
    expect(fields.slice(0, 4)).toEqual(['lsh', '8', '60', '2']);
    expect(Number(fields[4])).toBe(printed.cells[0].meanAveragePrecision.mean);
    const latex = readFileSync(join(out, 'results.tex'), 'utf8');
    expect(latex).toContain('\\begin{tabular}{lrrr}');
    expect(latex).toMatch(/classifier, one-hot & .* & \$\.\d{4} \\pm \.\d{4}\$ \\\\/);
    expect(latex).toContain('points.npy, protocol paper');
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  test('goes on where a run was killed', async () => {
    const out = freshFolder();
    const cells = join(out, 'cells');
    const killed = await hashplane([...ARGS, '--out', out, ...MANY], {
      cwd: folder,
      onStart: async (kill) => {
        while (!existsSync(cells) || readdirSync(cells).length < 4) await sleep(5);
        kill('SIGKILL');
      },
    });
    expect(killed.signal).toBe('SIGKILL');
    expect(existsSync(join(out, 'results.json'))).toBe(false);
    const kept = readdirSync(cells).filter((name) => name.endsWith('.json'));
    expect(kept.length).toBeGreaterThan(1);
    // A cell that is damaged is computed again.
    writeFileSync(join(cells, kept[0]), '{');
    const resumed = await run('--out', out, ...MANY);
    expect(resumed.code).toBe(0);
    const found = Number(resumed.stdout.match(/(\d+) of \d+ cells resumed/)?.[1]);
    expect(found).toBe(kept.length - 1);
    const again = jsonOf(await run('--json', '--out', out, ...MANY)) as Printed;
    rmSync(out, { recursive: true });
    const fresh = jsonOf(await run('--json', ...MANY)) as Printed;
    expect(again.cells.map((cell) => cell.meanAveragePrecision)).toEqual(
      fresh.cells.map((cell) => cell.meanAveragePrecision),
    );
  });
});

describe('evaluate refuses', () => {
  test.each<[string, string[], number, RegExp]>([
    ['an unknown protocol', ['--protocol', 'mine'], 2, /Allowed choices are tutorial, paper/],
    ['an unknown method', ['--methods', 'magic'], 2, /--methods must be a list of lsh, /],
    ['more labels than points', ['--supervision', '999'], 2, /--supervision must be at most 210, /],
    ['a supervision of one', ['--supervision', '1'], 2, /--supervision must be a whole number/],
    ['repeated lengths', ['--bits', '8,8'], 2, /--bits must be a list without repeats/],
    ['too many queries', ['--queries-per-class', '80'], 2, /--queries-per-class must leave points/],
    ['no partitions', ['--partitions', '0'], 2, /--partitions must be a whole number/],
    ['more folds than points', ['--tune', '--folds', '31'], 2, /folds|unknown option '--tune'/],
    ['folds for nothing', ['--no-tune', '--folds', '3'], 2, /--folds means nothing with --no-tune/],
    ['time for nothing', ['--no-tune', '--tune-seconds', '9'], 2, /--tune-seconds means nothing/],
    ['labels for no file', ['--labels', 'labels.npy'], 2, /--labels must be given once for each/],
    ['a file for --out', ['--out', 'taken'], 1, /taken: it is a file/],
    ['the name of a file for --out', ['--out', 'points.npy'], 2, /the name of a folder, .*points/],
  ])('%s', async (_, args, code, message) => {
    writeFileSync(join(folder, 'taken'), '');
    expectRefused(await run(...args), code, message);
  });

  test('points without labels, and files that do not fit each other', async () => {
    const at = (...args: string[]) => hashplane(['evaluate', ...args], { cwd: folder });
    expectRefused(await at('points.npy'), 1, /there are no labels/);
    expectRefused(await at('missing.npy'), 1, /missing\.npy/);
    const pair = ['points.npy', 'labels.npy', '--labels', 'labels.npy', '--labels', 'labels.npy'];
    expectRefused(await at(...pair), 1, /labels\.npy/);
  });
});

test('help of evaluate names every method', async () => {
  const { stdout } = await hashplane(['help', 'evaluate']);
  for (const name of METHOD_NAMES) expect(stdout).toContain(name);
});
