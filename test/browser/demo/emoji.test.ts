import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserOfTests, findChromium } from '../chromium.ts';
import { contrasts } from '../contrast.ts';
import type { Site } from '../static-site.ts';
import { violations } from './accessibility.ts';
import { endAtFirstFailure, openDemo, until } from './demo-page.ts';
import { demoSite } from './demo-site.ts';

const CHROMIUM = findChromium();
const browser = browserOfTests(CHROMIUM);
const SHOWN = 24;
let site: Site;

endAtFirstFailure();
beforeAll(async () => {
  if (CHROMIUM) site = await demoSite();
});
afterAll(() => site?.close());

async function inView(
  query: string,
  use: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const opened = await openDemo(browser(), `${site.url}#/emoji${query}`, options);
  try {
    await drawn(opened.page);
    await use(opened.page);
    expect(opened.faults).toEqual([]);
  } finally {
    await opened.context.close();
  }
}

/** Every place has an emoji, and its picture has pixels: seen on a copy, since a canvas that is read again warns. */
const drawn = (page: Page) =>
  until(
    page,
    `document.querySelectorAll('.found button:enabled').length === ${SHOWN} &&
     [...document.querySelectorAll('.found canvas')].every((canvas) => {
       const copy = new OffscreenCanvas(32, 32).getContext('2d', { willReadFrequently: true });
       copy.drawImage(canvas, 0, 0, 32, 32);
       return copy.getImageData(0, 0, 32, 32).data.some((value) => value > 0);
     })`,
  );
const namesOf = (page: Page) => page.locator('.found .name').allTextContents();

describe.skipIf(!CHROMIUM)('words and pictures in one code, in Chromium', () => {
  test('words find pictures of what they mean, by the code alone', async () => {
    await inView('?q=cat', async (page) => {
      // Chance would find one or two: about 3 of 100 emoji have a cat's face or are animals like it.
      const cats = (await namesOf(page)).filter((name) => /cat|lion|tiger|leopard/i.test(name));
      expect(cats.length).toBeGreaterThan(2);
      await page.fill('#query', 'clock');
      await until(page, `/o’clock|thirty/.test(document.querySelector('.found').textContent)`);
      expect(await page.evaluate(() => location.hash)).toContain('q=clock');
    });
  });

  test('a picture finds others like it, and words; the way back is there', async () => {
    await inView('?q=clock', async (page) => {
      const before = await namesOf(page);
      await page.locator('.found button').first().click();
      await until(page, `location.hash.includes('like=')`);
      await until(page, `document.querySelectorAll('.said button').length > 0`);
      await page.goBack();
      await until(page, `document.querySelector('#query').value === 'clock'`);
      expect(await namesOf(page)).toEqual(before);
    });
  });

  test('a word that no emoji has is said to be unknown', async () => {
    await inView('?q=cat', async (page) => {
      await page.fill('#query', 'cat zzzz');
      await until(page, `document.querySelector('#understood').textContent.includes('zzzz')`);
    });
  });

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark and narrow', { colorScheme: 'dark', viewport: { width: 390, height: 800 } }],
  ] as const)('%s: it can be read, and nothing is wider than the page', async (_, look) => {
    await inView(
      '?q=fruit',
      async (page) => {
        expect((await contrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
        expect(await violations(page)).toEqual([]);
        const beyond = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(beyond).toBe(0);
      },
      look,
    );
  });
});
