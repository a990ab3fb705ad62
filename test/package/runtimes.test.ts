import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { npyHeader } from '../../src/data/numpy/npy.ts';
import { expected } from '../support/make-files.ts';
import { installTools } from '../support/tools.ts';
import { run } from './pack.ts';
import { addPacked } from './tools.ts';

const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url));
const PARQUET = fileURLToPath(new URL('../fixtures/files/pair-zstd-v2.parquet', import.meta.url));

/** Folders of their own, so that they can be installed one by one. */
const FOLDERS = {
  Deno: installTools('deno', { deno: '2.9.6' }),
  Bun: installTools('bun', { bun: '1.4.5' }),
  workerd: installTools('miniflare', { miniflare: '4.20260730.0' }),
};

/** The program that npm brought, and what comes before a script. */
const COMMANDS = {
  Deno: (folder: string) => [
    process.execPath,
    join(folder, 'node_modules/deno/bin.cjs'),
    'run',
    '--quiet',
    '--allow-all',
  ],
  // The command `bun` is made by its install script: the program lies in a package beside it.
  Bun: (folder: string) => {
    const programs = join(folder, 'node_modules/@oven');
    const [first] = readdirSync(programs);
    const name = process.platform === 'win32' ? 'bun.exe' : 'bun';
    return [join(programs, first!, 'bin', name)];
  },
};

async function prepare(folder: string): Promise<void> {
  await addPacked(folder);
  for (const source of ['runtimes/pool.js', 'runtimes/worker.js', 'app/job.js']) {
    copyFileSync(join(FIXTURES, source), join(folder, source.split('/')[1]!));
  }
  copyFileSync(PARQUET, join(folder, 'pair.parquet'));
}

describe.each(['Deno', 'Bun'] as const)('a program in %s', (name) => {
  const folder = FOLDERS[name];

  test.skipIf(!folder)('hashes, learns, reads Parquet and runs threads as in Node', async () => {
    await prepare(folder!);
    const program = [join(folder!, 'pool.js')];
    const [command, ...args] = COMMANDS[name](folder!);
    const found = JSON.parse(await run(command!, [...args, ...program], folder!));
    expect(found).toEqual(JSON.parse(await run(process.execPath, program, folder!)));
    expect(found).toMatchObject({ threads: 2, backend: 'wasm-simd', sharesMemory: true });
    expect(found.together).toEqual(found.alone);
    expect(found.points).toEqual([...Float32Array.from(expected.X.flat())]);
  });
});

describe.skipIf(!FOLDERS.workerd)('a Cloudflare Worker', () => {
  const folder = FOLDERS.workerd!;

  beforeAll(async () => {
    await prepare(folder);
    await build({
      absWorkingDir: folder,
      entryPoints: ['worker.js'],
      outfile: 'out/worker.mjs',
      bundle: true,
      format: 'esm',
      external: ['*.wasm', 'h5wasm'],
      logLevel: 'error',
    });
  });

  async function answerOf(compatibilityDate: string) {
    const { Miniflare } = createRequire(join(folder, 'package.json'))('miniflare');
    const module = 'hashplane/wasm/simd.wasm';
    const wasm = join(folder, 'node_modules/hashplane/build/wasm/base-simd.wasm');
    const worker = new Miniflare({
      compatibilityDate,
      cf: false,
      modulesRoot: folder,
      modules: [
        {
          type: 'ESModule',
          path: join(folder, 'worker.mjs'),
          contents: readFileSync(join(folder, 'out/worker.mjs')),
        },
        { type: 'CompiledWasm', path: join(folder, module), contents: readFileSync(wasm) },
      ],
    });
    try {
      const body = Buffer.concat([
        npyHeader('<f4', [2]),
        new Uint8Array([0, 0, 128, 63, 0, 0, 0, 64]),
      ]);
      const response = await worker.dispatchFetch('http://localhost', { method: 'POST', body });
      return JSON.parse(await response.text());
    } finally {
      await worker.dispose();
    }
  }

  test.each([
    ['2022-01-01', false],
    ['2025-11-01', true],
  ])(
    'of %s hashes and searches with SIMD, and learns in TypeScript; has FinalizationRegistry: %s',
    async (date, hasRegistry) => {
      const { given, own, learned, ...rest } = await answerOf(date);
      expect(rest).toEqual({
        hasRegistry,
        refused: expect.stringMatching(
          /^BackendError: the module learning can't be compiled here: use the backend 'typescript'/,
        ),
        warnings: 1,
        read: [1, 2],
      });
      expect(given.name).toBe('wasm-simd');
      expect(own).toEqual({ ...given, name: 'typescript' });
      expect(own.rows.length).toBeGreaterThan(1);
      expect(learned.name).toBe('typescript');
      expect(learned.rows.length).toBeGreaterThan(1);
    },
  );
});
