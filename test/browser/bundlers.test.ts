import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { transform } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../scripts/build/embed-modules.mjs';
import { type Installed, installPacked } from '../package/pack.ts';
import { expected } from '../support/make-files.ts';
import {
  BUNDLERS,
  buildOwnWorker,
  resultInNode,
  scriptsIn,
  serveWithVite,
  writeApps,
} from './bundlers.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { ISOLATED, type SiteOptions, STRICT, serve, visit, WITH_WASM } from './static-site.ts';

const CHROMIUM = findChromium();
// The ones that find files by `new URL(..., import.meta.url)`.
const FIND_FILES = ['Vite', 'webpack'];

/** Words of one part of the library each, which stand in an app that carries the part. */
const PARTS = {
  hashers: 'call fit(points) before using this hasher',
  readers: 'this is no MATLAB file',
  learners: 'squared-hinge',
  measures: 'total must have at least one bin',
} as const;
/** What an app carries of it, by the name of the app: it imports from one door, `main` from two. */
const CARRIED: Readonly<Record<string, readonly (keyof typeof PARTS)[]>> = {
  small: ['hashers'],
  main: ['hashers', 'learners'],
  formats: ['readers'],
  learner: ['learners'],
  measure: ['measures'],
};
/** Apps that compute nothing, and have no compiled module to do it with. */
const WITHOUT_MODULES = ['formats', 'measure'];

let installed: Installed;
let browser: Browser | undefined;
let inNode: unknown;

beforeAll(async () => {
  installed = await installPacked();
  writeApps(installed);
  inNode = await resultInNode(installed);
  if (CHROMIUM) browser = await launchChromium(CHROMIUM);
});
afterAll(async () => {
  await browser?.close();
  installed?.remove();
});

describe.each(Object.entries(BUNDLERS))('an app that %s built', (bundler, build) => {
  const folderOf = (app: string) => join(installed.folder, 'out', bundler, app);

  async function open<T>(app: string, options?: SiteOptions) {
    const site = await serve(folderOf(app), options);
    try {
      return await visit<T>(browser!, `${site.url}/${app}.html`);
    } finally {
      await site.close();
    }
  }

  beforeAll(async () => {
    const apps = [
      ...Object.keys(CARRIED),
      'index',
      ...(FIND_FILES.includes(bundler) ? ['stream', 'pool'] : []),
    ];
    for (const app of apps) await build(installed.folder, app, folderOf(app));
  }, 600_000);

  test.each([
    ['RandomHyperplanes', 'small', 30],
    ['GraphRegularisedHashing and HashTable', 'main', 48],
  ])('with %s takes less room than it may, both modules included', async (_, app, limit) => {
    const scripts = scriptsIn(folderOf(app));
    for (const name of ['simd', 'scalar']) {
      const module = readFileSync(join(installed.library, `build/wasm/base-${name}.wasm`));
      expect(scripts.some((script) => script.includes(textOf(module)))).toBe(true);
    }
    expect(await gzippedSize(scripts)).toBeLessThan(limit * 1000);
  });

  test.each(Object.entries(CARRIED))(
    'carries of the library what it uses: %s, %j',
    (app, parts) => {
      const text = scriptsIn(folderOf(app)).join('');
      const found = Object.entries(PARTS).filter(([, words]) => text.includes(words));
      expect(found.map(([part]) => part)).toEqual(parts);
    },
  );

  test.each(WITHOUT_MODULES)('carries no compiled module where nothing computes: %s', (app) => {
    const start = textOf(Buffer.from('\0asm'));
    const hasModule = (name: string) => scriptsIn(folderOf(name)).join('').includes(start);
    expect(hasModule(app)).toBe(false);
    expect(hasModule('small')).toBe(true);
  });

  test('carries little for an index that lives in a worker: none of the index', async () => {
    // Others put the worker's script beside the page's.
    if (FIND_FILES.includes(bundler)) return;
    const scripts = scriptsIn(folderOf('index'));
    expect(scripts.join('')).not.toContain("an index without vectors can't be rehashed");
    expect(await gzippedSize(scripts)).toBeLessThan(10_000);
  });

  describe.skipIf(!CHROMIUM)('runs in Chromium', () => {
    test('with SIMD, and finds what Node finds', async () => {
      const visited = await open('main');
      expect(visited).toEqual({ result: inNode, warnings: [], errors: [] });
      expect(visited.result).toMatchObject({ name: 'wasm-simd' });
    });

    test('and reads MATLAB v7.3, Parquet and .npz', async () => {
      const { result, errors } = await open<Record<string, object>>('formats');
      expect(errors).toEqual([]);
      const holds = { points: [...Float32Array.from(expected.X.flat())], labels: expected.X_class };
      expect(Object.keys(result)).toHaveLength(4);
      for (const dataset of Object.values(result)) expect(dataset).toEqual(holds);
    });

    test('with SIMD where the policy allows WebAssembly', async () => {
      const visited = await open('main', { headers: WITH_WASM });
      expect(visited).toEqual({ result: inNode, warnings: [], errors: [] });
    });

    test('in TypeScript under a strict policy, with one warning and the same results', async () => {
      const { result, warnings, errors } = await open<object>('main', { headers: STRICT });
      expect(result).toEqual({ ...(inNode as object), name: 'typescript' });
      expect(warnings).toEqual([expect.stringContaining('hashplane runs without WebAssembly')]);
      expect(errors).toEqual([]);
    });

    if (!FIND_FILES.includes(bundler)) return;

    test('with an index in a worker, whose script it finds', async () => {
      const neighbours = [{ id: 1, distance: 1, score: 0.5 }];
      expect(await open('index')).toEqual({
        result: { backend: 'wasm-simd', size: 2, stage: 'complete', neighbours },
        warnings: [],
        errors: [],
      });
    });

    test('from the raw module, streamed', async () => {
      expect(await open('stream')).toEqual({ result: inNode, warnings: [], errors: [] });
    });

    test.each([
      ['copies', {}, false],
      ['shared memory', ISOLATED, true],
    ])('on a pool of workers, by %s', async (_, headers, sharesMemory) => {
      expect(await open('pool', { headers })).toEqual({
        result: { threads: 2, backend: 'wasm-simd', sharesMemory, together: inNode },
        warnings: [],
        errors: [],
      });
    });
  });
});

test("Vite builds a worker that awaits at its top level as 'es', and not by default", async () => {
  const build = (format: 'es' | 'iife') =>
    buildOwnWorker(installed, format).then(
      () => 'built',
      (error: Error) => error.message,
    );
  expect(await build('es')).toBe('built');
  expect(await build('iife')).toContain('Module format "iife" does not support top-level await');
});

describe.skipIf(!CHROMIUM)("Vite's development server", () => {
  test('runs the app, the pool of workers and an index in a worker', async () => {
    const site = await serveWithVite(installed, ['main', 'pool', 'index']);
    try {
      const main = await visit(browser!, `${site.url}/main.html`);
      expect(main).toEqual({ result: inNode, warnings: [], errors: [] });
      const pool = await visit(browser!, `${site.url}/pool.html`);
      expect(pool.result).toMatchObject({ threads: 2, together: inNode });
      const index = await visit(browser!, `${site.url}/index.html`);
      expect(index.result).toMatchObject({ backend: 'wasm-simd', size: 2, stage: 'complete' });
    } finally {
      await site.close();
    }
  });
});

/** Of all scripts, minified; Rollup leaves that to others. */
async function gzippedSize(scripts: readonly string[]): Promise<number> {
  let size = 0;
  for (const script of scripts) {
    const { code } = await transform(script, { minify: true, format: 'esm' });
    size += gzipSync(code).length;
  }
  return size;
}
