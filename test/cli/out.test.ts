import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeDatasets } from './datasets.ts';
import { canMount, inMounts } from './mounts.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
const { npy: FILES } = writeDatasets(folder);
const ARGS = ['tutorial', ...FILES, '--queries', '40', '--train', '60', '--max-radius', '2'];
const OUTPUTS = ['index.html', 'results.json'];

const run = (...args: string[]) => hashplane([...ARGS, ...args], { cwd: folder });
const freshFolder = () => mkdtempSync(join(folder, 'out-'));

describe('--out', () => {
  test('makes the folder with all above it and writes whole files, no temporary ones', async () => {
    const { code, stdout, stderr } = await run('--out', 'new/deep/results');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const out = join(folder, 'new/deep/results');
    expect(readdirSync(out).toSorted()).toEqual(OUTPUTS);
    for (const name of OUTPUTS) expect(stdout).toContain(`Wrote ${join('new/deep/results', name)}`);
  });

  test('writes what --json prints, the settings and the details', async () => {
    const out = freshFolder();
    const printed = jsonOf(await run('--json', '--out', out, '--bits', '8,12')) as object;
    const written = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    expect(written).toMatchObject(printed);
    expect(Object.keys(written)).toEqual([...Object.keys(printed), 'settings', 'details']);
    expect(written.settings).toEqual({
      bits: [8, 12],
      seed: 0,
      splitSeed: 42,
      queries: 40,
      train: 60,
      maxRadius: 2,
      top: 10,
      iterations: 1,
      alpha: 1,
      cost: 1,
      learner: 'svm-dcd',
    });
    expect(written.details).toHaveLength(6);
  });

  test('replaces old results as a whole', async () => {
    const out = freshFolder();
    writeFileSync(join(out, 'results.json'), 'x'.repeat(10_000_000));
    writeFileSync(join(out, 'other.txt'), 'kept');
    const old = statSync(join(out, 'results.json')).ino;
    jsonOf(await run('--json', '--out', out));
    const text = readFileSync(join(out, 'results.json'), 'utf8');
    expect(JSON.parse(text)).toHaveProperty('methods');
    expect(text.endsWith('}\n')).toBe(true);
    // Another file took its place: a reader of the old one never sees half of each.
    expect(statSync(join(out, 'results.json')).ino).not.toBe(old);
    expect(readdirSync(out).toSorted()).toEqual([...OUTPUTS, 'other.txt'].toSorted());
  });

  test('is refused before the work where a folder is in the place of a file', async () => {
    const out = freshFolder();
    mkdirSync(join(out, 'results.json'));
    // Refused before the data is looked at, which is not there.
    const args = ['tutorial', '--data', 'nowhere.npy', '--out', out];
    expectRefused(await hashplane(args, { cwd: folder }), 1, /results\.json: it is a folder/);
    expect(readdirSync(out)).toEqual(['results.json']);
  });

  test('is refused before the work where it is a file, which stays as it is', async () => {
    writeFileSync(join(folder, 'taken'), 'mine');
    for (const out of ['taken', 'taken/below']) {
      const args = ['tutorial', '--data', 'nowhere.npy', '--out', out];
      expectRefused(await hashplane(args, { cwd: folder }), 1, /taken.*(a file|not a folder)/);
    }
    expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('mine');
  });

  // Permissions mean nothing to root, but a file system that is read-only does.
  const isRoot = process.getuid?.() === 0;
  const isSkipped =
    process.platform === 'win32' || (isRoot && !canMount('a folder in which root may not write'));
  test.skipIf(isSkipped)('is refused before the work where nothing may be written', async () => {
    if (isRoot) {
      const line = '$HASHPLANE tutorial --data nowhere.npy --out fixed; echo "exit code $?"';
      const { stdout, stderr } = inMounts([line], folder);
      expect(stderr).toMatch(/^hashplane: can't write to fixed: the file system is read-only\n$/);
      expect(stdout).toBe('exit code 1\n');
      return;
    }
    const out = freshFolder();
    chmodSync(out, 0o500);
    const args = ['tutorial', '--data', 'nowhere.npy', '--out', out];
    expectRefused(await hashplane(args, { cwd: folder }), 1, /permission denied/);
  });
});

describe('a name of --out that says another format is refused before the work', () => {
  test.each([
    [
      'train x.npy --out model.npy',
      'a safetensors file, such as model.safetensors, not "model.npy"',
    ],
    ['encode x.npy --out a.safetensors', 'a .npy file, such as codes.npy, not "a.safetensors"'],
    ['encode x.npy --out codes.csv', 'a .npy file, such as codes.npy, not "codes.csv"'],
    ['index x.npy --out x.NPY', 'an index, such as vectors.index, not "x.NPY"'],
    ['index x.npy --out x.index.gz', 'an index, such as vectors.index, not "x.index.gz"'],
    ['tutorial --out report.html', 'a folder, such as results, not "report.html"'],
    ['evaluate --out results.json', 'a folder, such as results, not "results.json"'],
    ['bench --out bench.json', 'a folder, such as results, not "bench.json"'],
  ])('%s', async (words, what) => {
    const outcome = await hashplane(words.split(' '), { cwd: folder });
    expectRefused(outcome, 2, /--out must be the name of /);
    expect(outcome.stderr).toContain(what);
  });
});
