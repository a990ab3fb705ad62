import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { HashIndex } from '../../src/search/hash-index/hash-index.ts';
import { gaussianPoints } from '../support/points.ts';
import { writePage } from './bundlers.ts';
import { browserOfTests, findChromium } from './chromium.ts';
import { type Site, STRICT, serve } from './static-site.ts';

const CHROMIUM = findChromium();
const PAGE = fileURLToPath(new URL('index-worker-page.ts', import.meta.url));
const BUILD = resolve(import.meta.dirname, '../../build');
const [ROWS, DIMENSIONS] = [12_000, 64];
/** More than the codes, less than a part of the vectors behind them. */
const CODES_BYTES = 450_000;

/** The index that the server has, and what a search in it finds. */
const local = HashIndex.create({ kernels: createKernelsSync() });
local.add(gaussianPoints(ROWS, DIMENSIONS, 1));
const file = local.save();
const { neighbours: expected } = local.search(gaussianPoints(1, DIMENSIONS, 9).row(0), { k: 5 });

const browser = browserOfTests(CHROMIUM);
let folder: string;
let site: Site;
let strict: Site;
let context: BrowserContext;
let page: Page;
/** Requests for indexes: what they asked for by Range. */
let asked: (string | undefined)[] = [];
/** Sends the rest of what is held back, or breaks off. */
let release = (): void => {};
/** Resolves when the page has let go of a download. */
let letGo = settleable();

function settleable(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** Answers for `x.index`, which differ in what servers do. */
const ANSWERS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/whole.index': (response) => send(response, 200, file),
  // Breaks off, and knows ranges.
  '/ranges.index': (response) => {
    const start = note(response);
    if (start === null) cut(response);
    else send(response, 206, file.subarray(start));
  },
  // Breaks off, and does not.
  '/no-ranges.index': (response) => {
    if (note(response) === null) cut(response);
    else send(response, 200, file);
  },
  // Another file is there when it is asked again.
  '/changing.index': (response) => {
    if (note(response) === null) cut(response);
    else
      send(
        response,
        200,
        file.map((byte, at) => (at === 30 ? byte ^ 1 : byte)),
      );
  },
  '/held.index': (response) => {
    note(response);
    response.on('close', () => letGo.resolve());
    response.writeHead(200, { 'Content-Length': file.length });
    response.write(file.subarray(0, CODES_BYTES));
    release = () => response.end(file.subarray(CODES_BYTES));
  },
  '/begun.index': (response) => {
    response.on('close', () => letGo.resolve());
    response.writeHead(200, { 'Content-Length': file.length });
    response.write(file.subarray(0, 5000));
  },
};

function note({ req }: ServerResponse): number | null {
  const { range } = req.headers;
  asked.push(range);
  return range === undefined ? null : Number(/^bytes=(\d+)-/.exec(range)![1]);
}

function send(response: ServerResponse, status: number, bytes: Uint8Array): void {
  response.writeHead(status, { 'Content-Length': bytes.length }).end(bytes);
}

/** Sends the codes and some of the vectors, and breaks off when it is told to. */
function cut(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Length': file.length });
  response.write(file.subarray(0, 1_000_000));
  release = () => response.destroy();
}

beforeAll(async () => {
  if (!CHROMIUM) return;
  folder = mkdtempSync(join(tmpdir(), 'hashplane-index-worker-'));
  await esbuild.build({
    entryPoints: [PAGE],
    alias: { hashplane: join(BUILD, 'index.js') },
    external: ['h5wasm', 'hyparquet', 'hyparquet-compressors'],
    bundle: true,
    format: 'esm',
    outfile: join(folder, 'index.js'),
    logLevel: 'error',
  });
  copyFileSync(join(BUILD, 'index-worker.js'), join(folder, 'index-worker.js'));
  writePage(folder, 'index');
  site = await serve(folder, { answers: ANSWERS });
  strict = await serve(folder, { answers: ANSWERS, headers: STRICT });
});
afterAll(async () => {
  await site?.close();
  await strict?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  if (!CHROMIUM) return;
  asked = [];
  letGo = settleable();
  context = await browser().newContext();
  page = await openPage();
});
afterEach(() => context?.close());

async function openPage(on = site): Promise<Page> {
  const opened = await context.newPage();
  await opened.goto(`${on.url}/index.html`);
  await opened.waitForFunction('globalThis.page');
  return opened;
}

function call<T>(name: string, ...given: unknown[]): Promise<T> {
  return callIn(page, name, ...given);
}
function callIn<T>(where: Page, name: string, ...given: unknown[]): Promise<T> {
  const list = given.map((each) => (each === undefined ? 'undefined' : JSON.stringify(each)));
  return where.evaluate(`globalThis.page.${name}(${list.join()})`) as Promise<T>;
}

const whole = { stage: 'complete', metric: 'cosine', neighbours: expected };

describe.skipIf(!CHROMIUM)('an index in a worker of a page', () => {
  test.each(['url', 'response', 'blob', 'bytes'])('opens from a %s', async (how) => {
    expect(await call('open', `${how} whole.index`)).toMatchObject({
      size: ROWS,
      backend: 'wasm-simd',
    });
    expect(await call('complete')).toBe('done');
    expect(await call('search')).toEqual(whole);
  });

  test('answers from its codes on, then from vectors too, and tells so in this order', async () => {
    expect(await call('open', 'url held.index')).toMatchObject({ size: ROWS });
    expect(await call('search')).toMatchObject({ stage: 'codes', metric: 'estimated cosine' });
    expect(await call('told')).toEqual(['codes', 'vectors']);
    release();
    expect(await call('complete')).toBe('done');
    expect(await call('told')).toEqual(['codes', 'vectors', 'complete']);
    expect(await call('search')).toEqual(whole);
  });

  test.each(['ranges', 'no-ranges'])('goes on where a download broke off: %s', async (name) => {
    await call('open', `url ${name}.index`);
    release();
    expect(await call('complete')).toBe('done');
    expect(asked).toEqual([undefined, expect.stringMatching(/^bytes=\d+-$/)]);
    expect(await call('search')).toEqual(whole);
  });

  test('goes on across origins, where the page sees no Content-Range', async () => {
    const cors = { headers: { 'Access-Control-Allow-Origin': '*' }, answers: ANSWERS };
    const other = await serve(folder, cors);
    try {
      await call('open', `url ${other.url}/ranges.index`);
      release();
      expect(await call('complete')).toBe('done');
      expect(asked).toHaveLength(2);
      expect(await call('search')).toEqual(whole);
    } finally {
      await other.close();
    }
  });

  test('never mixes two versions of a file', async () => {
    expect(await call('open', 'url changing.index')).toMatchObject({ size: ROWS });
    release();
    expect(await call('complete')).toMatch(/^FileError: .*has changed while it was loaded/);
    expect(await call('search')).toMatchObject({ neighbours: expect.any(Array) });
  });

  test('says what is not there', async () => {
    expect(await call('open', 'url none.index')).toMatch(/^FileError: .*: HTTP status 404$/);
    expect(await call('open', 'url index.html')).toMatch(/^FileError: .* sent a page of HTML/);
    await expect.poll(() => page.workers()).toEqual([]);
  });

  test('leaves nothing behind where its opening is aborted', async () => {
    const opening = call('open', 'url begun.index');
    await page.waitForFunction('globalThis.page.told().length > 0');
    await call('abort');
    expect(await opening).toBe('Error: left');
    await letGo.promise;
    await expect.poll(() => page.workers()).toEqual([]);
    expect(await call('locks')).toEqual([]);
  });

  test('lets go of a download where it is closed', async () => {
    await call('open', 'url held.index');
    await call('close');
    await letGo.promise;
    await expect.poll(() => page.workers()).toEqual([]);
    expect(await call('search').catch(({ message }: Error) => message)).toMatch(/was disposed of/);
  });

  test('runs in TypeScript under a strict policy, with the same results', async () => {
    page = await openPage(strict);
    expect(await call('open', 'url whole.index')).toMatchObject({ backend: 'typescript' });
    expect(await call('complete')).toBe('done');
    expect(await call('search')).toEqual(whole);
  });
});

describe.skipIf(!CHROMIUM).each([
  ['IndexedDB', { indexedDB: 'docs' }],
  ['OPFS', { opfs: 'docs' }],
])('an index that its worker keeps in %s', (_, place) => {
  test('is there after a reload, for workers and for pages, and goes on growing', async () => {
    expect(await call('open', place)).toMatch(
      /^FileError: there is no index docs in .*give options/,
    );
    expect(await call('open', place, {})).toMatchObject({ size: 0, stage: 'complete' });
    await call('add', 9000, 1);
    const before = await call('search');
    expect(await call('saveTo', place)).toBe('done');
    await page.reload();
    await page.waitForFunction('globalThis.page');
    expect(await call('open', place)).toMatchObject({ size: 9000 });
    expect(await call('complete')).toBe('done');
    expect(await call('told')).toEqual(['codes', 'vectors', 'complete']);
    expect(await call('search')).toEqual(before);
    await call('add', 10, 2);
    expect(await call('saveTo', place)).toBe('done');
    expect(await call('sizeInPage', place)).toBe(9010);
  });

  test('is downloaded where none is kept yet, and opened from there once it is', async () => {
    const source = { ...place, else: 'whole.index' };
    expect(await call('open', source)).toMatchObject({ size: ROWS });
    expect(await call('complete')).toBe('done');
    expect(await call('isKept')).toBe(false);
    expect(await call('saveTo', source)).toMatch(
      /^InvalidArgumentError: an index that is kept has no else/,
    );
    await call('add', 10, 1);
    expect(await call('saveTo', place)).toBe('done');
    await call('close');
    expect(await call('open', { ...place, else: 'nowhere.index' })).toMatchObject({
      size: ROWS + 10,
    });
    expect(await call('isKept')).toBe(true);
    expect(await call('complete')).toBe('done');
  });

  test('is said not to be there where neither the name nor the address has one', async () => {
    expect(await call('open', { ...place, else: 'nowhere.index' })).toMatch(
      /^FileError: can't load .*nowhere\.index: HTTP status 404/,
    );
  });

  test('is written to by one tab, and the other is told until that closes', async () => {
    await call('open', undefined, {});
    await call('add', 100, 1);
    expect(await call('saveTo', place)).toBe('done');
    const other = await openPage();
    expect(await callIn(other, 'open', place)).toMatchObject({ size: 100 });
    await callIn(other, 'add', 5, 2);
    const refused =
      /^FileError: can't save the index docs in \w+: another tab or index worker writes/;
    expect(await callIn(other, 'saveTo', place)).toMatch(refused);
    await call('add', 1, 3);
    expect(await call('saveTo', place)).toBe('done');
    await call('close');
    expect(await call('locks')).toEqual([]);
    expect(await callIn(other, 'saveTo', place)).toBe('done');
    expect(await callIn(other, 'sizeInPage', place)).toBe(105);
  });

  test('is never half of one where the worker is closed while it saves', async () => {
    await call('open', place, {});
    await call('add', 100, 1);
    expect(await call('saveTo', place)).toBe('done');
    await call('add', 20_000, 2);
    const said = await call('saveAndClose', place);
    expect(said).toMatch(/^DisposedError: this index worker was disposed of/);
    expect(await call('locks')).toEqual([]);
    expect([100, 20_100]).toContain(await call('sizeInPage', place));
    expect(await call('open', place)).toMatchObject({ stage: expect.any(String) });
  });
});

test.skipIf(!CHROMIUM)('OPFS that a browser refuses is said to be, with the way out', async () => {
  expect(await call('saveWithoutOpfs')).toBe(
    "FileError: can't save the index x: the browser refuses its file system, as Firefox does in " +
      'private windows; use IndexedDB',
  );
});
