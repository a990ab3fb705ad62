import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { constantsOf, sourceOf } from '../../scripts/databases/constants.mjs';
import { judgedGoals, verdictOf } from '../../scripts/databases/goals.mjs';
import { loadsOf, searchesOf } from '../../scripts/databases/results.mjs';
import { ROOT } from '../support/markdown.ts';

const SEARCH = { unit: 'queries/s', verified: true };

/** Times that follow the rule which estimates follow, so that they are right. */
function search(rows: number, bits: number) {
  const name = `search clustered n=${rows} bits=${bits} k=10`;
  const of = (
    contender: string,
    millis: number,
    details: Readonly<Record<string, number | string>> = {},
  ) => ({
    ...{ ...SEARCH, case: name, contender, median: 1000 / millis, details },
  });
  const engine = (at: string, slower: number) => {
    const substrings = bits / 21 > 4 ? 6 : 3;
    const depth = Math.log2(rows) / Math.log2(1e6);
    const loadSeconds = (rows / 200_000) * (substrings + 1) * depth * slower;
    const table = { tableBytes: rows * 52, indexesBytes: rows * 82, loadSeconds, radius: 6.2 };
    const known = { substrings };
    return [
      of(`${at}, scan`, (rows / 5000) * slower, { version: '15.1', ...table }),
      of(`${at}, radius known`, 10 * slower, { ...known, meanMillis: 10 * slower }),
      of(`${at}, stepped`, 20 * slower, { statements: 1.5, meanMillis: 20 * slower }),
    ];
  };
  return [
    of('in memory, scan', 0.7, { memoryBytes: rows * 8 }),
    of('in memory, multi-index', 0.2, { memoryBytes: rows * 60 }),
    ...(rows > 1e6 ? [] : engine('PGlite', 1.5)),
    ...engine('PostgreSQL', 1),
  ];
}

function loading(columns: string, rates: Readonly<Record<string, number>>) {
  const name = `load n=2000 bits=64 columns=${columns}`;
  return Object.entries(rates).map(([way, median]) => ({
    ...{ unit: 'rows/s', verified: true, case: name, contender: `PGlite, ${way}`, median },
  }));
}

const RATES = { 'COPY BINARY': 90_000, 'COPY text': 60_000, unnest: 40_000, VALUES: 20_000 };
const REPORT = {
  machine: "a server's machine",
  node: 'v20.0.0',
  commit: 'abc',
  results: [
    ...search(1_000_000, 64),
    ...search(5_000_000, 64),
    ...search(1_000_000, 128),
    ...loading('code', { ...RATES, 'single rows': 900 }),
    ...loading('code, halfvec(512)', { ...RATES, 'COPY text': 3000, 'single rows': 300 }),
  ],
};

test('goals are judged by ratios, and those that were not measured are not', () => {
  const goals = judgedGoals(searchesOf(REPORT), loadsOf(REPORT));
  const by = (what: string) => goals.find((goal) => goal.what === what);
  expect(by('PostgreSQL, 1,000,000: radius known over the scan')).toMatchObject({
    measured: '20x',
    isMet: true,
  });
  expect(by('PostgreSQL, 5,000,000: stepped over the scan')).toMatchObject({
    measured: '50x',
    isMet: true,
  });
  expect(by("PGlite of PostgreSQL's time, 1,000,000: scan")?.measured).toBe('1.5x');
  expect(by('PGlite: COPY BINARY over VALUES')?.isMet).toBe(true);
  expect(by('PGlite, with halfvec(512): COPY BINARY over COPY text')?.isMet).toBe(true);
  expect(goals.every(({ isMet }) => isMet)).toBe(true);
  const none = judgedGoals([], []);
  expect(none).toHaveLength(goals.length);
  expect(none.map(({ isMet }) => verdictOf(isMet))).toEqual(none.map(() => '-'));
});

test('constants are fitted to all tables of a server; without a million codes there are none', () => {
  const constants = constantsOf(searchesOf(REPORT), 'here');
  expect(constants).toMatchObject({
    measuredOn: 'here, PostgreSQL 15.1',
    stepped: 2,
    scanNanosPerRow: 200,
    loadMicrosPerIndex: 5,
  });
  // All searches of this report take as long, whatever they do.
  expect(constants?.statementMillis).toBeGreaterThan(0);
  expect(constants?.statementMillis).toBeLessThanOrEqual(10);
  expect(constants?.indexBytesPerRow).toBeCloseTo((82 - 20 / 0.9) / 3, 2);
  expect(constants?.sizes.map(({ rows, bits }) => [rows, bits])).toEqual([
    [1_000_000, 64],
    [5_000_000, 64],
    [1_000_000, 128],
  ]);
  expect(constantsOf(searchesOf({ ...REPORT, results: search(1000, 64) }), 'here')).toBe(null);
});

test('the file of the constants is the one that the source has', () => {
  const text = readFileSync(join(ROOT, 'src/sql/sizing/measured.ts'), 'utf8');
  const value = text.slice(text.indexOf('= {') + 2).replace(/;\s*$/, '');
  expect(sourceOf(new Function(`return ${value}`)())).toBe(text);
});

describe('the page', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hashplane-databases-'));
    for (const name of ['build/databases', 'docs', 'src/sql/sizing']) {
      mkdirSync(join(folder, name), { recursive: true });
    }
    copyFileSync(join(ROOT, 'docs/DATABASES.md'), join(folder, 'docs/DATABASES.md'));
    writeFileSync(join(folder, 'build/databases/results.json'), JSON.stringify(REPORT));
    execFileSync(process.execPath, [join(ROOT, 'scripts/databases/page.mjs'), folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is filled from a run', () => {
    const page = readFileSync(join(folder, 'docs/DATABASES.md'), 'utf8');
    expect(page).not.toMatch(/NaN|undefined|Infinity|Not measured yet/);
    expect(page).toContain(
      "a server's machine, Node 20.0.0, PGlite (PostgreSQL 15.1), PostgreSQL 15.1, commit abc.",
    );
    expect(page).toContain('| 1,000,000 | 64 | PostgreSQL | 200 | 10 | 20 | 10x | 1.5 | 52 MB |');
    expect(page).toContain('| PGlite, code | 90,000 | 60,000 | 40,000 | 20,000 | 900 |');
    expect(page).toMatch(/^\| 1,000,000,000 \| 64 \| clustered \| \d+ \(\d+ partitions\)/m);
  });

  test('leaves the constants beside', () => {
    const text = readFileSync(join(folder, 'src/sql/sizing/measured.ts'), 'utf8');
    expect(text).toContain("measuredOn: 'a server\\'s machine, PostgreSQL 15.1',");
  });
});
