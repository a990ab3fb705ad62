import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCRIPT } from '../support/pools.ts';
import { browserOfTests, findChromium } from './chromium.ts';

const chromium = findChromium();

describe.skipIf(!chromium)('a pool in a browser', () => {
  const browser = browserOfTests(chromium);
  let server: Server;

  beforeAll(async () => {
    server = createServer(async ({ url = '/' }, response) => {
      const [path, query] = url.split('?');
      const isolation = {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      };
      const headers = {
        'Content-Type': path.endsWith('.js') ? 'text/javascript' : 'text/html',
        ...(path.endsWith('worker.js') || query === 'isolated' ? isolation : {}),
      };
      if (path === '/') return response.writeHead(200, headers).end('<!doctype html>');
      try {
        const body = await readFile(new URL(`.${path}`, SCRIPT));
        response.writeHead(200, headers).end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  async function inPage(address: string, script: string): Promise<unknown> {
    const page = await browser().newPage();
    try {
      const { port } = server.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${port}/${address}`);
      return await page.evaluate(script);
    } finally {
      await page.close();
    }
  }

  it.each([
    ['?isolated', 'module', true],
    ['', 'module', false],
    ['', 'classic', false],
  ])(
    'at /%s with %s workers equals one thread; shared memory: %s',
    async (address, type, shared) => {
      const result = await inPage(
        address,
        `(async () => {
        const h = await import('/index.js');
        const { svmDualCoordinateDescent } = await import('/learning.js');
        const pool = await h.createPool({
          worker: () => new Worker('/worker.js', { type: '${type}' }),
          threads: 2,
        });
        const random = new h.RandomState(0);
        const data = Float32Array.from({ length: 300 * 40 }, () => random.randn());
        const points = new h.Matrix(data, 300, 40);
        const kernels = await h.createKernels();
        const hasher = new h.RandomHyperplanes({ kernels, bits: 40 }).fitSync(points);
        const one = hasher.encode(points);
        const learner = svmDualCoordinateDescent();
        const signs = Int8Array.from({ length: 300 * 9 }, () => (random.randn() > 0 ? 1 : -1));
        const fitted = await learner.fit(kernels, points, signs, 9);
        const results = [];
        for (const input of [points, pool.share(points)]) {
          const many = await pool.encode(hasher, input);
          results.push(many.words.every((word, i) => word === one.words[i]));
          const { data } = await pool.learner(learner).fit(kernels, input, signs, 9);
          results.push(data.every((value, i) => value === fitted.data[i]));
        }
        await pool.close();
        return [pool.sharesMemory, pool.backend, ...results];
      })()`,
      );
      expect(result).toEqual([shared, 'wasm-simd', true, true, true, true]);
    },
  );

  it('rejects if the script is missing or throws', async () => {
    const failure = (url: string) =>
      inPage(
        '',
        `import('/index.js').then(({ createPool }) =>
          createPool({ worker: () => new Worker(${JSON.stringify(url)}, { type: 'module' }) }),
        ).catch((error) => error.name + ': ' + error.message)`,
      );
    expect(await failure('/no-such-file.js')).toBe(
      "BackendError: a worker of the pool can't start: its script could not be loaded",
    );
    expect(await failure('data:text/javascript,throw new Error("no")')).toMatch(
      /^BackendError: a worker of the pool can't start: .*no$/,
    );
  });
});
