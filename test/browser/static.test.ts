import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Installed, installPacked } from '../package/pack.ts';
import { resultInNode, writeApps, writePage } from './bundlers.ts';
import { browserOfTests, findChromium } from './chromium.ts';
import { ISOLATED, type SiteOptions, STRICT, serve, visit, WITH_WASM } from './static-site.ts';

const CHROMIUM = findChromium();
const FILES: Readonly<Record<string, string>> = {
  hashplane: 'index.js',
  'hashplane/data': 'data.js',
  'hashplane/evaluation': 'evaluation.js',
  'hashplane/learning': 'learning.js',
  'hashplane/worker': 'worker.js',
  'hashplane/index-worker': 'index-worker.js',
  'hashplane/wasm/simd.wasm': 'wasm/base-simd.wasm',
  'hashplane/wasm/scalar.wasm': 'wasm/base-scalar.wasm',
};

const browser = browserOfTests(CHROMIUM);
let installed: Installed;
let site: string;
let inNode: unknown;

beforeAll(async () => {
  if (!CHROMIUM) return;
  installed = await installPacked();
  writeApps(installed);
  inNode = await resultInNode(installed);
  site = join(installed.folder, 'site');
  // No package is found by its name here: the library is a folder of the site.
  cpSync(join(installed.library, 'build'), join(site, 'hashplane'), { recursive: true });
  for (const name of readdirSync(installed.folder).filter((file) => file.endsWith('.js'))) {
    const source = readFileSync(join(installed.folder, name), 'utf8');
    const onSite = source.replace(/'(hashplane[^']*)'/g, (_, id) => `'/hashplane/${FILES[id]}'`);
    writeFileSync(join(site, name), onSite);
    writePage(site, name.replace('.js', ''));
  }
});
afterAll(() => installed?.remove());

async function open<T>(app: string, options?: SiteOptions) {
  const { url, close } = await serve(site, options);
  try {
    return await visit<T>(browser(), `${url}/${app}.html`);
  } finally {
    await close();
  }
}

describe.skipIf(!CHROMIUM)('a module script from a static server', () => {
  test.each([
    ['no policy', {}],
    ['a policy that allows WebAssembly', WITH_WASM],
  ])('runs with SIMD under %s, and finds what Node finds', async (_, headers) => {
    const visited = await open('main', { headers });
    expect(visited).toEqual({ result: inNode, warnings: [], errors: [] });
    expect(visited.result).toMatchObject({ name: 'wasm-simd' });
  });

  test('runs in TypeScript under a strict policy, with one warning and the same results', async () => {
    const { result, warnings, errors } = await open('main', { headers: STRICT });
    expect(result).toEqual({ ...(inNode as object), name: 'typescript' });
    expect(warnings).toEqual([expect.stringContaining('hashplane runs without WebAssembly')]);
    expect(errors).toEqual([]);
  });

  test('streams the raw module; where that is barred, it falls back too', async () => {
    expect(await open('stream')).toEqual({ result: inNode, warnings: [], errors: [] });
    const { result, warnings } = await open('stream', { headers: STRICT });
    expect(result).toEqual({ ...(inNode as object), name: 'typescript' });
    expect(warnings.length).toBe(1);
  });

  test.each([
    ['copies', {}, 'wasm-simd', false],
    ['shared memory', ISOLATED, 'wasm-simd', true],
    ['copies, under a strict policy', STRICT, 'typescript', false],
  ])('runs a pool of workers by %s', async (_, headers, backend, sharesMemory) => {
    const { result, errors } = await open('pool', { headers });
    const together = { ...(inNode as object), name: backend };
    expect(result).toEqual({ threads: 2, backend, sharesMemory, together });
    expect(errors).toEqual([]);
  });
});

describe.skipIf(!CHROMIUM)('createKernels in a page', () => {
  test('takes a module in any form, and refuses what is none; then the next call works', async () => {
    const simd = readFileSync(join(installed.library, 'build/wasm/base-simd.wasm'));
    const broken = (type: string) => ({
      'Content-Type': type,
      'Content-Length': simd.length,
    });
    const { result, warnings, errors } = await open('forms', {
      answers: {
        '/untyped.wasm': (response) => response.writeHead(200).end(simd),
        '/broken.wasm': (response) => {
          response.writeHead(200, broken('application/wasm')).write(simd.subarray(0, 99));
          setTimeout(() => response.destroy(), 50);
        },
        '/broken-untyped.wasm': (response) => {
          response.writeHead(200, broken('application/octet-stream')).write(simd.subarray(0, 99));
          setTimeout(() => response.destroy(), 50);
        },
      },
    });
    expect(result).toEqual({
      names: {
        'nothing, at once': 'wasm-simd',
        'a URL': 'wasm-simd',
        'a string': 'wasm-simd',
        'a Response': 'wasm-simd',
        'the promise of a Response': 'wasm-simd',
        'an ArrayBuffer': 'wasm-simd',
        'a part of an array': 'wasm-simd',
        'a Module': 'wasm-simd',
        'a URL of an unknown type': 'wasm-simd',
        'the scalar module': 'wasm',
      },
      errors: {
        'not found': 'BackendError',
        'not found, as a Response': 'BackendError',
        'no server': 'BackendError',
        'breaks off': 'BackendError',
        'breaks off, of an unknown type': 'BackendError',
        'a Response that was read': 'BackendError',
        'a module of somebody else': 'BackendError',
        'the other backend': 'BackendError',
        'not a source': 'InvalidArgumentError',
      },
    });
    expect(warnings).toEqual([]);
    expect(errors).toEqual([]);
  });
});
