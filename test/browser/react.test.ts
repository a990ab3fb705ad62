import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePage } from './bundlers.ts';
import { browserOfTests, findChromium } from './chromium.ts';
import { type Site, serve } from './static-site.ts';

const CHROMIUM = findChromium();
const PAGE = fileURLToPath(new URL('react-page.ts', import.meta.url));
const BUILD = resolve(import.meta.dirname, '../../build');

const browser = browserOfTests(CHROMIUM);
const faults: string[] = [];
let folder: string;
let site: Site;
let page: Page;

beforeAll(async () => {
  if (!CHROMIUM) return;
  folder = mkdtempSync(join(tmpdir(), 'hashplane-react-'));
  await esbuild.build({
    entryPoints: [PAGE],
    alias: { 'hashplane/react': join(BUILD, 'react.js'), hashplane: join(BUILD, 'index.js') },
    // React warns of more in its development build.
    define: { 'process.env.NODE_ENV': '"development"' },
    external: ['h5wasm', 'hyparquet', 'hyparquet-compressors'],
    bundle: true,
    format: 'esm',
    outfile: join(folder, 'react.js'),
    logLevel: 'error',
  });
  copyFileSync(join(BUILD, 'index-worker.js'), join(folder, 'index-worker.js'));
  writePage(folder, 'react');
  // Never answered.
  site = await serve(folder, { answers: { '/silence': () => {} } });
  page = await browser().newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    const isTold = message.type() === 'warning' || message.type() === 'error';
    if (isTold && !message.text().includes('404')) faults.push(message.text());
  });
  await page.goto(`${site.url}/react.html`);
  await page.waitForFunction('globalThis.page');
  writeFileSync(join(folder, 'a.index.js'), Uint8Array.from(await call<number[]>('bytes')));
});
afterAll(async () => {
  await page?.close();
  await site?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

function call<T>(name: string): Promise<T> {
  return page.evaluate(`globalThis.page.${name}()`) as Promise<T>;
}

describe.skipIf(!CHROMIUM)('useHashIndex, in StrictMode,', () => {
  test('opens an index in one worker, and ends it when the component goes', async () => {
    expect(await call('opens')).toEqual({
      count: { started: 1, ended: 1 },
      states: ['loading', 'ready complete'],
      ids: ['a 0', 'a 1', 'a 2'],
      closed: 'DisposedError',
    });
  });

  test('ends a worker that is still opening when the component goes, and says nothing more', async () => {
    expect(await call('leavesWhileOpening')).toEqual({
      count: { started: 1, ended: 1 },
      states: ['loading'],
      after: 0,
    });
    expect(await call('leavesAtOnce')).toEqual({ started: 0, ended: 0 });
  });

  test('closes an index whose source is another now, and opens that; null opens none', async () => {
    expect(await call('changesSource')).toEqual({
      count: { started: 2, ended: 2 },
      before: ['a 0', 'a 1', 'a 2'],
      after: ['b 0', 'b 1', 'b 2'],
      mixed: false,
      none: 'loading',
    });
  });

  test('keeps an index whose source says the same', async () => {
    expect(await call('keepsSource')).toEqual({ isSame: true, started: 1 });
  });

  test('tells why an index does not open', async () => {
    expect(await call('failsToOpen')).toEqual({
      index: null,
      message: expect.stringContaining('nowhere.index'),
      states: ['loading', 'error'],
    });
  });
});

describe.skipIf(!CHROMIUM)('useSearch, in StrictMode,', () => {
  test('asks once for what says the same, and keeps what was found until the next answer', async () => {
    expect(await call('searches')).toEqual({
      live: 1,
      waiting: { id: null, error: null, isSearching: true },
      found: { id: 'one', error: null, isSearching: false },
      again: 0,
      other: { id: 'one', error: null, isSearching: true },
      failed: { id: null, error: 'no', isSearching: false },
      refreshed: { id: 'two', error: null, isSearching: false },
      none: { id: null, error: null, isSearching: false },
    });
  });

  test('gives up searches that newer ones have overtaken, and never shows what they find', async () => {
    expect(await call('overtakes')).toEqual({
      aborted: [true, true, false],
      meanwhile: { id: '0', error: null, isSearching: true },
      end: { id: '3', error: null, isSearching: false },
      seen: [null, '0', '3'],
    });
  });

  test('gives up a search when the component goes', async () => {
    expect(await call('leavesWhileSearching')).toEqual({ isAborted: true, after: 0 });
  });

  test('searches again once all vectors have come, while the estimates stay', async () => {
    expect(await call('sharpens')).toEqual({
      first: { id: 'estimated', error: null, isSearching: false },
      meanwhile: { id: 'estimated', error: null, isSearching: false },
      end: { id: 'exact', error: null, isSearching: false },
    });
  });

  test('React complains of nothing, and nothing is thrown that nobody catches', () => {
    expect(faults).toEqual([]);
  });
});
