import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '../../src/data/dataset/dataset.ts';
import { compareMethods } from '../../src/evaluation/comparison/comparisons.ts';
import { summariseEvaluation } from '../../src/evaluation/comparison/result.ts';
import { runEvaluation } from '../../src/evaluation/comparison/run.ts';
import { EVALUATION_DEFAULTS } from '../../src/evaluation/comparison/settings.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import type { EvaluationPageData } from '../../src/report/evaluation/data.ts';
import { evaluationHtml } from '../../src/report/evaluation/html.ts';
import { labelledPoints } from '../support/labelled-points.ts';
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
  visitor,
} from './report-page.ts';

const CHROMIUM = findChromium();
const DRAWN = '#by-radius svg';
const folder = folderOfPages();
const PAGE = join(folder, 'index.html');
const PAGE_OF_ATTACKS = join(folder, 'attacks.html');

const SETTINGS = {
  ...EVALUATION_DEFAULTS,
  methods: ['lsh', 'itq', 'grh-linear', 'grh-rbf'],
  baselines: true,
  supervision: [40, 60],
  bits: [8, 16, 32],
  partitions: 2,
  queriesPerClass: 8,
  tuning: null,
};

async function measured(): Promise<EvaluationPageData> {
  const points = labelledPoints(300, 10, { classes: 4, spread: 1.5 });
  const dataset: Dataset = { name: 'made up', ...points, classNames: null };
  const { cells } = await runEvaluation(createKernelsSync(), dataset, SETTINGS);
  const result = summariseEvaluation('paper', dataset, cells);
  return {
    ...result,
    settings: SETTINGS,
    comparisons: compareMethods(result.cells),
    protocolSummary: 'Queries are drawn from every class.',
    methodSummaries: Object.fromEntries(result.cells.map(({ method }) => [method, 'A method.'])),
    machine: 'A Processor, 2 cores, linux x64',
    node: 'v20.19.0',
    commit: null,
    backend: 'wasm-simd',
    threads: 2,
    seconds: 12,
    hashplane: '1.2.3',
    created: '2026-01-02T03:04:05.678Z',
  };
}

beforeAll(async () => {
  const data = await measured();
  const assets = assetsOf('evaluation.js');
  writeFileSync(PAGE, await evaluationHtml(data, assets));
  const attacked = {
    ...data,
    dataset: { ...data.dataset, name: ATTACKS.join(' ') },
    machine: ATTACKS.join(' '),
  };
  writeFileSync(PAGE_OF_ATTACKS, await evaluationHtml(attacked, assets));
});

test('the page of an evaluation is under 0.6 MB', () => {
  expect(statSync(PAGE).size).toBeLessThan(600_000);
});

describe.skipIf(!CHROMIUM)('the page of an evaluation in Chromium', () => {
  const browser = browserOfTests(CHROMIUM);
  const visit = visitor(browser, DRAWN);

  describe.each(Object.entries(LOOKS))('%s', (_, look) => {
    const page = shownPage(browser, PAGE, look, DRAWN);

    test('charts name every method, and nothing is wider than the page', async () => {
      const texts = await page().locator('#map svg text').allTextContents();
      const names = [...SETTINGS.methods, 'classifier-one-hot', 'exact-cosine'];
      expect(texts).toEqual(expect.arrayContaining(names));
      await openTables(page());
      const width = await page().evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBe(look.viewport.width);
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
      expect(found.length).toBeGreaterThan(12);
      expect(found.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    });
  });

  test('supervision and code length can be chosen', async () => {
    await visit(PAGE, LOOKS.light, async (page) => {
      const glance = page.locator('#glance table').first();
      expect(await glance.locator('caption').textContent()).toContain('40 labelled points');
      const before = await page.locator('#by-radius table').textContent();
      await page.getByLabel('60', { exact: true }).check();
      expect(await glance.locator('caption').textContent()).toContain('60 labelled points');
      await page.getByLabel('32 bits', { exact: true }).check();
      expect(await page.locator('#by-radius table').textContent()).not.toBe(before);
      expect(await glance.locator('.best').count()).toBe(3);
    });
  });

  test('names from files stay text', async () => {
    await visit(PAGE_OF_ATTACKS, LOOKS.light, async (page) => {
      expect(await page.locator('#title').textContent()).toContain(ATTACKS[0]);
    });
  });
});
