import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportData } from '../../src/report/tutorial/data.ts';
import { tutorialHtml } from '../../src/report/tutorial/html.ts';
import { ATTACKS, ENVIRONMENT, sampleDataset, sampleRun } from '../support/report-sample.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { contrasts } from './contrast.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const executable = findChromium();
const folder = mkdtempSync(join(tmpdir(), 'hashplane-report-'));
const MADE_BY_CLI = join(folder, 'index.html');
const MADE_OF_ATTACKS = join(folder, 'attacks.html');

beforeAll(async () => {
  const cli = join(ROOT, 'build', 'cli.js');
  const args = [cli, 'tutorial', '--bits', '8,16', '--queries', '50', '--out', folder];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8' });
  expect(output).toContain(join(folder, 'results.json'));
  expect(output).toContain(MADE_BY_CLI);
  const dataset = sampleDataset(300, 28, { name: ATTACKS.join(' '), classNames: ATTACKS });
  const asset = (name: string) => readFileSync(join(ROOT, 'build', 'report', name), 'utf8');
  const assets = { script: asset('page.js'), style: asset('report.css') };
  const data = reportData(sampleRun(dataset), dataset, ENVIRONMENT);
  writeFileSync(MADE_OF_ATTACKS, await tutorialHtml(data, assets));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the report of the bundled images is under 1.5 MB', () => {
  expect(statSync(MADE_BY_CLI).size).toBeLessThan(1_500_000);
});

describe.skipIf(!executable)('the report in Chromium', () => {
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
      await page.waitForSelector('#time svg');
      await look(page);
      expect(faults).toEqual([]);
    } finally {
      await context.close();
    }
  }

  const LOOKS: [string, BrowserContextOptions][] = [
    ['light', { colorScheme: 'light', viewport: { width: 1200, height: 900 } }],
    ['dark', { colorScheme: 'dark', viewport: { width: 1200, height: 900 } }],
    ['narrow', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
    ['dark and narrow', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
  ];

  describe.each(LOOKS)('%s', (_, options) => {
    test('both figures name their axes and their lines', async () => {
      await visit(MADE_BY_CLI, options, async (page) => {
        const texts = (id: string) => page.locator(`#${id} svg text`).allTextContents();
        const names = ['LSH', 'GRH (tutorial)', 'GRH (paper)', 'exact search', 'Hamming radius'];
        expect(await texts('precision')).toEqual(
          expect.arrayContaining([...names, 'precision@10']),
        );
        expect(await texts('time')).toEqual(
          expect.arrayContaining([...names, 'milliseconds a query (log)']),
        );
      });
    });

    test('nothing is wider than the page, with all tables open', async () => {
      await visit(MADE_BY_CLI, options, async (page) => {
        await openTables(page);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBe(options.viewport?.width);
      });
    });

    test('text stands out from its background by 4.5 or more', async () => {
      await visit(MADE_BY_CLI, options, async (page) => {
        await openTables(page);
        const found = await contrasts(page);
        expect(found.length).toBeGreaterThan(20);
        expect(found.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
      });
    });
  });

  test('every table has rows, and every figure has one', async () => {
    await visit(MADE_BY_CLI, LOOKS[0][1], async (page) => {
      const rows = await page
        .locator('table')
        .evaluateAll((tables) => tables.map((table) => table.querySelectorAll('tbody tr').length));
      expect(rows.length).toBe(5);
      expect(Math.min(...rows)).toBeGreaterThanOrEqual(3);
    });
  });

  test('pictures are drawn, and the right ones are ticked', async () => {
    await visit(MADE_BY_CLI, LOOKS[0][1], async (page) => {
      expect(await page.locator('.query').count()).toBe(6);
      expect(await page.locator('.found .right .tick').count()).toBeGreaterThan(10);
      const blank = await page.locator('canvas').evaluateAll(
        (canvases) =>
          (canvases as HTMLCanvasElement[]).filter((canvas) => {
            const pixels = canvas.getContext('2d')?.getImageData(0, 0, 28, 28).data;
            return !pixels?.some((value, i) => i % 4 < 3 && value > 100);
          }).length,
      );
      expect(blank).toBe(0);
    });
  });

  test('another code length shows its own numbers', async () => {
    await visit(MADE_BY_CLI, LOOKS[0][1], async (page) => {
      const before = await page.locator('#glance').textContent();
      await page.getByLabel('16 bits').check();
      await page.waitForSelector('#time svg');
      const after = await page.locator('#glance').textContent();
      expect(before).toContain('8 bits');
      expect(after).toContain('16 bits');
      expect(await page.locator('#bits-figures svg').count()).toBe(3);
    });
  });

  test('light and dark differ, by the system and by the button', async () => {
    const background = (page: Page) =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const found: string[] = [];
    for (const [, options] of LOOKS.slice(0, 2)) {
      await visit(MADE_BY_CLI, options, async (page) => {
        found.push(await background(page));
        await page.locator('#theme').click();
        found.push(await background(page));
      });
    }
    const [light, darkByButton, dark, lightByButton] = found;
    expect(light).not.toBe(dark);
    expect([lightByButton, darkByButton]).toEqual([light, dark]);
  });

  test('charts are drawn anew for another width', async () => {
    await visit(MADE_BY_CLI, LOOKS[0][1], async (page) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.waitForFunction(
        () => Number(document.querySelector('#time svg')?.getAttribute('width')) < 360,
      );
    });
  });

  test('a radius that found nothing leaves a gap, not a point', async () => {
    await visit(MADE_OF_ATTACKS, LOOKS[0][1], async (page) => {
      const points = await page
        .locator('#precision svg g[aria-label="dot"]')
        .evaluateAll((groups) => groups.map((group) => group.childElementCount));
      expect(points).toEqual([10, 11, 11]);
    });
  });

  test('names that are markup are shown as they are, and run nothing', async () => {
    await visit(MADE_OF_ATTACKS, LOOKS[0][1], async (page) => {
      const title = await page.locator('h1').textContent();
      expect(title).toBe(`Hashing ${ATTACKS.join(' ')} with hyperplanes`);
      const shown = await page.locator('.name').allTextContents();
      expect([...new Set(shown)].sort()).toEqual([...ATTACKS].sort());
      expect(await page.locator('img, svg[onload], script').count()).toBe(2);
    });
  });
});

async function openTables(page: Page): Promise<void> {
  await page.locator('details').evaluateAll((all) => {
    for (const details of all) (details as HTMLDetailsElement).open = true;
  });
}
