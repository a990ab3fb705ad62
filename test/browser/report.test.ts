import { execFileSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { reportData } from '../../src/report/tutorial/data.ts';
import { tutorialHtml } from '../../src/report/tutorial/html.ts';
import { ATTACKS, ENVIRONMENT, sampleDataset, sampleRun } from '../support/report-sample.ts';
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

const ROOT = resolve(import.meta.dirname, '../..');
const CHROMIUM = findChromium();
const DRAWN = '#time svg';
const folder = folderOfPages();
const MADE_BY_CLI = join(folder, 'index.html');
const MADE_OF_ATTACKS = join(folder, 'attacks.html');

beforeAll(async () => {
  const cli = join(ROOT, 'build', 'cli.js');
  const args = [cli, 'tutorial', '--bits', '8,16', '--queries', '50', '--out', folder];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8' });
  expect(output).toContain(join(folder, 'results.json'));
  expect(output).toContain(MADE_BY_CLI);
  const dataset = sampleDataset(300, 28, { name: ATTACKS.join(' '), classNames: ATTACKS });
  const data = reportData(sampleRun(dataset), dataset, ENVIRONMENT);
  writeFileSync(MADE_OF_ATTACKS, await tutorialHtml(data, assetsOf('page.js')));
});

test('the report of the bundled images is under 1.5 MB', () => {
  expect(statSync(MADE_BY_CLI).size).toBeLessThan(1_500_000);
});

describe.skipIf(!CHROMIUM)('the report in Chromium', () => {
  const browser = browserOfTests(CHROMIUM);
  const visit = visitor(browser, DRAWN);

  describe.each(Object.entries(LOOKS))('%s', (_, look) => {
    const page = shownPage(browser, MADE_BY_CLI, look, DRAWN);

    test('both figures name their axes and their lines', async () => {
      const texts = (id: string) => page().locator(`#${id} svg text`).allTextContents();
      const names = ['LSH', 'GRH (tutorial)', 'GRH (paper)', 'exact search', 'Hamming radius'];
      expect(await texts('precision')).toEqual(expect.arrayContaining([...names, 'precision@10']));
      expect(await texts('time')).toEqual(
        expect.arrayContaining([...names, 'milliseconds a query (log)']),
      );
    });

    test('nothing is wider than the page, with all tables open', async () => {
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
      expect(found.length).toBeGreaterThan(20);
      expect(found.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    });
  });

  describe('as a whole', () => {
    const page = shownPage(browser, MADE_BY_CLI, LOOKS.light, DRAWN);

    test('every table has rows, and every figure has one', async () => {
      const rows = await page()
        .locator('table')
        .evaluateAll((tables) => tables.map((table) => table.querySelectorAll('tbody tr').length));
      expect(rows.length).toBe(5);
      expect(Math.min(...rows)).toBeGreaterThanOrEqual(3);
    });

    test('pictures are drawn, and the right ones are ticked', async () => {
      expect(await page().locator('.query').count()).toBe(6);
      expect(await page().locator('.found .right .tick').count()).toBeGreaterThan(10);
      const blank = await page()
        .locator('canvas')
        .evaluateAll(
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
    await visit(MADE_BY_CLI, LOOKS.light, async (page) => {
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
    for (const look of [LOOKS.light, LOOKS.dark]) {
      await visit(MADE_BY_CLI, look, async (page) => {
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
    await visit(MADE_BY_CLI, LOOKS.light, async (page) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.waitForFunction(
        () => Number(document.querySelector('#time svg')?.getAttribute('width')) < 360,
      );
    });
  });

  describe('of names that are markup', () => {
    const page = shownPage(browser, MADE_OF_ATTACKS, LOOKS.light, DRAWN);

    test('a radius that found nothing leaves a gap, not a point', async () => {
      const points = await page()
        .locator('#precision svg g[aria-label="dot"]')
        .evaluateAll((groups) => groups.map((group) => group.childElementCount));
      expect(points).toEqual([10, 11, 11]);
    });

    test('shows them as they are, and runs nothing', async () => {
      const title = await page().locator('h1').textContent();
      expect(title).toBe(`Hashing ${ATTACKS.join(' ')} with hyperplanes`);
      const shown = await page().locator('.name').allTextContents();
      expect([...new Set(shown)].sort()).toEqual([...ATTACKS].sort());
      expect(await page().locator('img, svg[onload], script').count()).toBe(2);
    });
  });
});
