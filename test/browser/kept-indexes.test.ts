import { mkdtempSync, rmSync } from 'node:fs';
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
const PAGE = fileURLToPath(new URL('kept-indexes-page.ts', import.meta.url));
const LIBRARY = resolve(import.meta.dirname, '../../build/index.js');

const browser = browserOfTests(CHROMIUM);
let folder: string;
let site: Site;
/** Stores of their own for each test, and kept as by a private window. */
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  if (!CHROMIUM) return;
  folder = mkdtempSync(join(tmpdir(), 'hashplane-kept-indexes-'));
  await esbuild.build({
    entryPoints: [PAGE],
    alias: { hashplane: LIBRARY },
    external: ['h5wasm', 'hyparquet', 'hyparquet-compressors'],
    bundle: true,
    format: 'esm',
    outfile: join(folder, 'keep.js'),
    logLevel: 'error',
  });
  writePage(folder, 'keep');
  site = await serve(folder);
});
afterAll(async () => {
  await site?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  if (!CHROMIUM) return;
  context = await browser().newContext();
  page = await openPage();
});
afterEach(() => context?.close());

async function openPage(): Promise<Page> {
  const opened = await context.newPage();
  await opened.goto(`${site.url}/keep.html`);
  await opened.waitForFunction('globalThis.page');
  return opened;
}

/** Calls a function of the page. */
function call<T>(name: string, ...given: unknown[]): Promise<T> {
  return callIn(page, name, ...given);
}
function callIn<T>(where: Page, name: string, ...given: unknown[]): Promise<T> {
  return where.evaluate(`globalThis.page.${name}(...${JSON.stringify(given)})`) as Promise<T>;
}

describe.skipIf(!CHROMIUM).each(['IndexedDB', 'OPFS'])('an index in %s', (store) => {
  test('comes back as it was when it was saved, under any name, until it is deleted', async () => {
    const result = await call<{ readonly before: unknown }>('keepAndLoad', store);
    expect(result).toEqual({
      none: null,
      before: result.before,
      after: result.before,
      size: 498,
      empty: 0,
      elsewhere: null,
      gone: null,
    });
    expect(result.before).toHaveLength(5);
  });

  test('is there after a reload, and replaced by the next one', async () => {
    await call('save', store, 900);
    await page.reload();
    await page.waitForFunction('globalThis.page');
    expect(await call('sizeOf', store)).toBe(898);
    await call('save', store, 300);
    expect(await call('sizeOf', store)).toBe(298);
  });

  test('stays when the next one can not be written', async () => {
    await call('save', store, 300);
    await call('failWriting', store);
    expect(await call('save', store, 900)).toBe(
      "FileError: can't save the index photos: the disk is full",
    );
    expect(await call('sizeOf', store)).toBe(298);
  });

  test('is never half of one for a second tab, nor when the first is closed', async () => {
    await call('save', store, 300);
    const other = await openPage();
    await call('saveForEver', store, [900, 300]);
    const found = await callIn<number[]>(other, 'sizesOf', store, 60);
    expect(found.filter((size) => size !== 298 && size !== 898)).toEqual([]);
    await page.close();
    expect([298, 898]).toContain(await callIn(other, 'sizeOf', store));
  });
});

describe.skipIf(!CHROMIUM)('IndexedDB', () => {
  test('holds chunks, and none of an index that was replaced or deleted', async () => {
    await call('save', 'IndexedDB', 900);
    const many = await call<unknown[]>('keys');
    await call('save', 'IndexedDB', 300);
    const few = await call<unknown[]>('keys');
    expect(many.length).toBeGreaterThan(few.length);
    expect(few.length).toBeGreaterThan(3);
    const numbered = few.slice(0, -1).map((_, i) => ['photos', i]);
    expect(few).toEqual(['photos', ...numbered]);
  });

  test('gives indexes that were kept as one value, and replaces them', async () => {
    await call('save', 'IndexedDB', 900);
    await call('keepAsBefore', 300);
    expect(await call('sizeOf', 'IndexedDB')).toBe(298);
    await call('save', 'IndexedDB', 500);
    expect(await call('sizeOf', 'IndexedDB')).toBe(498);
  });

  test.each(['a byte', 'a chunk', 'the entry'])('refuses an index that lost %s', async (what) => {
    await call('save', 'IndexedDB', 500);
    await call('spoil', what);
    expect(await call('sizeOf', 'IndexedDB')).toMatch(/^FormatError: /);
  });

  test('takes an index of more bytes than private windows allow for a value', async () => {
    const { bytes, size } = await call<{ bytes: number; size: number }>('keepLarge', 90_000, 384);
    expect(bytes).toBeGreaterThan(133_169_152);
    expect(size).toBe(89_998);
  });
});

describe.skipIf(!CHROMIUM)('OPFS', () => {
  test('holds one file for an index, whatever became of writing it', async () => {
    await call('save', 'OPFS', 300);
    await call('failWriting', 'OPFS');
    await call('save', 'OPFS', 900);
    expect(await call('files')).toEqual(['photos.index']);
  });
});
