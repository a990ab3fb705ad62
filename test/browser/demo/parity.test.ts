import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { embedModules } from '../../../scripts/build/embed-modules.mjs';
import { BACKENDS } from '../../../src/kernels/api.ts';
import { browserOfTests, findChromium } from '../chromium.ts';
import type { Suite } from '../parity-page.ts';
import { openDemo } from './demo-page.ts';
import { type DemoSite, demoSite } from './demo-site.ts';

const CHROMIUM = findChromium();
const SCRIPT = 'parity-suite.js';
const browser = browserOfTests(CHROMIUM);
let site: DemoSite;

beforeAll(async () => {
  if (!CHROMIUM) return;
  site = await demoSite();
  await esbuild.build({
    entryPoints: [resolve(import.meta.dirname, '../parity-page.ts')],
    alias: { hashplane: resolve(import.meta.dirname, '../../../build/index.js') },
    external: ['h5wasm', 'hyparquet', 'hyparquet-compressors'],
    plugins: [embedModules],
    bundle: true,
    format: 'esm',
    outfile: join(site.folder, SCRIPT),
    logLevel: 'error',
  });
});
afterAll(async () => {
  if (site) rmSync(join(site.folder, SCRIPT), { force: true });
  await site?.close();
});

test.skipIf(!CHROMIUM)(
  'the parity suite gives the same bytes on all backends inside the page, under its policy',
  async () => {
    const { page, context, faults } = await openDemo(browser(), `${site.url}#/race`);
    const suite = `import(new URL('${SCRIPT}', document.baseURI)).then(({ runSuite }) => runSuite())`;
    const { digests } = (await page.evaluate(suite)) as Suite;
    const [reference, ...others] = BACKENDS.map((backend) => digests[backend]!);
    expect(reference!.length).toBeGreaterThan(1000);
    for (const other of others) {
      expect(other.filter((line, i) => line !== reference![i]).slice(0, 5)).toEqual([]);
      expect(other.length).toBe(reference!.length);
    }
    expect(faults).toEqual([]);
    await context.close();
  },
);
