// The app of docs/use/getting-started-vite.md, taken from the page and built as it says.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Installed, installPacked } from '../package/pack.ts';
import { blocksOf, examplesOf } from '../support/markdown.ts';
import { browserOfTests, findChromium } from './chromium.ts';
import { type Site, serve } from './static-site.ts';

const PAGE = 'docs/use/getting-started-vite.md';
const CHROMIUM = findChromium();
const examples = examplesOf(PAGE);
/** Those that the page shows something of, in order: what one keeps, the next ones open. */
const steps = examples.filter(({ output }) => output !== null);
const nameOf = (file: string) => file.replace(/^src\/(\w+)\.ts$/, '$1');

const browser = browserOfTests(CHROMIUM);
let installed: Installed;
let site: Site;
/** All steps are of one origin, and share what it keeps. */
let context: BrowserContext;

beforeAll(async () => {
  if (!CHROMIUM) return;
  installed = await installPacked();
  const { folder } = installed;
  for (const { file, text } of examples) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const pages = steps.map(({ file }) => join(folder, `${nameOf(file)}.html`));
  steps.forEach(({ file }, i) => {
    writeFileSync(pages[i]!, `<pre id="app"></pre><script type="module" src="/${file}"></script>`);
  });
  const whole = blocksOf(PAGE).find(({ file }) => file === 'index.html')!;
  writeFileSync(join(folder, 'index.html'), whole.text);
  const input = [...pages, join(folder, 'index.html')];
  await build({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    build: { rollupOptions: { input } },
  });
  site = await serve(join(folder, 'dist'));
  context = await browser().newContext();
});
afterAll(async () => {
  await context?.close();
  await site?.close();
  installed?.remove();
});

async function open(name: string, use: (page: Page) => Promise<void>): Promise<void> {
  const page = await context.newPage();
  try {
    const failed = new Promise<never>((_, reject) => page.on('pageerror', reject));
    await page.goto(`${site.url}/${name}.html`);
    await Promise.race([use(page), failed]);
  } finally {
    await page.close();
  }
}

const shown = async (page: Page) => {
  await page.waitForFunction("document.querySelector('#app').innerText !== ''");
  return `${await page.innerText('#app')}\n`;
};

test('the page teaches an index, keeping it, a worker, filters and updates, in this order', () => {
  expect(steps.map(({ file }) => nameOf(file))).toEqual([
    'main',
    'kept',
    'worker',
    'filter',
    'update',
  ]);
});

describe.skipIf(!CHROMIUM)('the app of the page on Vite', () => {
  test.each(steps.map((step) => [step.file, step] as const))(
    '%s shows what the page says',
    async (file, { output }) => {
      await open(nameOf(file), async (page) => expect(await shown(page)).toBe(output));
    },
  );

  test('searches at every key, in the index that it made at the first visit', async () => {
    for (const visit of ['first', 'second']) {
      await open('index', async (page) => {
        await page.waitForSelector('input:enabled');
        await page.type('input', 'abc');
        const lines = (await shown(page)).trim().split('\n');
        expect(lines.length, visit).toBe(5);
      });
    }
  });
});
