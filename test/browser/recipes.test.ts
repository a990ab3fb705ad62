// The apps of docs/use/recipes.md that run in pages, taken from the page and built as it says.
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Installed, installPacked, ROOT, run } from '../package/pack.ts';
import { blocksOf } from '../support/markdown.ts';
import { browserOfTests, findChromium } from './chromium.ts';
import { serve } from './static-site.ts';

const CHROMIUM = findChromium();
const PAGE = 'docs/use/recipes.md';

const browser = browserOfTests(CHROMIUM);
let installed: Installed;
let folder: string;
let index: Buffer;

beforeAll(async () => {
  installed = await installPacked();
  const modules = join(installed.folder, 'node_modules');
  symlinkSync(join(ROOT, 'node_modules/react-dom'), join(modules, 'react-dom'));
  const transformers = join(modules, '@huggingface/transformers');
  cpSync(join(ROOT, 'test/fixtures/transformers'), transformers, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), 'hashplane-recipes-'));
  // The command of the page, by the program that was installed.
  writeBlock('articles.jsonl', folder);
  const command = blocksOf(PAGE).find(({ language }) => language === 'sh')!.text;
  const args = command.trim().split(/\s+/).slice(2);
  await run(process.execPath, [join(installed.library, 'build/cli.js'), ...args], folder);
  index = readFileSync(join(folder, 'articles.index'));
});
afterAll(() => {
  installed?.remove();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Writes a file that the page shows. */
function writeBlock(name: string, to: string): void {
  const block = blocksOf(PAGE).find(({ file }) => file === name)!;
  mkdirSync(dirname(join(to, name)), { recursive: true });
  writeFileSync(join(to, name), block.text);
}

/** Builds an app of Vite's: its page is body and script. */
async function built(out: string, body: string, script: string): Promise<string> {
  const page = `<!doctype html><link rel="icon" href="data:,"><body>${body}</body>`;
  const started = `${page}<script type="module" src="/${script}"></script>`;
  writeFileSync(join(installed.folder, 'index.html'), started);
  const outDir = join(folder, out);
  await build({
    root: installed.folder,
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic' } },
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}

/** The app of React's recipe. */
function builtReact(): Promise<string> {
  writeBlock('src/App.tsx', installed.folder);
  writeFileSync(
    join(installed.folder, 'src/main.jsx'),
    `import { StrictMode } from 'react';
     import { createRoot } from 'react-dom/client';
     import App from './App.tsx';
     createRoot(document.querySelector('#root')).render(<StrictMode><App /></StrictMode>);`,
  );
  return built('react', '<div id="root"></div>', 'src/main.jsx');
}

/** How often the index was downloaded. */
let downloads = 0;

async function open<T>(out: string, use: (page: Page) => Promise<T>): Promise<T> {
  const answers = {
    '/articles.index': (response: { end(bytes: Uint8Array): void }) => {
      downloads++;
      response.end(index);
    },
  };
  const site = await serve(out, { answers });
  const page = await browser().newPage();
  try {
    const failed = new Promise<never>((_, reject) => page.on('pageerror', reject));
    await page.goto(`${site.url}/index.html`);
    return await Promise.race([use(page), failed]);
  } finally {
    await page.close();
    await site.close();
  }
}

/** What stands in the list of a page, once it has as many items. */
async function listed(page: Page, count: number): Promise<string[]> {
  await page.waitForFunction(`document.querySelectorAll('li').length === ${count}`);
  return page.locator('li').allTextContents();
}

/** Waits until the list begins so: what fewer letters found stands there before. */
async function begins(page: Page, ...items: string[]): Promise<void> {
  const shown = `[...document.querySelectorAll('li')].slice(0, ${items.length})`;
  const texts = `${shown}.map((item) => item.textContent).join('; ')`;
  await page.waitForFunction(`${texts} === ${JSON.stringify(items.join('; '))}`);
}

describe.skipIf(!CHROMIUM)(`the recipes of ${PAGE}`, () => {
  test('for React search as somebody types, among documents that pass the filter', async () => {
    const out = await builtReact();
    await open(out, async (page) => {
      await page.type('input', 'a text');
      await begins(page, 'Dunes', 'Beach', 'Forest');
      await listed(page, 3);
      await page.selectOption('select', 'de');
      expect(await listed(page, 1)).toEqual(['Wald']);
    });
  });

  test('for React download the index once, and keep what is added to it', async () => {
    const out = await builtReact();
    downloads = 0;
    await open(out, async (page) => {
      await page.type('input', 'a text');
      await listed(page, 3);
      await page.click('button:enabled');
      await page.waitForFunction("document.querySelector('output').textContent === 'Kept.'");
      await begins(page, 'a text');
      await page.reload();
      await page.type('input', 'a text');
      await begins(page, 'a text');
    });
    expect(downloads).toBe(1);
  });

  test('for a plain page list what is nearest', async () => {
    const out = join(folder, 'plain');
    writeBlock('index.html', out);
    const file = 'hashplane.cdn.js';
    copyFileSync(join(installed.library, 'build', file), join(out, file));
    expect(await open(out, (page) => listed(page, 2))).toEqual(['Forest', 'Dunes']);
  });

  test('for texts find what answers a question, by vectors that stand for the model', async () => {
    for (const name of ['src/embed.ts', 'src/texts.ts']) writeBlock(name, installed.folder);
    const out = await built('texts', '<pre id="app"></pre>', 'src/texts.ts');
    const found = await open(out, async (page) => {
      await page.waitForFunction("document.querySelector('#app').innerText !== ''");
      return page.innerText('#app');
    });
    expect(found.replace(/\d\.\d\d +/g, '').split('\n')).toEqual([
      'The cat sleeps on the sofa.',
      'A kitten plays with wool.',
    ]);
  });
});
