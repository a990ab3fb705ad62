import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embedModules } from '../../scripts/build/embed-modules.mjs';
import { BACKENDS } from '../../src/kernels/api.ts';
import { type Installed, installPacked, run } from '../package/pack.ts';
import { browserOfTests, findChromium } from './chromium.ts';
import { openDemo } from './demo/demo-page.ts';
import { demoSite } from './demo/demo-site.ts';
import type { Suite } from './parity-page.ts';

const CHROMIUM = findChromium();
const SUITE = fileURLToPath(new URL('parity-page.ts', import.meta.url));

const browser = browserOfTests(CHROMIUM);
let installed: Installed;
let inNode: Suite['digests'];
let inPage: Suite['digests'];
/** Whether the page had relaxed SIMD. */
let relaxedSimd: boolean;

beforeAll(async () => {
  if (!CHROMIUM) return;
  installed = await installPacked();
  const { folder, library } = installed;
  await esbuild.build({
    stdin: {
      contents: `import { runSuite } from ${JSON.stringify(SUITE)}; globalThis.result = runSuite();`,
      resolveDir: folder,
    },
    // The name means our own sources otherwise, where the suite is.
    alias: { hashplane: join(library, 'build/index.js') },
    // Kernels of extensions, which no door gives, come from the sources as the build takes them.
    plugins: [embedModules],
    bundle: true,
    format: 'esm',
    outfile: join(folder, 'parity.js'),
  });
  const program =
    "await import('./parity.js'); process.stdout.write(JSON.stringify(await result));";
  writeFileSync(join(folder, 'parity-in-node.js'), program);
  const [node, page] = await Promise.all([suiteInNode(folder), suiteInPage(folder)]);
  inNode = node.digests;
  ({ digests: inPage, relaxedSimd } = page);
});
afterAll(() => installed?.remove());

async function suiteInNode(folder: string): Promise<Suite> {
  return JSON.parse(await run(process.execPath, ['parity-in-node.js'], folder));
}

/** Inside the page of the demo, under its policy, as whatever else runs there. */
async function suiteInPage(folder: string): Promise<Suite> {
  const site = await demoSite();
  const script = join(site.folder, 'parity.js');
  try {
    copyFileSync(join(folder, 'parity.js'), script);
    const { page, context, faults } = await openDemo(browser(), `${site.url}#/race`);
    const run = "import(new URL('parity.js', document.baseURI)).then(() => globalThis.result)";
    const suite = (await page.evaluate(run)) as Suite;
    expect(faults).toEqual([]);
    await context.close();
    return suite;
  } finally {
    rmSync(script, { force: true });
    await site.close();
  }
}

describe.skipIf(!CHROMIUM)('the parity suite in the page of the demo', () => {
  test.each(BACKENDS)('gives the bytes that it gives in Node, on %s', (backend) => {
    expect(inNode[backend]!.length).toBeGreaterThan(1000);
    const differences = inPage[backend]!.filter((line, i) => line !== inNode[backend]![i]);
    expect(differences.slice(0, 5)).toEqual([]);
    expect(inPage[backend]!.length).toBe(inNode[backend]!.length);
  });

  test('runs with relaxed SIMD, which Chromium has', () => {
    expect(relaxedSimd).toBe(true);
  });

  test('gives the same bytes on all backends', () => {
    const [reference, ...others] = BACKENDS.map((backend) => inPage[backend]!);
    for (const digests of others) {
      const differences = digests.filter((line, i) => line !== reference![i]);
      expect(differences.slice(0, 5)).toEqual([]);
    }
  });
});
