import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePage } from './bundlers.ts';
import { browserOfTests, findChromium } from './chromium.ts';
import { type Site, serve, visit } from './static-site.ts';

const CHROMIUM = findChromium();
const PAGE = fileURLToPath(new URL('indexed-db-page.ts', import.meta.url));
const LIBRARY = resolve(import.meta.dirname, '../../build/index.js');

const browser = browserOfTests(CHROMIUM);
let folder: string;
let site: Site;

beforeAll(async () => {
  if (!CHROMIUM) return;
  folder = mkdtempSync(join(tmpdir(), 'hashplane-indexed-db-'));
  await esbuild.build({
    stdin: {
      contents: `import { keepAndLoad } from ${JSON.stringify(PAGE)}; window.result = keepAndLoad();`,
      resolveDir: folder,
    },
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

describe.skipIf(!CHROMIUM)('an index in IndexedDB', () => {
  test('comes back as it was when it was saved; a damaged one is refused', async () => {
    interface Result {
      readonly before: unknown;
    }
    const { result, errors } = await visit<Result>(browser(), `${site.url}/keep.html`);
    expect(errors).toEqual([]);
    expect(result).toEqual({
      none: null,
      before: result.before,
      after: result.before,
      size: 498,
      empty: 0,
      damaged: 'FormatError',
      gone: null,
    });
    expect(result.before).toHaveLength(5);
  });
});
