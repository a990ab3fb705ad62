import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserOfTests, findChromium } from '../chromium.ts';
import type { Site } from '../static-site.ts';
import { violations } from './accessibility.ts';
import { type DemoPage, endAtFirstFailure, openDemo, until } from './demo-page.ts';
import { demoSite } from './demo-site.ts';

const executablePath = findChromium();

describe.skipIf(!executablePath)('Compare', () => {
  const browser = browserOfTests(executablePath);
  let site: Site;
  let demo: DemoPage;
  let page: Page;
  endAtFirstFailure();
  beforeAll(async () => {
    site = await demoSite();
    demo = await openDemo(browser(), `${site.url}#/compare`);
    page = demo.page;
    await settled(page);
  });
  afterAll(async () => {
    await demo?.context.close();
    await site?.close();
  });

  it('shows neighbours by LSH, GRH and exact search, and says why they differ', async () => {
    for (const name of ['LSH', 'GRH', 'Exact']) {
      expect(await column(page, name).locator('.score').innerText()).toMatch(/^\d+ of 10 right$/);
    }
    expect(await column(page, 'Exact').locator('.matches li:not(.empty)').count()).toBe(10);
    expect(await why(page)).toMatch(/^(Here learning finds|Both find)/);
    await until(page, "document.querySelectorAll('.mean strong').length === 3");
    expect(await column(page, 'GRH').locator('.mean').innerText()).toMatch(
      /^Mean of all 200 queries: \d\.\d of 10/,
    );
  });

  it('names each class beside its colour, and marks what is right and wrong', async () => {
    const items = column(page, 'Exact').locator('.matches li:not(.empty)');
    const own = await page.locator('.query .class-chip').innerText();
    for (const item of await items.all()) {
      const right = (await item.locator('.class-chip').innerText()) === own;
      expect(await item.locator('.class-chip .dot').count()).toBe(1);
      expect(await item.locator('.verdict').innerText()).toContain(right ? '✓' : '✗');
    }
  });

  it('marks and counts the bits in which codes differ', async () => {
    const grh = column(page, 'GRH');
    const code = bitsOf(await grh.locator('.own-code .code-strip').getAttribute('aria-label'));
    for (const item of await grh.locator('.matches li:not(.empty)').all()) {
      const name = await item.locator('.code-strip').getAttribute('aria-label');
      const differing = [...bitsOf(name)].flatMap((bit, j) => (bit === code[j] ? [] : [j + 1]));
      const apart = await item.locator('.apart').innerText();
      expect(apart).toContain(`${differing.length} bit`);
      if (differing.length > 0) expect(name).toContain(`: ${differing.join(', ')}`);
      expect(differing.length).toBeLessThanOrEqual(2);
    }
  });

  it('searches for another example by mouse, and keeps it in the address', async () => {
    const second = page.getByRole('radio').nth(1);
    await second.click();
    const row = await second.getAttribute('value');
    await until(page, `document.querySelector('.query').textContent.includes('Row ${row}:')`);
    await settled(page);
    expect(page.url()).toContain(`#/compare?image=${row}&bits=16&radius=2`);
    await page.goBack();
    await until(page, `!document.querySelector('.query').textContent.includes('Row ${row}:')`);
    await page.goForward();
    await until(page, `document.querySelector('.query').textContent.includes('Row ${row}:')`);
  });

  it('is driven by the keyboard alone', async () => {
    await page.getByRole('radio').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const row = await page.getByRole('radio').nth(2).getAttribute('value');
    await until(page, `document.querySelector('.query').textContent.includes('Row ${row}:')`);
    await page.getByLabel('Radius', { exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    await until(page, "location.hash.endsWith('radius=3')");
    await page.getByLabel('Length of a code').focus();
    await page.keyboard.press('ArrowRight');
    await until(page, "location.hash.includes('bits=20')");
    await settled(page);
    const strip = column(page, 'LSH').locator('.own-code .code-strip');
    await until(
      page,
      "document.querySelector('.lsh .own-code .code-strip').getAttribute('aria-label').length === 25",
    );
    expect(bitsOf(await strip.getAttribute('aria-label'))).toHaveLength(20);
  });

  it('opens what a link says, any row too', async () => {
    await page.goto(`${site.url}#/compare?image=0&bits=32&radius=6`);
    await until(page, "document.querySelector('.query').textContent.includes('Row 0:')");
    expect(await page.getByLabel('Radius', { exact: true }).inputValue()).toBe('6');
    await page.getByLabel('Row', { exact: true }).fill('9999');
    await page.keyboard.press('Enter');
    await until(page, "document.querySelector('.query').textContent.includes('Row 9999:')");
    await page.getByLabel('Row', { exact: true }).fill('10000');
    await page.keyboard.press('Enter');
    await until(
      page,
      "document.querySelector('.because [role=alert]')?.textContent.includes('0 to 9999')",
    );
  });

  it('keeps what is typed, and what was said of it, while a search is on its way', async () => {
    await page.goto(`${site.url}#/compare?image=0&bits=16&radius=2`);
    await until(page, "document.querySelector('.query').textContent.includes('Row 0:')");
    await settled(page);
    const whileSearching = (then: string) =>
      page.evaluate(`(() => {
        const bits = document.querySelector('.sliders input');
        bits.value = String(Number(bits.value) + 4);
        bits.dispatchEvent(new Event('input', { bubbles: true }));
        const row = document.querySelector('.by-row input');
        ${then}
      })()`);
    await whileSearching("row.value = '123';");
    await settled(page);
    expect(await page.getByLabel('Row', { exact: true }).inputValue()).toBe('123');
    await whileSearching("row.value = '10000'; row.dispatchEvent(new Event('change'));");
    await settled(page);
    expect(await page.locator('.because [role=alert]').innerText()).toContain('0 to 9999');
  });

  it('searches for what is drawn, by mouse or by finger', async () => {
    await page.goto(`${site.url}#/compare?bits=16&radius=4`);
    await page.getByText('Draw one').click();
    const pad = page.locator('.pad canvas');
    await pad.scrollIntoViewIfNeeded();
    const box = (await pad.boundingBox())!;
    await page.mouse.move(box.x + 60, box.y + 40);
    await page.mouse.down();
    for (let i = 0; i <= 20; i++) await page.mouse.move(box.x + 60 + 5 * i, box.y + 40 + 6 * i);
    await page.mouse.up();
    await until(page, "location.hash.includes('image=drawn')");
    await until(page, "document.querySelector('.query').textContent.includes('Your picture')");
    await settled(page);
    expect(await column(page, 'Exact').locator('.score').innerText()).toBe('10 neighbours');
    await page.getByRole('button', { name: 'Clear' }).click();
    await pad.scrollIntoViewIfNeeded();
    const { x, y } = (await pad.boundingBox())!;
    const empty = await pad.screenshot();
    const session = await page.context().newCDPSession(page);
    const touch = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      ...at: { x: number; y: number }[]
    ) => session.send('Input.dispatchTouchEvent', { type, touchPoints: at });
    await touch('touchStart', { x: x + 50, y: y + 50 });
    for (let i = 0; i <= 10; i++) await touch('touchMove', { x: x + 50, y: y + 50 + 10 * i });
    await touch('touchEnd');
    expect(empty.equals(await pad.screenshot())).toBe(false);
  });

  it('searches for a picture that is dropped, and says so if it is none', async () => {
    const drop = (name: string, bytes: string) =>
      page.evaluate(
        `(async () => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([${bytes}], '${name}'));
          const event = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
          document.querySelector('.picker').dispatchEvent(event);
        })()`,
      );
    await drop('broken.png', "'nothing'");
    await until(
      page,
      "document.querySelector('.because [role=alert]')?.textContent.includes('broken.png is no picture')",
    );
    await drop(
      'white.png',
      `await (async () => {
        const canvas = new OffscreenCanvas(60, 90);
        const context = canvas.getContext('2d');
        context.fillStyle = 'white';
        context.fillRect(0, 0, 60, 90);
        context.fillStyle = 'black';
        context.fillRect(15, 10, 30, 70);
        return canvas.convertToBlob();
      })()`,
    );
    await until(page, "!document.querySelector('.because [role=alert]')");
    await settled(page);
    // On a light ground: inverted, so that the middle is light and the edge dark.
    const [middle, edge] = (await page.evaluate(
      `(() => {
        const { data } = document.querySelector('.query canvas').getContext('2d').getImageData(0, 0, 28, 28);
        return [data[4 * (14 * 28 + 14)], data[4 * (14 * 28 + 1)]];
      })()`,
    )) as number[];
    expect(middle).toBeGreaterThan(200);
    expect(edge).toBeLessThan(50);
  });

  it('has no barriers that axe-core knows', async () => {
    await settled(page);
    expect(await violations(page)).toEqual([]);
  });

  it('complains of nothing', () => {
    expect(demo.faults).toEqual([]);
  });
});

function column(page: Page, name: string) {
  return page.getByRole('region', { name, exact: true });
}

function why(page: Page): Promise<string> {
  return page.locator('.because').innerText();
}

/** Waits until no column shows what was before. */
async function settled(page: Page): Promise<void> {
  await until(
    page,
    "document.querySelectorAll('.column[aria-busy=false]').length === 3 && document.querySelector('.because p')",
  );
}

function bitsOf(name: string | null): string {
  return /code ([01]+)/.exec(name ?? '')?.[1] ?? '';
}
