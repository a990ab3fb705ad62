import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

// Ten seconds of work each, and many times that on a machine that is busy.
vi.setConfig({ testTimeout: 600_000 });

const folder = scratchFolder();
const freshFolder = () => mkdtempSync(join(folder, 'out-'));
/** Two suites that take a few seconds. */
const SHORT = ['bench', '--suite', 'tutorial,rerank', '--seconds', '0.01'];

interface Report {
  readonly [key: string]: unknown;
  readonly results: readonly (Record<string, unknown> & {
    readonly suite: string;
    readonly case: string;
    readonly contender: string;
    readonly median: number;
    readonly p95: number;
    readonly quartiles?: readonly [number, number];
  })[];
}

const RESULT = {
  suite: expect.stringMatching(/^(tutorial|rerank)$/),
  case: expect.stringMatching(/^n=\d+ /),
  contender: expect.stringMatching(/^(wasm-simd|wasm|typescript|naive)$/),
  unit: expect.stringMatching(/\/s$/),
  median: expect.any(Number),
  p95: expect.any(Number),
  runs: expect.any(Number),
  verified: true,
};

test('--json prints one object: where it ran, and a result for every contender', async () => {
  const out = freshFolder();
  const report = jsonOf(await hashplane([...SHORT, '--json', '--out', out])) as Report;
  expect(report).toEqual({
    machine: expect.stringMatching(/, \d+ cores, /),
    node: process.version,
    commit: expect.toBeOneOf([null, expect.stringMatching(/^[0-9a-f]{12}(\+changes)?$/)]),
    threads: 1,
    relaxedSimd: expect.any(Boolean),
    results: report.results.map(() => RESULT),
  });
  const names = report.results.map(
    (result) => `${result.suite} ${result.case} ${result.contender}`,
  );
  expect(new Set(names).size).toBe(names.length);
  for (const contender of ['wasm-simd', 'wasm', 'typescript', 'naive']) {
    expect(names).toContain(`rerank n=60000 d=512 candidates=1000 ${contender}`);
    expect(names).toContain(`tutorial n=58682 bits=16 radius=0..10 ${contender}`);
  }
  for (const { median, p95 } of report.results) {
    expect(median).toBeGreaterThan(0);
    expect(p95).toBeLessThanOrEqual(median);
  }
  expect(readdirSync(out).toSorted()).toEqual(['index.html', 'results.json']);
  const written = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as Report;
  expect(written).toMatchObject(report);
  for (const { quartiles, median } of written.results) {
    expect(quartiles?.[0]).toBeLessThanOrEqual(median);
    expect(quartiles?.[1]).toBeGreaterThanOrEqual(median);
  }
});

test('the text names the machine, shows ratios and fits 80 columns', async () => {
  const args = ['bench', '--suite', 'rerank', '--backends', 'typescript,wasm-simd'];
  const { code, stdout, stderr } = await hashplane([...args, '--seconds', '0.01']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^.*, \d+ cores, .*\nNode v\d+.*, commit .*, threads 1\n/);
  expect(stdout).toMatch(/^━━ rerank, Mcandidates\/s ━━$/m);
  expect(stdout).toMatch(/^contender .*median .*p95 .*spread .*x pure TS .*x naive .*runs/m);
  expect(stdout).toMatch(/^n=60000 d=512 candidates=1000$/m);
  expect(stdout).toMatch(/^ {2}typescript .*±\d+% +1\.00 .*yes$/m);
  expect(stdout).not.toMatch(/^ {2}wasm /m);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

describe('a set of ann-benchmarks', () => {
  const kinds = new URL('../fixtures/kinds/', import.meta.url).pathname;
  const run = async (name: string) => {
    const file = join(kinds, `ann-${name}.hdf5`);
    const args = ['bench', '--data', file, '--seconds', '0.01', '--json'];
    return (jsonOf(await hashplane(args)) as Report).results;
  };

  test.each(['angular', 'euclidean'])('%s: exact search finds its own neighbours', async (name) => {
    const results = await run(name);
    expect(results.every(({ suite, verified }) => suite === 'search' && verified)).toBe(true);
    const exact = results.filter(({ contender }) => contender === 'exact');
    expect(exact.map(({ details }) => (details as { recall: number }).recall)).toEqual([
      1, 1, 1, 1,
    ]);
  });

  test.each(['hamming', 'hamming-bytes'])('%s: codes are searched as they are', async (name) => {
    const results = await run(name);
    expect(results.map(({ contender }) => contender)).toEqual(['scan', 'multi-index']);
    expect(results.every(({ verified }) => verified)).toBe(true);
    for (const { details } of results) expect(details).toMatchObject({ recall: 1 });
  });

  test('labels with it are a slip', async () => {
    const file = join(kinds, 'ann-angular.hdf5');
    const outcome = await hashplane(['bench', '--data', file, '--labels', file]);
    expectRefused(outcome, 2, /queries and neighbours of its own: leave --labels out/);
  });
});

describe('what is refused before any work', () => {
  test.each<[string, RegExp]>([
    ['--suite cooking', /--suite must be a list of projection, .*not "cooking"/],
    ['--suite svm,svm', /--suite must be a list of .*without repeats/],
    ['--backends gpu', /--backends must be a list of wasm-simd, wasm, typescript/],
    ['--threads 0', /--threads must be a whole number from 1 to 256/],
    ['--threads 1.5', /--threads must be a whole number/],
    ['--seconds 0', /--seconds must be a number above 0/],
    ['--seconds soon', /--seconds must be a number above 0/],
    ['--out', /--out.*argument missing/],
    ['extra', /too many arguments/],
  ])('bench %s: a slip, exit code 2', async (words, message) => {
    expectRefused(await hashplane(['bench', ...words.split(' ')]), 2, message);
  });

  test('a folder in the place of results.json, or a file in that of the folder', async () => {
    const out = freshFolder();
    mkdirSync(join(out, 'results.json'));
    expectRefused(await hashplane(['bench', '--out', out]), 1, /results\.json: it is a folder/);
    const taken = join(folder, 'taken');
    writeFileSync(taken, 'mine');
    expectRefused(await hashplane(['bench', '--out', taken]), 1, /taken: it is a file/);
    expect(readFileSync(taken, 'utf8')).toBe('mine');
  });
});
