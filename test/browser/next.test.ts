import { type ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../package/pack.ts';
import { addPacked } from '../package/tools.ts';
import { expected } from '../support/make-files.ts';
import { blocksOf, readPage } from '../support/markdown.ts';
import { installTools } from '../support/tools.ts';
import { browserOfTests, findChromium } from './chromium.ts';

const FIXTURE = fileURLToPath(new URL('../package/fixtures/next', import.meta.url));
const PARQUET = fileURLToPath(new URL('../fixtures/files/pair-zstd-v2.parquet', import.meta.url));
const CHROMIUM = findChromium();
const FOLDER = installTools('next', { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' });

const RECIPES = blocksOf('docs/use/recipes.md');

/** What the recipe puts into the configuration of an app that is copied elsewhere. */
const [TRACED] = /outputFileTracingIncludes: \{.*?\] \}/.exec(readPage('docs/use/recipes.md'))!;
// Lock files lie above the folder too: without it Next takes one of those folders for the root.
const CONFIG = `export default {
  turbopack: { root: import.meta.dirname },
  output: 'standalone',
  ${TRACED},
};
`;

const browser = browserOfTests(CHROMIUM);
let server: ChildProcess | undefined;
let url: string;

/** The apps of the documentation, and a route that reads a file. */
function writeApp(folder: string): void {
  for (const name of ['app', '.next']) rmSync(join(folder, name), { recursive: true, force: true });
  cpSync(FIXTURE, folder, { recursive: true });
  copyFileSync(PARQUET, join(folder, 'pair.parquet'));
  writeFileSync(join(folder, 'next.config.mjs'), CONFIG);
  for (const { file, text } of [...blocksOf('docs/use/environments.md'), ...RECIPES]) {
    if (!/^app\/|^articles/.test(file)) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

/** The index that the recipes open, by their command. */
async function indexArticles(folder: string): Promise<void> {
  const command = RECIPES.find(({ language }) => language === 'sh')!.text;
  const program = join(folder, 'node_modules/hashplane/build/cli.js');
  await run(process.execPath, [program, ...command.trim().split(/\s+/).slice(2)], folder);
}

function next(...args: string[]): string[] {
  return [join(FOLDER!, 'node_modules/next/dist/bin/next'), ...args];
}

/** Starts the server on a port that is free, and says where it is. */
function start(folder: string): Promise<string> {
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  server = spawn(process.execPath, next('start', '--port', '0'), { cwd: folder, env });
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (data: Buffer) => {
      printed += data;
      const local = /http:\/\/localhost:\d+/.exec(printed);
      if (local && printed.includes('Ready')) resolve(local[0]);
    };
    server!.stdout!.on('data', read);
    server!.stderr!.on('data', read);
    server!.on('exit', () => reject(new Error(`the server ended: ${printed}`)));
  });
}

describe.skipIf(!FOLDER)('an app that Next.js built with Turbopack', () => {
  beforeAll(async () => {
    await addPacked(FOLDER!);
    writeApp(FOLDER!);
    await indexArticles(FOLDER!);
    await run(process.execPath, next('build', '--turbopack'), FOLDER!);
    url = await start(FOLDER!);
  });
  afterAll(() => server?.kill());

  const nearestInNode = async () => {
    const program = `
      import { createKernels, ExactSearch } from 'hashplane';
      import { vectors } from './app/vectors.js';
      const points = vectors();
      const { rows } = new ExactSearch(await createKernels(), points).nearest(points.row(42), 5);
      process.stdout.write(JSON.stringify([...rows]));`;
    return JSON.parse(await run(process.execPath, ['--input-type=module', '-e', program], FOLDER!));
  };

  test('takes of the package the worker, and no other script', () => {
    const scripts = readdirSync(join(FOLDER!, '.next/server'), {
      recursive: true,
      encoding: 'utf8',
    });
    expect(scripts.filter((name) => /\bcli[.-]/.test(name))).toEqual([]);
  });

  test('runs a pool of threads in a route, which finds what Node finds', async () => {
    const response = await fetch(`${url}/nearest?row=42`);
    expect(await response.json()).toEqual(await nearestInNode());
  });

  test('reads Parquet in a route', async () => {
    const response = await fetch(`${url}/read`);
    expect(await response.json()).toEqual([...Float32Array.from(expected.X.flat())]);
  });

  test('keeps an index with documents in a file, and loads it in a route', async () => {
    const response = await fetch(`${url}/documents`);
    expect(await response.json()).toEqual([{ id: 'b', document: { title: 'sand' } }]);
  });

  test('searches an index file in the route of the recipes', async () => {
    const ask = async (body: object) => {
      const response = await fetch(`${url}/search`, { method: 'POST', body: JSON.stringify(body) });
      return { status: response.status, body: await response.json() };
    };
    const found = await ask({ vector: [1, 0.2, 0.1], where: { year: { gte: 2020 } } });
    const titles = found.body.map((hit: { document: { title: string } }) => hit.document.title);
    expect(titles).toEqual(['Beach', 'Forest', 'Wald']);
    expect(await ask({ vector: [1] })).toMatchObject({ status: 400 });
  });

  test('copies the index of that route to where the app runs alone', () => {
    expect(existsSync(join(FOLDER!, '.next/standalone/articles.index'))).toBe(true);
  });

  test.skipIf(!CHROMIUM)('runs a pool of workers in a page, which finds the same', async () => {
    const page = await browser().newPage();
    try {
      const errors: string[] = [];
      page.on('pageerror', ({ message }) => errors.push(message));
      await page.goto(url);
      await page.waitForFunction("document.querySelector('#rows').textContent !== ''");
      const shown = await page.textContent('#rows');
      expect(errors).toEqual([]);
      expect(shown).toBe((await nearestInNode()).join(', '));
    } finally {
      await page.close();
    }
  });
});
