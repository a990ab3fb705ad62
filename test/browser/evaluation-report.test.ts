import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
import { findChromium, launchChromium } from './chromium.ts';
import { contrasts } from './contrast.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const executable = findChromium();
const folder = mkdtempSync(join(tmpdir(), 'hashplane-evaluation-report-'));
const PAGE = join(folder, 'index.html');
const PAGE_OF_ATTACKS = join(folder, 'attacks.html');

const SETTINGS = {
  ...EVALUATION_DEFAULTS,
  methods: ['lsh', 'itq', 'grh-linear', 'grh-rbf'],
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
  const asset = (name: string) => readFileSync(join(ROOT, 'build', 'report', name), 'utf8');
  const assets = { script: asset('evaluation.js'), style: asset('report.css') };
  writeFileSync(PAGE, await evaluationHtml(data, assets));
  const attacked = {
    ...data,
    dataset: { ...data.dataset, name: ATTACKS.join(' ') },
    machine: ATTACKS.join(' '),
  };
  writeFileSync(PAGE_OF_ATTACKS, await evaluationHtml(attacked, assets));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the page of an evaluation is under 0.6 MB', () => {
  expect(statSync(PAGE).size).toBeLessThan(600_000);
});

describe.skipIf(!executable)('the page of an evaluation in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(executable as string);
  });
  afterAll(() => browser?.close());

  /** Opens a page, hands it on, and checks that it was silent and asked for nothing. */
  async function visit(
    file: string,
    options: BrowserContextOptions,
    look: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    const faults: string[] = [];
    const page = await context.newPage();
    const url = pathToFileURL(file).href;
    page.on('console', (message) => faults.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('dialog', async (dialog) => {
      faults.push(`dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== url) faults.push(`request: ${request.url()}`);
    });
    try {
      await page.goto(url);
      await page.waitForSelector('#by-radius svg');
      await look(page);
      expect(faults).toEqual([]);
    } finally {
      await context.close();
    }
  }

  const openTables = (page: Page) =>
    page.locator('details').evaluateAll((all) => {
      for (const one of all) (one as HTMLDetailsElement).open = true;
    });

  const LOOKS: [string, BrowserContextOptions][] = [
    ['light', { colorScheme: 'light', viewport: { width: 1200, height: 900 } }],
    ['dark', { colorScheme: 'dark', viewport: { width: 1200, height: 900 } }],
    ['narrow', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
  ];

  describe.each(LOOKS)('%s', (_, options) => {
    test('charts name every method, and nothing is wider than the page', async () => {
      await visit(PAGE, options, async (page) => {
        const texts = await page.locator('#map svg text').allTextContents();
        const names = [...SETTINGS.methods, 'classifier-one-hot', 'exact-cosine'];
        expect(texts).toEqual(expect.arrayContaining(names));
        await openTables(page);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBe(options.viewport?.width);
      });
    });

    test('text stands out from its background by 4.5 or more', async () => {
      await visit(PAGE, options, async (page) => {
        await openTables(page);
        const found = await contrasts(page);
        expect(found.length).toBeGreaterThan(12);
        expect(found.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
      });
    });
  });

  test('supervision and code length can be chosen', async () => {
    await visit(PAGE, LOOKS[0][1], async (page) => {
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
    await visit(PAGE_OF_ATTACKS, LOOKS[0][1], async (page) => {
      expect(await page.locator('#title').textContent()).toContain(ATTACKS[0]);
    });
  });
});
