import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embedModules } from '../../scripts/build/embed-modules.mjs';
import { BACKENDS } from '../../src/kernels/api.ts';
import { type Installed, installPacked, run } from '../package/pack.ts';
import { writePage } from './bundlers.ts';
import { browserOfTests, findChromium } from './chromium.ts';
import { serve, visit } from './static-site.ts';

type Digests = Readonly<Record<string, readonly string[]>>;

const CHROMIUM = findChromium();
const SUITE = fileURLToPath(new URL('parity-page.ts', import.meta.url));

const browser = browserOfTests(CHROMIUM);
let installed: Installed;
let inNode: Digests;
let inPage: Digests;

beforeAll(async () => {
  if (!CHROMIUM) return;
  installed = await installPacked();
  const { folder, library } = installed;
  await esbuild.build({
    stdin: {
      contents: `import { digests } from ${JSON.stringify(SUITE)}; globalThis.result = digests();`,
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
  writePage(folder, 'parity');
  [inNode, inPage] = await Promise.all([digestsInNode(folder), digestsInPage(folder)]);
});
afterAll(() => installed?.remove());

async function digestsInNode(folder: string): Promise<Digests> {
  return JSON.parse(await run(process.execPath, ['parity-in-node.js'], folder));
}

async function digestsInPage(folder: string): Promise<Digests> {
  const site = await serve(folder);
  try {
    const { result, errors } = await visit<Digests>(browser(), `${site.url}/parity.html`);
    expect(errors).toEqual([]);
    return result;
  } finally {
    await site.close();
  }
}

describe.skipIf(!CHROMIUM)('the parity suite in a page', () => {
  test.each(BACKENDS)('gives the bytes that it gives in Node, on %s', (backend) => {
    expect(inNode[backend]!.length).toBeGreaterThan(1000);
    const differences = inPage[backend]!.filter((line, i) => line !== inNode[backend]![i]);
    expect(differences.slice(0, 5)).toEqual([]);
    expect(inPage[backend]!.length).toBe(inNode[backend]!.length);
  });

  test('gives the same bytes on all backends, with relaxed SIMD and without', () => {
    expect(Object.keys(inPage)).toContain('wasm-simd without relaxed SIMD');
    const [reference, ...others] = Object.values(inPage);
    for (const digests of others) {
      const differences = digests.filter((line, i) => line !== reference![i]);
      expect(differences.slice(0, 5)).toEqual([]);
    }
  });
});
