// The programs that the first view shows, run as they stand there.
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installPacked, run } from '../../package/pack.ts';
import { writePage } from '../bundlers.ts';
import { browserOfTests, findChromium } from '../chromium.ts';
import { type Site, serve } from '../static-site.ts';
import { openDemo, until } from './demo-page.ts';
import { type DemoSite, demoSite } from './demo-site.ts';

const CHROMIUM = findChromium();
const BUILD = resolve(import.meta.dirname, '../../../build');
const browser = browserOfTests(CHROMIUM);
let demo: DemoSite;
let folder: string;
let site: Site;

beforeAll(async () => {
  demo = await demoSite();
  folder = mkdtempSync(join(tmpdir(), 'hashplane-demo-examples-'));
  copyFileSync(join(demo.folder, 'examples/plain.html'), join(folder, 'plain.html'));
  copyFileSync(join(BUILD, 'hashplane.cdn.js'), join(folder, 'hashplane.cdn.js'));
  const file = (path: string, type: string) => (response: ServerResponse) =>
    response.writeHead(200, { 'Content-Type': type }).end(readFileSync(path));
  site = await serve(folder, {
    answers: {
      '/fashion.index': file(join(demo.folder, 'data/fashion.index'), 'application/octet-stream'),
      '/words.json': file(join(demo.folder, 'data/words.json'), 'application/json'),
      // Where the address in the React component leads without a bundler that knows workers.
      '/hashplane/index-worker': file(join(BUILD, 'index-worker.js'), 'text/javascript'),
      '/favicon.ico': file(join(demo.folder, 'icon.svg'), 'image/svg+xml'),
    },
  });
});
afterAll(async () => {
  await site?.close();
  await demo?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Types a word and gives what is listed then. */
async function typed(page: string, word: string): Promise<string[]> {
  const { page: opened, context, faults } = await openDemo(browser(), `${site.url}/${page}`);
  try {
    await until(opened, "document.querySelector('input') !== null");
    // Typed again until the index is there: pages of twenty lines do not say when.
    const list = opened.locator('li');
    while ((await list.count()) === 0) {
      await opened.fill('input', '');
      await opened.locator('input').pressSequentially(word);
      await opened.waitForTimeout(200);
    }
    expect(faults).toEqual([]);
    return await list.allTextContents();
  } finally {
    await context.close();
  }
}

describe.skipIf(!CHROMIUM)('the code that the first view shows', () => {
  test('for a plain page finds what is typed', async () => {
    const found = await typed('plain.html', 'boot');
    expect(found).toHaveLength(10);
    expect(found[0]).toMatch(/^Ankle boot \d+: 0\.\d\d$/);
  });

  test('for React finds what is typed', async () => {
    await esbuild.build({
      stdin: {
        contents: `import { StrictMode } from 'react'; import { createRoot } from 'react-dom/client';
          import Search from './Search.tsx';
          const root = document.body.appendChild(document.createElement('div'));
          createRoot(root).render(<StrictMode><Search /></StrictMode>);`,
        loader: 'tsx',
        resolveDir: resolve(BUILD, '../scripts/demo/examples'),
      },
      jsx: 'automatic',
      alias: { 'hashplane/react': join(BUILD, 'react.js') },
      bundle: true,
      format: 'esm',
      outfile: join(folder, 'react.js'),
      logLevel: 'error',
    });
    writePage(folder, 'react');
    const found = await typed('react.html', 'boot');
    expect(found).toHaveLength(10);
    expect(found[0]).toMatch(/^Ankle boot \d+$/);
  });
});

test('the code that the first view shows for Node finds what is dark, by the packed package', async () => {
  const installed = await installPacked();
  try {
    for (const name of ['data/fashion.index', 'data/words.json', 'examples/search.mjs']) {
      copyFileSync(join(demo.folder, name), join(installed.folder, name.split('/')[1]!));
    }
    const lines = await run(process.execPath, ['search.mjs', 'trainer'], installed.folder);
    expect(lines.trim().split('\n')).toHaveLength(10);
    expect(lines).toMatch(/^Sneaker \d+: 0\.\d\d\n/);
  } finally {
    installed.remove();
  }
});
