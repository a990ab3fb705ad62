import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClusteredVectors } from '../../../../src/bench/clusters.ts';
import type { DetailedResult } from '../../../../src/bench/harness.ts';
import { runBench } from '../../../../src/bench/run.ts';
import type { Dataset } from '../../../../src/data/dataset/dataset.ts';
import { LIMIT } from '../../../support/limit.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');

/** Four classes of a few clusters each. */
function smallDataset(): Dataset {
  const vectors = new ClusteredVectors({ clusters: 4, dimensions: 8, noise: 0.4, seed: 5 });
  const points = vectors.next(250);
  const labels = Int32Array.from({ length: 250 }, (_, i) => +(points.row(i)[0] > 0));
  return { name: 'small set', points, labels, classNames: null };
}

/** Bits of the searches that code half of the dimensions. */
const HALF: Record<string, number> = { clustered: 32, normal: 192 };

let folder: string;
let results: DetailedResult[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hashplane-search-'));
  results = await runBench({
    suites: ['search'],
    backends: ['wasm-simd'],
    seconds: 0.001,
    rows: 1000,
    dataset: () => Promise.resolve(smallDataset()),
  });
}, LIMIT);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every search of the suite agrees with its oracle', () => {
  expect(results.length).toBeGreaterThan(40);
  expect(results.filter(({ verified }) => !verified)).toEqual([]);
});

test('more candidates never lower the recall, and exact search has all of it', () => {
  const ofSameVisits = (result: DetailedResult) => `${result.case} ${result.details?.visit}`;
  for (const name of new Set(results.map(ofSameVisits))) {
    const recalls = results
      .filter((result) => ofSameVisits(result) === name && result.contender.endsWith('candidates'))
      .map(({ details }) => Number(details?.recall));
    expect(recalls).toEqual(recalls.toSorted((a, b) => a - b));
  }
  const exact = results.filter(({ contender }) => contender === 'exact');
  expect(exact.map(({ details }) => details?.recall)).toEqual(exact.map(() => 1));
});

test('probes by margin have at least the recall of the radius they stand for', () => {
  const probing = results.filter((result) => /^probing .* lsh /.test(result.case));
  const recallOf = (result: DetailedResult) => Number(result.details?.recall);
  expect(probing.length).toBe(6);
  for (let i = 0; i < probing.length; i += 2) {
    expect(recallOf(probing[i + 1])).toBeGreaterThanOrEqual(recallOf(probing[i]));
  }
});

test('estimates of more bits a dimension find more without vectors', () => {
  const recallOf = (kind: string, per: number) => {
    const own = results.find(
      (result) =>
        result.case.startsWith(`recall ${kind} `) &&
        result.case.includes(` per=${per} clusters=1 `) &&
        !result.case.includes(per === 1 ? ` bits=${HALF[kind]} ` : ' none ') &&
        result.contender === '10 candidates',
    );
    return Number(own?.details?.recall);
  };
  for (const kind of ['clustered', 'normal']) {
    const recalls = [1, 2, 4].map((per) => recallOf(kind, per));
    expect(recalls).toEqual(recalls.toSorted((a, b) => a - b));
    expect(recalls[2]).toBeGreaterThan(0.8);
  }
});

test('with most clusters visited estimates find most neighbours', () => {
  const clustered = results.filter(({ case: name }) => / clusters=(?!1 )\d+ /.test(name));
  expect(clustered.length).toBeGreaterThan(10);
  const visits = clustered.map(({ details }) => Number(details?.visit));
  const best = clustered.filter(({ details }) => details?.visit === Math.max(...visits));
  expect(Math.max(...best.map(({ details }) => Number(details?.recall)))).toBeGreaterThan(0.9);
});

test('docs/SEARCH.md is filled from a run, with graphs or without', () => {
  mkdirSync(join(folder, 'build/search'), { recursive: true });
  mkdirSync(join(folder, 'build/bench'), { recursive: true });
  mkdirSync(join(folder, 'docs'));
  copyFileSync(join(ROOT, 'docs/SEARCH.md'), join(folder, 'docs/SEARCH.md'));
  const where = { machine: 'a machine', node: 'v20.0.0', commit: 'abc', threads: 1 };
  const write = (file: string, content: object) =>
    writeFileSync(join(folder, file), JSON.stringify({ ...where, ...content }));
  const page = () => {
    execFileSync(process.execPath, [join(ROOT, 'scripts/search/page.mjs'), folder]);
    return readFileSync(join(folder, 'docs/SEARCH.md'), 'utf8');
  };
  write('build/search/results.json', { results });
  const alone = page();
  expect(alone).not.toMatch(/NaN|undefined|Infinity/);
  expect(alone).toContain('a machine, Node 20.0.0, commit abc, one thread.');
  expect(alone).toContain('no graph was measured.');
  expect(alone).toMatch(/\| QuantisedSearch, 128 bits, \d+ clusters \|/);
  expect(alone).toContain('| LSH, 64 bits + re-rank |');
  expect(alone).toContain('the goals were not tried');
  const set = results[0].case.replace(/ lsh .*/, '');
  const graph = {
    ...results[0],
    case: `${set} usearch k=10`,
    contender: 'usearch ef=40',
    median: 1e7,
    details: { recall: 0.97, ef: 40, buildSeconds: 30, memoryBytes: 5e9 },
  };
  write('build/bench/search-peers-labelled.json', {
    results: [graph],
    missing: [{ peer: 'faiss', reason: 'no Python' }],
  });
  const withGraphs = page();
  expect(withGraphs).toContain('quickest to answer is usearch, HNSW (0.0001 ms a query)');
  expect(withGraphs).toContain('| usearch, HNSW | 0.0001 ms | 0.0001 ms | 0.0001 ms | - | 30 s |');
  expect(withGraphs).toContain('- faiss: no Python');
  const chart = readFileSync(join(folder, 'docs/charts/search-recall.svg'), 'utf8');
  expect(chart).toContain('usearch (HNSW)');
  expect(chart).not.toMatch(/NaN|undefined|Infinity/);
});
