import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writePage } from './bundlers.ts';
import { browserOfTests, findChromium } from './chromium.ts';
import { type Site, serve } from './static-site.ts';

const CHROMIUM = findChromium();
const PAGE = fileURLToPath(new URL('sql-page.ts', import.meta.url));
const ROOT = resolve(import.meta.dirname, '../..');
const PGLITE = join(ROOT, 'node_modules/@electric-sql/pglite/dist');

const browser = browserOfTests(CHROMIUM);
let folder: string;
let site: Site;
let context: BrowserContext;

beforeAll(async () => {
  if (!CHROMIUM) return;
  folder = mkdtempSync(join(tmpdir(), 'hashplane-sql-'));
  await esbuild.build({
    entryPoints: { sql: PAGE },
    alias: {
      hashplane: join(ROOT, 'build/index.js'),
      'hashplane/sql': join(ROOT, 'build/sql.js'),
    },
    external: [...builtinModules, 'node:*', 'h5wasm', 'hyparquet', 'hyparquet-compressors'],
    bundle: true,
    format: 'esm',
    // What it imports in Node alone is then a file of its own, which no page loads.
    splitting: true,
    outdir: folder,
    logLevel: 'error',
  });
  // It loads these from beside the script.
  for (const file of readdirSync(PGLITE).filter((name) => /\.(wasm|data)$/.test(name))) {
    copyFileSync(join(PGLITE, file), join(folder, file));
  }
  writePage(folder, 'sql');
  site = await serve(folder);
});
afterAll(async () => {
  await site?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  if (CHROMIUM) context = await browser().newContext();
});
afterEach(() => context?.close());

async function openPage(): Promise<Page> {
  const opened = await context.newPage();
  await opened.goto(`${site.url}/sql.html`);
  await opened.waitForFunction('globalThis.page');
  return opened;
}

const call = (page: Page, name: string, ...given: unknown[]): Promise<unknown> =>
  page.evaluate(`globalThis.page.${name}(...${JSON.stringify(given)})`);

describe.skipIf(!CHROMIUM)('a store in IndexedDB', () => {
  test('is there when the page was closed and opens again; two pages do not share it', async () => {
    const page = await openPage();
    expect(await call(page, 'fill')).toBe(300);
    const second = await openPage();
    expect(await call(second, 'open')).toBe(
      'FileError: idb://photos is open in another page or worker: a second opening would lose ' +
        'rows; close it there first',
    );
    await page.close();
    expect(await call(second, 'rows')).toBe(300);
    expect(await call(second, 'find', 41)).toEqual(nearest(41, 3));
    await second.close();
  });
});

/** The ids whose codes, id and 7 id, differ in fewest bits. */
function nearest(query: number, k: number) {
  const bits = (value: number) => value.toString(2).replaceAll('0', '').length;
  return Array.from({ length: 300 }, (_, id) => ({
    id,
    distance: bits(id ^ query) + bits((7 * id) ^ (7 * query)),
  }))
    .sort((a, b) => a.distance - b.distance || a.id - b.id)
    .slice(0, k);
}
