import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserOfTests, findChromium } from './chromium.ts';
import { type Site, serve, visit } from './static-site.ts';

const CHROMIUM = findChromium();
const FILE = resolve(import.meta.dirname, '../../build/hashplane.cdn.js');

const browser = browserOfTests(CHROMIUM);
let folder: string;
/** Serves the file, at a path of its own, to pages of any origin, as CDNs do. */
let cdn: Site;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hashplane-cdn-'));
  mkdirSync(join(folder, 'cdn/hashplane@0.1.0'), { recursive: true });
  copyFileSync(FILE, join(folder, 'cdn/hashplane@0.1.0/hashplane.cdn.js'));
  cdn = await serve(join(folder, 'cdn'), { headers: { 'Access-Control-Allow-Origin': '*' } });
});
afterAll(async () => {
  await cdn?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A plain page with one script. */
function page(): string {
  return `<!doctype html><title>page</title><link rel="icon" href="data:,">
<script type="module" src="./page.js"></script>`;
}

const SCRIPT = (address: string) => `
  import { createKernels, HashIndex, Matrix, openIndexWorker } from ${JSON.stringify(address)};
  const rows = Matrix.from([[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  const here = HashIndex.create({ kernels: await createKernels() });
  here.add(rows, ['a', 'b', 'c']);
  async function run() {
    const index = await openIndexWorker({ source: here.save() });
    await index.complete;
    await index.add([[1, 1, 0]], ['d']);
    const { neighbours } = await index.search([1, 0.1, 0], { k: 2 });
    const found = { ids: neighbours.map(({ id }) => id), size: index.size, backend: index.backend };
    await index.close();
    return found;
  }
  window.result = run().catch((error) => ({ error: error.name + ': ' + error.message }));`;

/** What a page finds that imports the file from an address of its own origin, or another. */
async function visited(name: string, address: string, policy?: string) {
  const own = join(folder, name);
  mkdirSync(join(own, 'lib'), { recursive: true });
  copyFileSync(FILE, join(own, 'lib/hashplane.cdn.js'));
  writeFileSync(join(own, 'index.html'), page());
  writeFileSync(join(own, 'page.js'), SCRIPT(address));
  const headers: Record<string, string> = policy ? { 'Content-Security-Policy': policy } : {};
  const site = await serve(own, { headers });
  try {
    return await visit<Record<string, unknown>>(browser(), `${site.url}/index.html`);
  } finally {
    await site.close();
  }
}

const FOUND = { ids: ['a', 'd'], size: 4, backend: 'wasm-simd' };

describe.skipIf(!CHROMIUM)('the file for CDNs, in a plain page', () => {
  const address = () => `${cdn.url}/hashplane@0.1.0/hashplane.cdn.js`;

  test("runs an index in a worker, from the page's own host, at another path", async () => {
    const { result, errors, warnings } = await visited('own', './lib/hashplane.cdn.js');
    expect({ result, errors, warnings }).toEqual({ result: FOUND, errors: [], warnings: [] });
  });

  test('runs an index in a worker, from another host', async () => {
    const { result, errors } = await visited('other', address());
    expect({ result, errors }).toEqual({ result: FOUND, errors: [] });
  });

  test('runs under a strict policy that allows its host, Blobs as workers, and WebAssembly', async () => {
    const policy = `default-src 'self'; script-src 'self' 'wasm-unsafe-eval' ${cdn.url}; worker-src blob:`;
    const { result } = await visited('strict', address(), policy);
    expect(result).toEqual(FOUND);
  });

  test('says in one line that a worker can not start where the policy forbids Blobs', async () => {
    const policy = `default-src 'self'; script-src 'self' 'wasm-unsafe-eval' ${cdn.url}; worker-src 'self'`;
    const { result } = await visited('forbidden', address(), policy);
    expect(result.error).toMatch(/^BackendError: the index worker can't start/);
  });
});
