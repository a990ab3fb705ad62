import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VIEWS, type ViewName } from '../../../src/demo/shell/view-names.ts';
import { browserOfTests, findChromium } from '../chromium.ts';
import type { Site } from '../static-site.ts';
import { violations } from './accessibility.ts';
import { type DemoPage, openDemo, until } from './demo-page.ts';
import { demoSite } from './demo-site.ts';

const CHROMIUM = findChromium();
const NAMES = Object.keys(VIEWS) as ViewName[];
const browser = browserOfTests(CHROMIUM);
let site: Site;

beforeAll(async () => {
  if (CHROMIUM) site = await demoSite();
});
afterAll(() => site?.close());

async function inDemo(
  hash: string,
  use: (opened: DemoPage) => Promise<void>,
  options: Parameters<typeof openDemo>[2] = {},
): Promise<void> {
  const opened = await openDemo(browser(), `${site.url}${hash}`, options);
  try {
    await use(opened);
    expect(opened.faults).toEqual([]);
  } finally {
    await opened.context.close();
  }
}

/** The name of the view that is shown, by its box and by the navigation. */
const SHOWN = `(() => {
  const current = document.querySelector('#views [aria-current]');
  const box = document.querySelector('#view > .view h1');
  return current && box && document.querySelector('#view > .view').className === 'view ' + current.hash.slice(2)
    ? current.hash.slice(2) : null;
})()`;

describe.skipIf(!CHROMIUM)('the page', () => {
  test('opens every view by the keyboard, under its policy, and says which one it is', async () => {
    await inDemo('', async ({ page }) => {
      for (const name of NAMES) {
        await page.focus(`#views a[href="#/${name}"]`);
        await page.keyboard.press('Enter');
        await until(page, `${SHOWN} === ${JSON.stringify(name)}`);
        expect(await page.title()).toBe(`${VIEWS[name]} · hashplane`);
      }
    });
  });

  test('is linked to at each view, and goes back and forward', async () => {
    await inDemo('#/train', async ({ page }) => {
      await until(page, `${SHOWN} === 'train'`);
      await page.click('#views a[href="#/how"]');
      await until(page, `${SHOWN} === 'how'`);
      await page.click('#views a[href="#/search"]');
      await until(page, `${SHOWN} === 'search'`);
      await page.goBack();
      await until(page, `${SHOWN} === 'how'`);
      await page.goBack();
      await until(page, `${SHOWN} === 'train'`);
      await page.goForward();
      await until(page, `${SHOWN} === 'how'`);
    });
  });

  test('shows the first view at addresses that it does not know', async () => {
    await inDemo('#/nowhere?x=1', async ({ page }) => {
      await until(page, `${SHOWN} === 'search'`);
    });
  });

  test('lets readers skip the navigation', async () => {
    await inDemo('#/search', async ({ page }) => {
      await until(page, `${SHOWN} === 'search'`);
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.className')).toBe('skip');
      await page.keyboard.press('Enter');
      await until(page, `document.activeElement.id === 'main'`);
      expect(await page.evaluate(SHOWN)).toBe('search');
    });
  });

  test('changes its theme', async () => {
    await inDemo('', async ({ page }) => {
      const colour = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
      const light = await colour();
      await page.click('#theme');
      expect(await colour()).not.toBe(light);
      expect(await page.textContent('#theme')).toBe('Light theme');
    });
  });
});

describe.skipIf(!CHROMIUM).each(NAMES)('the view %s', (name) => {
  test.each(['light', 'dark'] as const)(
    'has no barriers that axe-core knows, %s',
    async (colorScheme) => {
      await inDemo(
        `#/${name}`,
        async ({ page }) => {
          await until(page, `${SHOWN} === ${JSON.stringify(name)}`);
          await page.waitForLoadState('networkidle');
          expect(await violations(page)).toEqual([]);
        },
        { colorScheme },
      );
    },
  );

  test('fits a phone without scrolling sideways', async () => {
    await inDemo(
      `#/${name}`,
      async ({ page }) => {
        await until(page, `${SHOWN} === ${JSON.stringify(name)}`);
        await page.waitForLoadState('networkidle');
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
        const { left, right } = (await page.evaluate(
          `document.querySelector('#views [aria-current]').getBoundingClientRect().toJSON()`,
        )) as DOMRect;
        expect(left).toBeGreaterThanOrEqual(0);
        // The row ends at 374, and fades from 32 before that.
        expect(right).toBeLessThanOrEqual(342);
      },
      { viewport: { width: 390, height: 844 } },
    );
  });
});
