import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { nodesTable } from '../../scripts/performance/nodes-table.mjs';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/performance/page.mjs');
const README = 'Before\n\n<!-- bench -->\nold\n<!-- /bench -->\n\nAfter\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hashplane-performance-'));
  mkdirSync(join(folder, 'build/bench'), { recursive: true });
  writeFileSync(join(folder, 'README.md'), README);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function result(suite: string, name: string, contender: string, median: number) {
  const quartiles = [median * 0.9, median * 1.1];
  const rates = { median, p95: median / 2, quartiles };
  return { suite, case: name, contender, unit: 'GF/s', ...rates, runs: 9, verified: true };
}

function write(name: string, results: readonly object[], more: object = {}): void {
  const where = { machine: 'A | machine', node: 'v20.0.0', commit: 'abc', threads: 2 };
  const file = join(folder, 'build/bench', name);
  writeFileSync(file, JSON.stringify({ ...where, ...more, results }));
}

function run() {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, folder], { encoding: 'utf8' });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return {
    status,
    stderr,
    page: () => read('docs/PERFORMANCE.md'),
    readme: () => read('README.md'),
  };
}

const PROJECTION = 'n=1200 d=512 bits=16';
const ENCODE = 'n=60000 d=512 bits=64';

test('goals are met or missed by ratios of one run', () => {
  write('results.json', [
    result('projection', PROJECTION, 'wasm-simd', 31),
    result('projection', PROJECTION, 'typescript', 3.2),
    result('projection', PROJECTION, 'naive', 1),
    result('projection', `${ENCODE} threads=1`, 'wasm-simd', 10),
    result('projection', `${ENCODE} threads=2`, 'wasm-simd', 19),
    result('tutorial', 'n=58682 bits=16 radius=0..10', 'wasm-simd', 400),
  ]);
  const peers = [
    result('projection', PROJECTION, 'wasm-simd', 40),
    result('projection', PROJECTION, 'numpy', 50),
  ];
  const missing = [{ peer: 'faiss', reason: 'no module' }];
  write('peers.json', peers, { versions: { numpy: 'numpy 2.4' }, missing });
  const { status, stderr, page } = run();
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const text = page();
  expect(text).toContain('| sign projection, 16 bits | naive TypeScript | 30x | 31x | met |');
  expect(text).toContain('| tuned TypeScript | 10x | 9.69x | **missed** |');
  expect(text).toContain('| sign projection, 16 bits | numpy | 0.7x | 0.8x | met |');
  expect(text).toContain('| one thread | 1.8x | 1.9x | met |');
  expect(text).toContain('| at most 2 ms | 2.50 ms | **missed** |');
  expect(text).toContain('| 32 linear SVMs | scikit-learn | 7x | not measured | – |');
  expect(text).toContain('- faiss: no module');
  expect(text).toContain('A | machine');
});

test('what is missed is listed with what limits it, and what is met is not', () => {
  const measured = (own: number) => [
    result('projection', PROJECTION, 'wasm-simd', own),
    result('projection', PROJECTION, 'naive', 1),
  ];
  const peers = (own: number) => [
    result('projection', PROJECTION, 'wasm-simd', own),
    result('projection', PROJECTION, 'numpy', 60),
  ];
  const pageOf = (own: number) => {
    write('results.json', measured(own));
    write('peers.json', peers(own), { versions: {}, missing: [] });
    return run().page();
  };
  const missed = pageOf(24);
  expect(missed).toContain('## Misses');
  expect(missed).toContain('- **sign projection, 16 bits, against naive TypeScript: 24x of 30x**');
  expect(missed).toMatch(/16 bits, against numpy: 0\.4x of 0\.7x\*\*\n\n {2}Limit: .*OpenBLAS/);
  expect(missed).toContain('Not looked into yet.');
  expect(pageOf(48)).not.toContain('Misses');
});

test('the README gets its table between the markers, and nothing else', () => {
  write('results.json', [
    result('projection', ENCODE, 'wasm-simd', 39.3),
    result('projection', ENCODE, 'naive', 1),
  ]);
  const { status, readme, page } = run();
  expect(status).toBe(0);
  expect(readme()).toMatch(/^Before\n\n<!-- bench -->\n\|[\s\S]*\n<!-- \/bench -->\n\nAfter\n$/);
  expect(readme()).toContain('| 100 ms | – | 39.3x |');
  expect(readme()).not.toContain('old');
  expect(page()).toContain('Not measured here');
});

test('versions of Node stand side by side, as ratios to the first', () => {
  const of = (node: string, relaxedSimd: boolean, medians: number[]) => ({
    ...{ machine: 'A machine', node, commit: 'abc', relaxedSimd },
    results: medians.map((median, i) => ({
      ...result('svm', `n=${i}`, 'wasm-simd', median),
      rates: [median, median],
    })),
  });
  const text = nodesTable([
    of('v20', false, [2, 10]),
    of('v22', true, [3]),
    of('v24', true, [4, 5]),
  ]);
  expect(text).toContain('the median of 2 rounds');
  expect(text).toContain('With relaxed SIMD: v22, v24.');
  expect(text).toContain('| svm n=0 | 2 GF/s | 1.5x | 2x |');
  expect(text).toContain('| svm n=1 | 10 GF/s | – | 0.5x |');
});

test('what was measured on versions of Node stays in the page', () => {
  write('results.json', [result('projection', ENCODE, 'wasm-simd', 39.3)]);
  const first = run().page();
  expect(first).toContain('<!-- nodes -->\nNot measured here: `npm run bench:nodes` does it.\n');
  const measured = first.replace('Not measured here: `npm run bench:nodes`', 'a table');
  writeFileSync(join(folder, 'docs/PERFORMANCE.md'), measured);
  expect(run().page()).toBe(measured);
});

test('running it twice changes nothing', () => {
  write('results.json', [result('projection', ENCODE, 'wasm-simd', 39.3)]);
  run();
  const { page, readme } = run();
  const before = [page(), readme()];
  run();
  expect([page(), readme()]).toEqual(before);
});

test.each<[string, () => void, RegExp]>([
  ['no run of the bench', () => {}, /results\.json is missing: run `npm run bench` first/],
  [
    'a result that differs from the oracle',
    () => write('results.json', [{ ...result('svm', 'n=1', 'wasm', 1), verified: false }]),
    /svm n=1 of wasm differs/,
  ],
  [
    'a README without the markers',
    () => {
      write('results.json', [result('svm', 'n=1', 'wasm', 1)]);
      writeFileSync(join(folder, 'README.md'), 'none');
    },
    /README\.md has no <!-- bench -->/,
  ],
])('%s is refused in one line', (_, prepare, message) => {
  prepare();
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^performance: [^\n]+\n$/);
  expect(stderr).toMatch(message);
});
