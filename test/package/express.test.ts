import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blocksOf } from '../support/markdown.ts';
import { installTools } from '../support/tools.ts';
import { run } from './pack.ts';
import { addPacked } from './tools.ts';

const FOLDER = installTools('express', { express: '5.3.0' });
const blocks = blocksOf('docs/use/recipes.md');
const textOf = (name: string) => blocks.find(({ file }) => file === name)!.text;

let server: ChildProcess | undefined;

/** Starts the server of the page on a port that is free, and says where it is. */
function start(): Promise<string> {
  const env = { ...process.env, PORT: '0' };
  server = spawn(process.execPath, ['server.mjs'], { cwd: FOLDER!, env });
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (data: Buffer) => {
      printed += data;
      const local = /http:\/\/localhost:\d+/.exec(printed);
      if (local) resolve(local[0]);
    };
    server!.stdout!.on('data', read);
    server!.stderr!.on('data', read);
    server!.on('exit', () => reject(new Error(`the server ended: ${printed}`)));
  });
}

async function ask(url: string, method: string, body?: object) {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

async function titles(url: string, where?: object): Promise<string[]> {
  const { body } = await ask(`${url}/search`, 'POST', { vector: [1, 0.2, 0.1], where });
  return body.map(({ document }: { document: { title: string } }) => document.title);
}

describe.skipIf(!FOLDER)('the server of docs/use/recipes.md, with Express', () => {
  beforeAll(async () => {
    await addPacked(FOLDER!);
    for (const name of ['articles.index', 'articles.index.journal', 'articles.index.lock']) {
      rmSync(join(FOLDER!, name), { force: true });
    }
    for (const name of ['articles.jsonl', 'server.mjs']) {
      writeFileSync(join(FOLDER!, name), textOf(name));
    }
    const args = blocks
      .find(({ language }) => language === 'sh')!
      .text.trim()
      .split(/\s+/);
    const program = join(FOLDER!, 'node_modules/hashplane/build/cli.js');
    await run(process.execPath, [program, ...args.slice(2)], FOLDER!);
  });
  afterAll(() => server?.kill('SIGKILL'));

  test('searches, filters, and answers bad requests with the reason', async () => {
    const url = await start();
    expect(await titles(url)).toEqual(['Beach', 'Dunes', 'Forest']);
    expect(await titles(url, { language: 'de' })).toEqual(['Wald']);
    const refused = await ask(`${url}/search`, 'POST', { vector: [1, 2] });
    expect(refused).toEqual({ status: 400, body: { error: expect.stringContaining('2') } });
    const vectors = [
      [1, 0.2, 0.1],
      [0.1, 0.2, 0.9],
    ];
    const { body } = await ask(`${url}/search/batch`, 'POST', { vectors });
    expect(body.map(([first]: { id: string }[]) => first.id)).toEqual(['b', 'c']);
    server!.kill('SIGTERM');
    await once(server!, 'exit');
  });

  test('keeps what it acknowledged, although it is killed at once', async () => {
    const url = await start();
    const document = { title: 'Lagoon', language: 'en', year: 2026 };
    const added = await ask(`${url}/articles/e`, 'PUT', { vector: [1, 0.2, 0.1], document });
    expect(added).toEqual({ status: 200, body: { size: 5 } });
    expect(await ask(`${url}/articles/a`, 'DELETE')).toEqual({ status: 200, body: { removed: 1 } });
    server!.kill('SIGKILL');
    await once(server!, 'exit');
    expect(await titles(await start())).toEqual(['Beach', 'Lagoon', 'Forest']);
  });
});
