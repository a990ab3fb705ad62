import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as esbuild from 'esbuild';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DECODED, pictureFile } from '../support/picture-fixtures.ts';
import { writePage } from './bundlers.ts';
import { browserOfTests, findChromium } from './chromium.ts';
import { type Site, STRICT, serve } from './static-site.ts';

const CHROMIUM = findChromium();
const BUILD = resolve(import.meta.dirname, '../../build');
const browser = browserOfTests(CHROMIUM);
let folder: string;
let site: Site;
let page: Page;

beforeAll(async () => {
  if (!CHROMIUM) return;
  folder = mkdtempSync(join(tmpdir(), 'hashplane-pictures-'));
  await esbuild.build({
    stdin: {
      contents: `import { decodePicture } from ${JSON.stringify(join(BUILD, 'pictures.js'))};
        globalThis.decodePicture = decodePicture;`,
      resolveDir: folder,
    },
    // Never loaded in a page.
    external: ['@jsquash/*'],
    bundle: true,
    format: 'esm',
    outfile: join(folder, 'index.js'),
    logLevel: 'error',
  });
  writePage(folder, 'index');
  site = await serve(folder, { headers: STRICT });
  page = await browser().newPage();
  await page.goto(`${site.url}/index.html`);
  await page.waitForFunction(() => 'decodePicture' in globalThis);
});
afterAll(async () => {
  await page?.close();
  await site?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** What the page decodes, or the message of its error. */
function inPage(file: Uint8Array) {
  return page.evaluate(
    async (values) => {
      const { decodePicture } = globalThis as unknown as {
        decodePicture(
          bytes: Uint8Array,
        ): Promise<{ width: number; height: number; data: Uint8Array }>;
      };
      try {
        const { width, height, data } = await decodePicture(Uint8Array.from(values));
        return { width, height, data: [...data] };
      } catch (error) {
        return { message: (error as Error).message };
      }
    },
    [...file],
  );
}

describe.skipIf(!CHROMIUM)('decodePicture in a page', () => {
  // Colours of pixels that are not opaque are lost in a canvas, by a little where little is clear.
  const opaque = DECODED.filter(({ data }) => data.every((value, i) => i % 4 < 3 || value === 255));

  test.each(opaque)('gives of $name what it gives in Node', async ({ name, ...expected }) => {
    const decoded = await inPage(pictureFile(name));
    expect(decoded).toEqual({ ...expected, data: [...expected.data] });
  });

  test('keeps the alpha of those that are not opaque', async () => {
    const clear = DECODED.filter((own) => !opaque.includes(own));
    expect(clear.length).toBeGreaterThan(3);
    for (const { name, data } of clear) {
      const decoded = (await inPage(pictureFile(name))) as { data: number[] };
      const alphas = (values: ArrayLike<number>) =>
        Array.from(values).filter((_, i) => i % 4 === 3);
      expect(alphas(decoded.data), name).toEqual(alphas(data));
    }
  });

  test('refuses what is no whole picture before the browser sees it', async () => {
    const jpeg = pictureFile('colour-420.jpg');
    const message = (text: string) => ({ message: expect.stringContaining(text) });
    expect(await inPage(jpeg.subarray(0, 600))).toEqual(message('the JPEG is cut short'));
    expect(await inPage(pictureFile('cmyk.jpg'))).toEqual(message('CMYK JPEG is not read'));
    expect(await inPage(pictureFile('animated.gif'))).toEqual(message('GIF is not read'));
  });
});
