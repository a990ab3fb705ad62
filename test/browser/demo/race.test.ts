import { json } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserOfTests, findChromium } from '../chromium.ts';
import type { Site } from '../static-site.ts';
import { endAtFirstFailure, openDemo, until } from './demo-page.ts';
import { demoSite } from './demo-site.ts';

const CHROMIUM = findChromium();
const NAMES = ['wasm-simd', 'wasm', 'typescript', 'naive'];
/** Little time for each event: what is measured does not matter here. */
const SHORT = '#/race?seconds=0.05';

describe.skipIf(!CHROMIUM)('the race', () => {
  const browser = browserOfTests(CHROMIUM);
  let site: Site;
  endAtFirstFailure();
  beforeAll(async () => {
    site = await demoSite();
  });
  afterAll(() => site?.close());

  const phase = (name: string) => `document.querySelector('[data-race-phase="${name}"]') !== null`;
  const start = (page: Page) => page.getByRole('button', { name: 'Start the race' });

  test('starts by keyboard, shows bars while it runs, and gives its results as a file', async () => {
    const { page, context, faults } = await openDemo(browser(), site.url + SHORT);
    await start(page).waitFor();
    const seen = page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const view = document.querySelector('.view.race') as HTMLElement;
          const phases = new Set<string>();
          new MutationObserver(() => {
            const { racePhase = '' } = view.dataset;
            const bars = view.querySelectorAll('.bar-text:not(:empty)').length;
            if (racePhase === 'running' && bars > 0 && bars < 20) phases.add('bars while it runs');
            phases.add(racePhase);
            if (racePhase === 'done') resolve([...phases]);
          }).observe(view, { attributes: true, subtree: true });
        }),
    );
    await start(page).focus();
    await page.keyboard.press('Enter');
    expect(await seen).toContain('bars while it runs');
    await until(page, phase('done'));
    const ratios = await page.locator('.bar-text').allTextContents();
    expect(ratios.length).toBe(20);
    for (const ratio of ratios) expect(ratio).toMatch(/^[\d.,]+×$/);
    const notes = await page.locator('.bar-note').allTextContents();
    expect(notes.filter((note) => note.endsWith('✓ checked')).length).toBe(20);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as JSON' }).click();
    const file = (await json(await (await download).createReadStream())) as {
      readonly device: object;
      readonly results: readonly { readonly contender: string }[];
    };
    expect(file.results.length).toBe(20);
    expect([...new Set(file.results.map(({ contender }) => contender))]).toEqual(NAMES);
    expect(file.device).toMatchObject({ simd: true });
    expect(faults).toEqual([]);
    await context.close();
  });

  test('stops in the middle and keeps what it has, also while another view is looked at', async () => {
    const { page, context, faults } = await openDemo(browser(), `${site.url}#/race?seconds=60`);
    await start(page).click();
    await until(page, "document.querySelector('.event .bar-text:not(:empty)')");
    await page.getByRole('button', { name: 'Stop' }).click();
    await until(page, phase('stopped'));
    const kept = await page.locator('.bar-text').allTextContents();
    expect(kept.some((text) => text !== '')).toBe(true);
    await page.getByRole('link', { name: 'Train' }).click();
    await page.locator('.view.train h1').waitFor();
    await page.goBack();
    await until(page, phase('stopped'));
    expect(await page.locator('.bar-text').allTextContents()).toEqual(kept);
    expect(await page.getByRole('button', { name: 'Race again' }).isEnabled()).toBe(true);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('says which backends are not there, and races without them', async () => {
    const { page, context } = await openDemo(browser(), 'about:blank');
    // As a host's own policy has it that forbids WebAssembly.
    await page.route('**/race-*.js', async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'content-security-policy': "script-src 'self'" };
      await route.fulfill({ response, headers });
    });
    await page.goto(site.url + SHORT);
    await start(page).click();
    await until(page, phase('done'));
    const texts = await page.locator('.event').first().locator('.bar-text').allTextContents();
    expect(texts.slice(0, 2)).toEqual(['not here', 'not here']);
    expect(texts[3]).toBe('1.0×');
    await context.close();
  });

  test('nothing is wider than a phone', async () => {
    const viewport = { width: 390, height: 844 };
    const { page, context } = await openDemo(browser(), site.url + SHORT, { viewport });
    await start(page).click();
    await until(page, phase('done'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await context.close();
  });
});
