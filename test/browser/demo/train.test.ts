import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserOfTests, findChromium } from '../chromium.ts';
import type { Site } from '../static-site.ts';
import { endAtFirstFailure, openDemo, until } from './demo-page.ts';
import { demoSite } from './demo-site.ts';

const CHROMIUM = findChromium();

describe.skipIf(!CHROMIUM)('training in the page', () => {
  const browser = browserOfTests(CHROMIUM);
  let site: Site;
  endAtFirstFailure();
  beforeAll(async () => {
    site = await demoSite();
  });
  afterAll(() => site?.close());

  const phase = (name: string) => `document.querySelector('[data-train-phase="${name}"]') !== null`;
  const marks = (page: Page) =>
    page.locator('.view.train').evaluate((view) => ({ ...(view as HTMLElement).dataset }));
  const lines = (page: Page) => page.locator('.train-chart svg g[aria-label="line"] path').count();

  test('shows random hyperplanes first, then trained ones before them, iteration by iteration', async () => {
    const { page, context, faults } = await openDemo(browser(), `${site.url}#/train`);
    await until(page, phase('ready'));
    expect(await lines(page)).toBe(1);
    expect(await page.locator('.train-result').textContent()).toContain('1,200 labelled images');
    const seen = page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const view = document.querySelector('.view.train') as HTMLElement;
          const iterations: string[] = [];
          new MutationObserver(() => {
            const { trainIteration: at = '', trainPhase } = view.dataset;
            if (at !== '' && at !== iterations.at(-1)) iterations.push(at);
            if (trainPhase === 'done') resolve(iterations);
          }).observe(view, { attributes: true });
        }),
    );
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    expect(await seen).toEqual(['1', '2', '3', '4']);
    const names = await page.locator('.train-chart svg text').allTextContents();
    expect(names).toEqual(
      expect.arrayContaining(['random (LSH)', 'trained (GRH)', 'compare with all']),
    );
    expect(await lines(page)).toBe(2);
    const { trainPrecision, lshPrecision, trainMilliseconds } = await marks(page);
    expect(Number(trainPrecision)).toBeGreaterThan(Number(lshPrecision));
    expect(Number(trainMilliseconds)).toBeGreaterThan(0);
    expect(await page.locator('.codewords tbody tr').count()).toBe(10);
    expect(await page.locator('.codewords tbody td').count()).toBe(160);
    expect(await page.locator('.codewords').textContent()).toContain('Ankle boot');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('works by keyboard, and its settings stand in the address', async () => {
    const { page, context, faults } = await openDemo(browser(), `${site.url}#/train?bits=8`);
    await until(page, phase('ready'));
    await page.getByLabel('Iterations').focus();
    await page.keyboard.press('Home');
    await page.getByLabel('Learner').selectOption('ridge');
    await page.getByLabel('Bits').focus();
    await page.keyboard.press('ArrowRight');
    await until(page, phase('ready'));
    expect(new URL(page.url()).hash).toBe(
      '#/train?bits=12&alpha=0.9&iterations=1&learner=ridge&labels=1200&seed=0',
    );
    await page.getByRole('button', { name: 'Train', exact: true }).focus();
    await page.keyboard.press('Enter');
    await until(page, phase('done'));
    expect((await marks(page)).trainIteration).toBe('1');
    expect(await page.locator('#status').textContent()).toContain('trained hyperplanes find');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a link opens with its settings; back and forward change them', async () => {
    const address = '#/train?bits=32&alpha=0.7&iterations=2&learner=svm-sgd&labels=300&seed=4';
    const { page, context } = await openDemo(browser(), site.url + address);
    await until(page, phase('ready'));
    const values = () =>
      page
        .locator('.train-controls :is(input, select)')
        .evaluateAll((all) => (all as HTMLInputElement[]).map(({ value }) => value));
    expect(await values()).toEqual(['32', '0.7', '2', 'svm-sgd', '300', '4']);
    await page.goto(`${site.url}#/train?bits=8`);
    await until(page, "document.querySelector('.train-controls input').value === '8'");
    await until(page, phase('ready'));
    expect((await values()).slice(0, 2)).toEqual(['8', '0.9']);
    await page.goBack();
    await until(page, "document.querySelector('.train-controls input').value === '32'");
    await context.close();
  });

  test('is cancelled, and keeps the last iteration that has ended', async () => {
    const long = '#/train?bits=64&iterations=10';
    const { page, context, faults } = await openDemo(browser(), site.url + long);
    await until(page, phase('ready'));
    // In the page, since it may be over before a click from outside arrives.
    await page.evaluate(() => {
      const view = document.querySelector('.view.train') as HTMLElement;
      const button = view.querySelector('button.primary') as HTMLButtonElement;
      new MutationObserver(() => {
        if (view.dataset.trainIteration === '2' && button.textContent === 'Cancel') button.click();
      }).observe(view, { attributes: true });
      button.click();
    });
    await until(page, phase('cancelled'));
    expect((await marks(page)).trainIteration).toBe('2');
    expect(await page.locator('.train-step').textContent()).toContain(
      'cancelled after iteration 2 of 10',
    );
    expect(await page.locator('.codewords tbody td').count()).toBe(640);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the tab is closed, or another view opened, in the middle of it', async () => {
    const long = '#/train?bits=64&iterations=10';
    const { page, context, faults } = await openDemo(browser(), site.url + long);
    await until(page, phase('ready'));
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByRole('link', { name: 'Race' }).click();
    await page.getByRole('button', { name: 'Start the race' }).waitFor();
    await page.goBack();
    await until(page, phase('ready'));
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.close();
    // The context goes on, with a page that trains anew.
    const again = await openDemo(browser(), `${site.url}#/train?bits=8&iterations=1`, { context });
    await until(again.page, phase('ready'));
    await again.page.getByRole('button', { name: 'Train', exact: true }).click();
    await until(again.page, phase('done'));
    expect([...faults, ...again.faults]).toEqual([]);
    await context.close();
  });

  test('nothing is wider than a phone, and the matrix fades where it is cut', async () => {
    const viewport = { width: 390, height: 844 };
    const { page, context } = await openDemo(browser(), `${site.url}#/train?iterations=1`, {
      viewport,
    });
    await until(page, phase('ready'));
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await until(page, phase('done'));
    await until(page, "document.querySelector('.codewords.more-after') !== null");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await context.close();
  });
});
