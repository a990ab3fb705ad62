import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserOfTests, findChromium } from '../chromium.ts';
import type { Site } from '../static-site.ts';
import { type DemoPage, endAtFirstFailure, openDemo, until } from './demo-page.ts';
import { demoSite } from './demo-site.ts';

const CHROMIUM = findChromium();
const browser = browserOfTests(CHROMIUM);
let site: Site;

endAtFirstFailure();
beforeAll(async () => {
  if (CHROMIUM) site = await demoSite();
});
afterAll(() => site?.close());

/** Opens the first view, uses it, and sees that it complained of nothing. */
async function inView(
  query: string,
  use: (opened: DemoPage) => Promise<void>,
  options: Parameters<typeof openDemo>[2] = {},
): Promise<void> {
  const opened = await openDemo(browser(), `${site.url}#/search${query}`, options);
  try {
    await use(opened);
    expect(opened.faults).toEqual([]);
  } finally {
    await opened.context.close();
  }
}

/** The names of what is shown, once the vectors are there and exact search has confirmed them. */
async function names(page: Page): Promise<string[]> {
  await until(
    page,
    "/All .* are here/.test(document.querySelector('.arrival')?.textContent) && /^\\d/.test(document.querySelector('#number-recall')?.textContent)",
  );
  return page.locator('.found li:not(.empty) .name').allTextContents();
}

/** Waits until the first result has the name. */
async function firstIs(page: Page, name: string): Promise<void> {
  await until(
    page,
    `document.querySelector('.found .name')?.textContent === ${JSON.stringify(name)}`,
  );
}

const number = (page: Page, name: string) => page.textContent(`#number-${name}`);

/** Draws a cross. */
async function draw(page: Page): Promise<void> {
  const box = (await page.locator('.draw canvas').boundingBox())!;
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  for (const [from, to] of [
    [at(0.2, 0.2), at(0.8, 0.8)],
    [at(0.8, 0.2), at(0.2, 0.8)],
  ] as const) {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to, { steps: 5 });
    await page.mouse.up();
  }
}

/** Adds a cross under a name; gives what the view says in the end. */
async function add(page: Page, name: string): Promise<string> {
  await page.locator('.draw canvas').scrollIntoViewIfNeeded();
  await draw(page);
  await page.fill('#add-name', name);
  await page.click('.add [type=submit]');
  await until(
    page,
    `/^“${name.toLowerCase()}” is (kept|here until)/.test(document.querySelector('.notice')?.textContent)`,
  );
  return (await page.textContent('.notice'))!;
}

describe.skipIf(!CHROMIUM)('search as you type', () => {
  test('finds with each key, by beginnings of words, synonyms and phrases', async () => {
    await inView('', async ({ page }) => {
      await page.focus('#query');
      await page.keyboard.type('sn');
      await firstIs(page, 'Sneaker');
      expect(await page.textContent('#understood')).toBe('Looking for sn → sneaker');
      await page.fill('#query', '');
      await page.keyboard.type('dark trainers');
      // What fewer letters found stands there before.
      await until(
        page,
        "[...document.querySelectorAll('.found .name')].filter((name) => name.textContent === 'Sneaker').length > 20",
      );
      expect(await page.textContent('#understood')).toBe('Looking for dark + trainers → trainer');
      const found = await names(page);
      expect(found).toHaveLength(24);
      expect(new URL(page.url()).hash).toBe('#/search?q=dark+trainers');
      expect(await number(page, 'time')).toMatch(/^\d+ ms /);
      expect(await number(page, 'recall')).toMatch(/^2[0-4] of 24 /);
      expect(await number(page, 'right')).toMatch(/^2\d of 24 /);
    });
  });

  test('says which words are known where one is not, and searches by the others', async () => {
    await inView('?q=purple+bag', async ({ page }) => {
      await firstIs(page, 'Bag');
      expect(await page.textContent('#understood')).toMatch(
        /^bag\. Not known: “purple”\. Words that are: .*sneaker/,
      );
    });
  });

  test('shows true names, and marks what was not asked for', async () => {
    await inView('?q=shirt', async ({ page }) => {
      const found = await names(page);
      const wrong = await page.locator('.found .wrong .name').allTextContents();
      expect(wrong).toEqual(found.filter((name) => name !== 'Shirt'));
      expect(await number(page, 'right')).toContain(`${24 - wrong.length} of 24`);
    });
  });

  test('filters by what the documents say, by link and by keyboard', async () => {
    await inView('?q=bag&shade=pale', async ({ page }) => {
      await names(page);
      const traits = () => page.locator('.found .traits').allTextContents();
      expect((await traits()).every((text) => text.includes('pale'))).toBe(true);
      await page.selectOption('#filter-name', 'Dress');
      await firstIs(page, 'Dress');
      expect(new Set(await page.locator('.found .name').allTextContents())).toEqual(
        new Set(['Dress']),
      );
      expect(new URL(page.url()).hash).toBe('#/search?q=bag&shade=pale&name=Dress');
    });
  });

  test('says so where no picture passes the filters', async () => {
    await inView(
      '?q=boot&name=Ankle+boot&outline=slim&shade=pale&surface=plain',
      async ({ page }) => {
        await until(
          page,
          "document.querySelector('#understood')?.textContent.startsWith('No picture')",
        );
      },
    );
  });

  test('finds what is like a result that is chosen, and goes back', async () => {
    await inView('?q=boot', async ({ page }) => {
      await names(page);
      const chosen = await page.locator('.found button').nth(3).textContent();
      await page.locator('.found button').nth(3).focus();
      await page.keyboard.press('Enter');
      await until(page, "location.hash.includes('like=')");
      await until(
        page,
        `document.querySelector('.found button')?.textContent === ${JSON.stringify(chosen)}`,
      );
      await page.goBack();
      await until(page, "document.querySelector('#query').value === 'boot'");
    });
  });

  test('adds a picture under a name, finds it after a reload, and forgets it', async () => {
    await inView('', async ({ page }) => {
      await names(page);
      expect(await add(page, 'Cross')).toBe(
        '“cross” is kept in this browser: it is still here after a reload.',
      );
      await firstIs(page, 'cross');
      await page.goto(`${site.url}#/search`);
      await page.reload();
      await names(page);
      await page.fill('#query', 'cro');
      await firstIs(page, 'cross');
      await page.click('text=Forget what I added');
      await until(page, "/is gone/.test(document.querySelector('.notice')?.textContent)");
      await page.reload();
      await names(page);
      expect(await page.textContent('#understood')).toContain('Not known: “cro”');
    });
  });

  test('tells a second tab that can not keep what is added there', async () => {
    await inView('', async ({ page, context }) => {
      await names(page);
      await add(page, 'first');
      const second = await openDemo(browser(), `${site.url}#/search`, { context });
      await names(second.page);
      expect(await add(second.page, 'second')).toMatch(
        /^“second” is here until the page is closed: .*another tab/,
      );
      // The same cross as the first one, which comes before it.
      const found = await second.page.locator('.found .name').allTextContents();
      expect(found.slice(0, 2)).toEqual(['first', 'second']);
      expect(second.faults).toEqual([]);
    });
  });

  test('works without a network after the first visit', async () => {
    await inView('?q=coat', async ({ page, context }) => {
      await names(page);
      await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
      await until(page, 'navigator.serviceWorker.controller');
      await context.setOffline(true);
      await page.reload();
      await firstIs(page, 'Coat');
      const drawn = `(() => {
        const canvas = document.querySelector('.found canvas');
        const copy = new OffscreenCanvas(28, 28).getContext('2d');
        copy.drawImage(canvas, 0, 0);
        return copy.getImageData(0, 0, 28, 28).data.some((value, i) => i % 4 < 3 && value > 0);
      })()`;
      await until(page, drawn);
      await context.setOffline(false);
    });
  });
});
