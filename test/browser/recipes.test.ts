import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKernels } from '../../src/kernels/create.ts';
import { HashIndex } from '../../src/search/hash-index/hash-index.ts';
import { type Installed, installPacked, ROOT } from '../package/pack.ts';
import { blocksOf } from '../support/markdown.ts';
import { browserOfTests, findChromium } from './chromium.ts';
import { serve } from './static-site.ts';

const CHROMIUM = findChromium();
const PAGE = 'docs/environments.md';

const browser = browserOfTests(CHROMIUM);
let installed: Installed;
let folder: string;

beforeAll(async () => {
  installed = await installPacked();
  symlinkSync(
    join(ROOT, 'node_modules/react-dom'),
    join(installed.folder, 'node_modules/react-dom'),
  );
  folder = mkdtempSync(join(tmpdir(), 'hashplane-recipes-'));
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

/** The index that the recipes open. */
async function indexBytes(): Promise<Uint8Array> {
  const index = HashIndex.create({ kernels: await createKernels() });
  index.add(
    [
      [1, 0, 0],
      [0, 1, 0],
      [0.1, 0.9, 0.2],
    ],
    undefined,
    [
      { title: 'hills', language: 'en' },
      { title: 'lakes', language: 'en' },
      { title: 'Meere', language: 'de' },
    ],
  );
  return index.save();
}

/** What stands in the list of a page, once it has as many items. */
async function listIn(out: string, count: number): Promise<string[]> {
  const bytes = await indexBytes();
  const answers = {
    '/texts.index': (response: { end(bytes: Uint8Array): void }) => response.end(bytes),
  };
  const site = await serve(out, { answers });
  const page = await browser().newPage();
  try {
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(`${site.url}/index.html`);
    await page.waitForFunction(`document.querySelectorAll('li').length === ${count}`);
    expect(errors).toEqual([]);
    return await page.locator('li').allTextContents();
  } finally {
    await page.close();
    await site.close();
  }
}

describe.skipIf(!CHROMIUM)(`the recipes of ${PAGE}`, () => {
  test('for React, built by Vite, find documents that pass the filter', async () => {
    const { folder: app } = installed;
    writeBlock('src/search.jsx', app);
    writeFileSync(
      join(app, 'src/main.jsx'),
      `import { StrictMode } from 'react';
       import { createRoot } from 'react-dom/client';
       import { Search } from './search.jsx';
       createRoot(document.body).render(<StrictMode><Search vector={[0.1, 0.9, 0.2]} /></StrictMode>);`,
    );
    writeFileSync(
      join(app, 'index.html'),
      '<!doctype html><link rel="icon" href="data:,"><body></body><script type="module" src="/src/main.jsx"></script>',
    );
    const outDir = join(folder, 'react');
    await build({
      root: app,
      configFile: false,
      logLevel: 'warn',
      oxc: { jsx: { runtime: 'automatic' } },
      build: { outDir, emptyOutDir: true },
    });
    expect(await listIn(outDir, 2)).toEqual(['lakes', 'hills']);
  });

  test('for a plain page list what is nearest', async () => {
    const out = join(folder, 'plain');
    writeBlock('index.html', out);
    copyFileSync(join(ROOT, 'build/hashplane.cdn.js'), join(out, 'hashplane.cdn.js'));
    expect(await listIn(out, 2)).toEqual(['Meere', 'lakes']);
  });
});
