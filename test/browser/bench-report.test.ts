import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { benchPage } from '../../src/cli/bench/page.ts';
import type { BenchPageData } from '../../src/report/bench/data.ts';
import { benchHtml } from '../../src/report/bench/html.ts';
import { ATTACKS } from '../support/report-sample.ts';
import { browserOfTests, findChromium } from './chromium.ts';
import { contrasts } from './contrast.ts';
import {
  assetsOf,
  cutTables,
  FADES,
  folderOfPages,
  LOOKS,
  openTables,
  shownPage,
} from './report-page.ts';

const CHROMIUM = findChromium();
const DRAWN = '.ratios svg';
const folder = folderOfPages();
const PAGE = join(folder, 'index.html');
const PAGE_OF_ATTACKS = join(folder, 'attacks.html');

const RATES = { 'wasm-simd': 38, wasm: 10.4, typescript: 10, naive: 1 };
const CASES = [
  ['projection', 'n=1200 d=512 bits=16', 'GF/s'],
  ['projection', 'n=60000 d=512 bits=64', 'GF/s'],
  ['hamming', 'n=1000000 bits=256 k=100 batch=16', 'Gcodes/s'],
  ['svm', 'n=1198 d=512 bits=32 pegasos epochs=5', 'bits/s'],
] as const;
const DATA: BenchPageData = {
  machine: 'A Processor, 2 cores, linux x64',
  node: 'v20.19.0',
  commit: '0123456789ab',
  relaxedSimd: false,
  threads: 2,
  hashplane: '1.2.3',
  created: '2026-01-02T03:04:05.678Z',
  results: [
    ...CASES.flatMap(([suite, name, unit]) =>
      Object.entries(RATES).map(([contender, rate]) => made(suite, name, unit, contender, rate)),
    ),
    ...['search', 'load'].flatMap((name) => [
      made('sql', name, 'x/s', 'in memory', 20_000),
      made('sql', name, 'x/s', 'PGlite, scan', 4),
      made('sql', name, 'x/s', 'PGlite, stepped', 100),
    ]),
    made('svm', 'n=1198 d=512 bits=32 threads=1', 'bits/s', 'wasm-simd', 300),
    made('svm', 'n=1198 d=512 bits=32 threads=2', 'bits/s', 'wasm-simd', 570),
  ],
};

function made(suite: string, name: string, unit: string, contender: string, median: number) {
  const quartiles = [median * 0.95, median * 1.02] as const;
  const rest = { p95: median * 0.8, runs: 20, verified: true, quartiles };
  return { suite, case: name, contender, unit, median, ...rest };
}

beforeAll(async () => {
  writeFileSync(PAGE, await benchPage(DATA));
  const [attack] = ATTACKS;
  const results = DATA.results.map((result) => ({ ...result, case: `${attack} ${result.case}` }));
  const attacked = {
    ...DATA,
    machine: ATTACKS.join(' '),
    commit: null,
    results: [
      ...results,
      made('__proto__', ATTACKS[1], ATTACKS[2], 'constructor', 1),
      { ...made(ATTACKS[1], ATTACKS[2], 'x/s', 'naive', 1), verified: false },
    ],
  };
  writeFileSync(PAGE_OF_ATTACKS, await benchHtml(attacked, assetsOf('bench.js')));
});

test('the page of the bench is under 0.5 MB', () => {
  expect(statSync(PAGE).size).toBeLessThan(500_000);
});

describe.skipIf(!CHROMIUM)('the page of the bench in Chromium', () => {
  const browser = browserOfTests(CHROMIUM);

  describe.each(Object.entries(LOOKS))('%s', (_, look) => {
    const page = shownPage(browser, PAGE, look, DRAWN);

    test('charts name their cases, their axis and the value of every dot', async () => {
      const texts = await page().locator('.ratios svg').first().locator('text').allTextContents();
      expect(texts).toEqual(
        expect.arrayContaining([
          'n=1200 d=512 bits=16',
          'n=60000 d=512 bits=64',
          'times as fast as naive (log)',
          '38×',
          '10.4×',
          '10×',
          '1×',
        ]),
      );
    });

    test('values of dots that are close do not overlap', async () => {
      const touching = await page()
        .locator('.ratios svg')
        .evaluateAll((charts) =>
          charts.flatMap((chart) => {
            const labels = [...chart.querySelectorAll('g[aria-hidden] > text')];
            const boxes = labels.map((label) => label.getBoundingClientRect());
            return boxes.filter((a, i) =>
              boxes.some(
                (b, j) =>
                  i < j &&
                  a.left < b.right &&
                  b.left < a.right &&
                  a.top < b.bottom &&
                  b.top < a.bottom,
              ),
            );
          }),
        );
      expect(touching).toEqual([]);
    });

    test('nothing is wider than the page, with all tables open', async () => {
      await openTables(page());
      const width = await page().evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBe(look.viewport.width);
      const outside = await page()
        .locator('.ratios svg text')
        .evaluateAll(
          (texts, right) =>
            texts.filter((text) => {
              const box = text.getBoundingClientRect();
              return box.left < 0 || box.right > right;
            }).length,
          look.viewport.width,
        );
      expect(outside).toBe(0);
    });

    test('tables that are cut fade where there is more to scroll to', async () => {
      await openTables(page());
      const cut = await cutTables(page());
      if (look.viewport.width < 400) expect(cut.length).toBeGreaterThan(0);
      for (const { caption, fades } of cut) expect(fades, caption).toEqual(FADES);
    });

    test('text stands out from its background by 4.5 or more', async () => {
      await openTables(page());
      const found = await contrasts(page());
      expect(found.length).toBeGreaterThan(15);
      expect(found.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    });
  });

  describe('as a whole', () => {
    const page = shownPage(browser, PAGE, LOOKS.light, DRAWN);

    test('every suite has a table of all its results, and a chart with a legend or one a case', async () => {
      expect(await page().locator('.ratios svg').count()).toBe(3 + 2);
      expect(await page().locator('.legend').count()).toBe(3);
      const rows = await page()
        .locator('figure table')
        .evaluateAll((tables) => tables.map((table) => table.querySelectorAll('tbody tr').length));
      expect(rows).toEqual([8, 4, 6, 6]);
    });

    test('ways that no plain form is beside are compared with the slowest', async () => {
      const chart = page().locator('.ratios svg[aria-label^="sql, search"]');
      const texts = await chart.locator('text').allTextContents();
      const rows = ['in memory', 'PGlite, scan', 'PGlite, stepped'];
      const values = ['5,000×', '1×', '25×', 'times as fast as PGlite, scan (log)'];
      expect(texts).toEqual(expect.arrayContaining([...rows, ...values]));
      const glance = await page().locator('#glance').textContent();
      expect(glance).not.toContain('PGlite');
    });

    test('two threads are compared with one', async () => {
      const text = await page().locator('.threads').textContent();
      expect(text).toBe(
        'wasm-simd on n=1198 d=512 bits=32 threads=2: 1.9× as fast as on one thread',
      );
    });
  });

  describe('of names that are markup', () => {
    const page = shownPage(browser, PAGE_OF_ATTACKS, LOOKS.narrow, DRAWN);

    test('shows them as they are, and runs nothing', async () => {
      const lead = await page().locator('#lead').textContent();
      expect(lead).toContain(ATTACKS.join(' '));
      expect(lead).toContain("1 result differed from the oracle's");
      expect(await page().locator('h2', { hasText: ATTACKS[1] }).count()).toBe(1);
      expect(await page().locator('.failed').count()).toBe(1);
      expect(await page().locator('img, svg[onload], script').count()).toBe(2);
    });
  });
});
