import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VIEWS, type ViewName } from '../../../src/demo/shell/view-names.ts';
import { findFirefox, firefoxOfTests } from '../firefox.ts';
import type { Site } from '../static-site.ts';
import { demoSite } from './demo-site.ts';

const executablePath = findFirefox();

/** What shows that a view works: true once it has computed something. */
const SHOWN: Readonly<Record<ViewName, string>> = {
  search: 'document.querySelectorAll(".found .name").length >= 20',
  emoji: 'document.querySelectorAll(".found button:enabled").length === 24',
  compare: 'document.querySelectorAll(".column.grh .matches li canvas").length === 10',
  train: 'document.querySelector(".train-chart svg") !== null',
  how: 'document.querySelectorAll(".how-step canvas").length > 0',
  data: 'document.querySelector(".kept-list, .kept p") !== null',
  race: 'document.querySelectorAll(".event").length === 5',
};

describe.skipIf(!executablePath)('the demo in Firefox', () => {
  const newPage = firefoxOfTests(executablePath);
  const faults: string[] = [];
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    site = await demoSite();
    page = await newPage();
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(site.url);
  });
  afterAll(() => site?.close());

  /** Puppeteer's own way to wait evaluates texts in the page itself, which the policy forbids. */
  const until = async (expression: string) => {
    while (!(await page.evaluate(expression))) await sleep(50);
  };

  /** Follows the link of a view: a click misses it where the page moves under it. */
  const go = async (view: ViewName) => {
    do {
      await page.click(`#views a[href="#/${view}"]`);
      await sleep(50);
    } while (!(await page.evaluate(`location.hash === "#/${view}"`)));
  };

  test.each(Object.keys(VIEWS) as ViewName[])('shows %s, reached by its link', async (view) => {
    await go(view);
    await until(SHOWN[view]);
    expect(await page.title()).toBe(`${VIEWS[view]} · hashplane`);
    expect(faults).toEqual([]);
  });

  test('searches as one types', async () => {
    await go('search');
    await until('document.querySelector("#query") !== null');
    await page.type('#query', 'sneaker');
    await until(
      '[...document.querySelectorAll(".found .name")].filter((name) => name.textContent === "Sneaker").length > 15',
    );
    expect(faults).toEqual([]);
  });

  test('trains', async () => {
    await go('train');
    await until('document.querySelector(".train button.primary:not(:disabled)") !== null');
    await page.click('.train button.primary');
    await until('document.querySelector(".view.train").dataset.trainPhase === "done"');
    expect(await page.evaluate('document.querySelectorAll(".codewords tbody tr").length')).toBe(10);
    expect(faults).toEqual([]);
  });
});
