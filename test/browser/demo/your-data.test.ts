import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npyHeader } from '../../../src/data/numpy/npy.ts';
import { browserOfTests, findChromium } from '../chromium.ts';
import type { Site } from '../static-site.ts';
import { violations } from './accessibility.ts';
import { type DemoPage, endAtFirstFailure, openDemo, until } from './demo-page.ts';
import { demoSite } from './demo-site.ts';

const executablePath = findChromium();
const FILES = new URL('../../fixtures/files/', import.meta.url);

interface Dropped {
  readonly name: string;
  readonly bytes: Uint8Array;
}

describe.skipIf(!executablePath)('Your data', () => {
  const browser = browserOfTests(executablePath);
  let site: Site;
  let demo: DemoPage;
  let page: Page;
  let folder: string;
  endAtFirstFailure();
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hashplane-own-'));
    site = await demoSite();
    demo = await openDemo(browser(), `${site.url}#/data`);
    page = demo.page;
    await page.locator('.drop').waitFor();
  });
  afterAll(async () => {
    await demo?.context.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads .npy with a second file of labels, dropped together', async () => {
    await drop(page, [
      { name: 'points.npy', bytes: npyBytes(60, 8) },
      { name: 'classes.npy', bytes: npyLabels(60, 3) },
    ]);
    expect(await shown(page, 'points.npy')).toContain('60 rows of 8 values in 3 classes');
    expect(await page.locator('.chosen').innerText()).toContain('with labels of classes.npy');
  });

  it('runs the other views on it, says so, and leads back', async () => {
    await page.getByRole('link', { name: 'Compare on it' }).click();
    await until(page, "document.querySelectorAll('.column[aria-busy=false]').length === 3");
    expect(await page.locator('.data-in-use').innerText()).toContain(
      'points.npy, 60 rows of 8 values',
    );
    expect(await page.locator('.compare svg.values').count()).toBeGreaterThan(10);
    await page.evaluate("location.hash = '#/train'");
    await until(page, "document.querySelector('.train-chart svg') !== null");
    await page.evaluate("location.hash = '#/how?step=10'");
    await until(page, "document.querySelectorAll('.how-step .pair .chart svg').length === 2");
    await page.evaluate("location.hash = '#/compare'");
    await page.getByRole('button', { name: 'Back to the bundled images' }).click();
    await until(
      page,
      "document.querySelector('.query canvas') && document.querySelector('.data-in-use').hidden",
    );
    await page.getByRole('link', { name: 'Your data' }).click();
    await page.locator('.drop').waitFor();
  });

  it('reads a table of text, JSON, Parquet and MATLAB 7.3', async () => {
    await drop(page, [{ name: 'rows.csv', bytes: csv(30) }]);
    expect(await shown(page, 'rows.csv')).toContain('30 rows of 3 values in 2 classes');
    await drop(page, [{ name: 'rows.json', bytes: json(20) }]);
    expect(await shown(page, 'rows.json')).toContain('20 rows of 2 values in 2 classes');
    await drop(page, [{ name: 'many.parquet', bytes: fixture('pair-snappy.parquet') }]);
    const parquet = await told(page);
    await drop(page, [{ name: 'v73.mat', bytes: fixture('v73.mat') }]);
    const matlab = await told(page);
    // Sound files of few rows: what they hold was read, in chunks that are loaded when they are met.
    expect(parquet).toMatch(
      /many\.parquet has \d rows?: give at least 10|Now shown: many\.parquet/,
    );
    expect(matlab).toMatch(/v73\.mat has \d rows?: give at least 10|Now shown: v73\.mat/);
  });

  it('takes data without labels, and says what needs them', async () => {
    await drop(page, [{ name: 'plain.npy', bytes: npyBytes(80, 6) }]);
    expect(await shown(page, 'plain.npy')).toContain('Train and How it works need them');
    expect(await page.getByRole('link', { name: 'Train on it' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Compare on it' }).click();
    await until(
      page,
      "document.querySelector('.grh .refused')?.textContent.includes('needs labels')",
    );
    await until(page, "document.querySelector('.because p')?.textContent.startsWith('LSH finds')");
    await page.getByRole('link', { name: 'Your data' }).click();
    await page.getByText('Now shown: plain.npy').waitFor();
  });

  it('says in one line what is wrong with a file, and loses nothing', async () => {
    const broken = fixture('bad-truncated.mat');
    await drop(page, [{ name: 'broken.mat', bytes: broken }]);
    expect(await fault(page)).toMatch(/^broken\.mat: /);
    await drop(page, [{ name: 'noise.bin', bytes: new Uint8Array(1000).fill(7) }]);
    expect(await fault(page)).toContain('the format is not known');
    await drop(page, [{ name: 'holes.csv', bytes: new TextEncoder().encode('a,b\n1,2\n,4\n') }]);
    expect(await fault(page)).toContain('choose what becomes of them at "Missing numbers"');
    expect(await page.getByText('Now shown: plain.npy').count()).toBe(1);
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await until(page, "document.querySelector('.data-in-use').textContent.includes('plain.npy')");
    await page.getByRole('link', { name: 'Your data' }).click();
    await page.locator('.drop').waitFor();
  });

  it('is driven by the keyboard alone: a sample, and what is made of it', async () => {
    await page.getByRole('button', { name: 'Flowers' }).focus();
    await page.keyboard.press('Enter');
    expect(await shown(page, 'flowers.csv')).toContain('in 3 classes');
    await page.getByRole('link', { name: 'Compare on it' }).focus();
    await page.keyboard.press('Enter');
    await until(page, "document.querySelectorAll('.column[aria-busy=false]').length === 3");
    await page.goBack();
    await page.getByText('Now shown: flowers.csv').waitFor();
  });

  it('keeps an index, which is found and searched after a reload and in a second tab, and forgotten', async () => {
    await page.getByRole('button', { name: 'Keep in this browser' }).click();
    await page.getByText('flowers.csv is kept').waitFor();
    await page.reload();
    await page.getByText('600 rows of 4 values').waitFor();
    await page.getByRole('button', { name: 'Search it: flowers.csv' }).click();
    await page.getByText('12 nearest of 600 rows').waitFor();
    expect(await page.locator('.kept .rows li').count()).toBe(12);
    await page.getByRole('button', { name: 'Flowers', exact: true }).click();
    await shown(page, 'flowers.csv');
    expect(await violations(page)).toEqual([]);
    const second = await openDemo(browser(), `${site.url}#/data`, { context: demo.context });
    await second.page.getByRole('button', { name: 'Show it in all views: flowers.csv' }).click();
    expect(await shown(second.page, 'flowers.csv')).toContain('in 3 classes');
    await second.page.getByRole('button', { name: 'Keep in this browser' }).click();
    await second.page.getByText('flowers.csv is kept').waitFor();
    await second.page.getByRole('button', { name: 'Forget it: flowers.csv' }).click();
    await second.page.getByText('Nothing yet.').waitFor();
    expect(second.faults).toEqual([]);
    await second.page.close();
  });

  it('reads a file of 200 MB that is dropped, and says before what it takes', async () => {
    await dropFile(page, sparseNpy(join(folder, 'large.npy'), 200_000, 256));
    await page
      .getByText('It holds 200000 x 256 numbers. Working with it takes about 461 MB')
      .waitFor();
    await page.getByRole('button', { name: 'Read it' }).click();
    expect(await shown(page, 'large.npy')).toContain('200,000 rows of 256 values');
    await page.getByRole('link', { name: 'Compare on it' }).click();
    await until(page, "document.querySelectorAll('.column[aria-busy=false]').length === 3");
    await page.getByRole('button', { name: 'Back to the bundled images' }).click();
    await page.getByRole('link', { name: 'Your data' }).click();
  });

  it('stops when it is told to, and leaves all as it was', async () => {
    const file = join(folder, 'large.npy');
    await dropFile(page, file);
    await page.getByRole('button', { name: 'Read it' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled: everything is as it was.').waitFor();
    expect(await page.getByText('Now shown').count()).toBe(0);
  });

  it('refuses what is too large, and says what to do', async () => {
    const file = join(folder, 'huge.npy');
    closeSync(openSync(file, 'w'));
    truncateSync(file, 1.5 * 2 ** 30);
    await dropFile(page, file);
    expect(await fault(page)).toContain(
      'huge.npy has 1.5 GiB, and this page reads files up to 1 GiB',
    );
  });

  it('complains of nothing', () => {
    expect(demo.faults).toEqual([]);
  });
});

/** Drops files as a reader would; what was told before is gone. */
async function drop(page: Page, files: readonly Dropped[]): Promise<void> {
  const sent = files.map(({ name, bytes }) => ({
    name,
    base64: Buffer.from(bytes).toString('base64'),
  }));
  await page.evaluate(
    ([given]) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of given!) {
        transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
      }
      const event = new DragEvent('drop', {
        dataTransfer: transfer,
        bubbles: true,
        cancelable: true,
      });
      document.querySelector('.drop')!.dispatchEvent(event);
    },
    [sent],
  );
}

/** A real drop of a file on the disk, however large: nothing of it passes through the test. */
async function dropFile(page: Page, path: string): Promise<void> {
  await page.evaluate('scrollTo(0, 0)');
  const box = (await page.locator('.drop').boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: box.x + 20, y: box.y + 20, data });
  }
  await session.detach();
}

/** What is said of the dataset that is shown, once it is this one. */
async function shown(page: Page, name: string): Promise<string> {
  const panel = page.getByRole('region', { name: 'Data that is shown' });
  await panel.getByText(`Now shown: ${name}`).waitFor();
  return panel.innerText();
}

async function fault(page: Page): Promise<string> {
  const line = page.locator('.progress-line .fault');
  await line.waitFor();
  return line.innerText();
}

/** What came of a file: a fault, or the dataset that is shown. */
async function told(page: Page): Promise<string> {
  await until(page, "!document.querySelector('.progress-line .running')");
  return page.locator('.view').innerText();
}

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(name, FILES));
}

function npyBytes(rows: number, cols: number): Uint8Array {
  const values = Float32Array.from({ length: rows * cols }, (_, i) => Math.sin(i * i + (i % 3)));
  return Buffer.concat([npyHeader('<f4', [rows, cols]), new Uint8Array(values.buffer)]);
}

function npyLabels(rows: number, classes: number): Uint8Array {
  const values = Int32Array.from({ length: rows }, (_, i) => i % classes);
  return Buffer.concat([npyHeader('<i4', [rows]), new Uint8Array(values.buffer)]);
}

function csv(rows: number): Uint8Array {
  const lines = Array.from(
    { length: rows },
    (_, i) => `${i},${i % 7},${i % 5},${i % 2 ? 'odd' : 'even'}`,
  );
  return new TextEncoder().encode(`a,b,c,class\n${lines.join('\n')}\n`);
}

function json(rows: number): Uint8Array {
  const list = Array.from({ length: rows }, (_, i) => ({ vector: [i, i % 3], label: `l${i % 2}` }));
  return new TextEncoder().encode(JSON.stringify(list));
}

/** Zeros, which take no room on the disk. */
function sparseNpy(path: string, rows: number, cols: number): string {
  const header = npyHeader('<f4', [rows, cols]);
  writeFileSync(path, header);
  truncateSync(path, header.length + 4 * rows * cols);
  return path;
}
