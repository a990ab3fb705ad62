import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOORS } from '../../scripts/build/doors.mjs';
import { expected } from '../support/make-files.ts';
import { type Installed, installPacked, run } from './pack.ts';

const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url));
const DATASET = fileURLToPath(new URL('../fixtures/files/v5-double-plain.mat', import.meta.url));
// What h5wasm and hyparquet read, which are imported then.
const OTHERS = ['v73.mat', 'pair-zstd-v2.parquet'].map((name) =>
  fileURLToPath(new URL(`../fixtures/files/${name}`, import.meta.url)),
);
const SOURCES = ['app/job.js', 'node/consumer.js', 'node/import-only.js'];

let installed: Installed;

beforeAll(async () => {
  installed = await installPacked();
  for (const source of SOURCES) {
    const file = join(FIXTURES, source);
    const name = source.split('/')[1]!;
    copyFileSync(file, join(installed.folder, name));
    const { code } = await transform(readFileSync(file, 'utf8'), { format: 'cjs' });
    const commonJs = code.replaceAll(/require\("(\.\/\w+)\.js"\)/g, 'require("$1.cjs")');
    writeFileSync(join(installed.folder, name.replace('.js', '.cjs')), commonJs);
  }
});
afterAll(() => installed?.remove());

function node(...args: string[]): Promise<string> {
  return run(process.execPath, args, installed.folder);
}

function inLibrary(file: string): string {
  return join(installed.library, 'build', file);
}

describe.each(['js', 'cjs'])('a program in Node, *.%s,', (extension) => {
  test('fits, encodes and searches, reads files and runs threads', async () => {
    const modules = [inLibrary('wasm/base-simd.wasm'), inLibrary('wasm/base-scalar.wasm')];
    const result = JSON.parse(await node(`consumer.${extension}`, ...modules, DATASET, ...OTHERS));
    expect(result).toMatchObject({
      sync: 'wasm-simd',
      simd: 'wasm-simd',
      scalar: 'wasm',
      shares: { FileError: true, InvalidArgumentError: true, Matrix: true },
      pool: { threads: 2, backend: 'wasm-simd', sharesMemory: true },
      alone: { name: 'wasm-simd' },
    });
    const X = [...Float32Array.from(expected.X.flat())];
    expect(result.others).toEqual([X, X]);
    expect(result.alone.rows.length).toBeGreaterThan(1);
    expect(result.together).toEqual(result.alone);
  });

  test('does no work by importing the package', async () => {
    const result = JSON.parse(await node(`import-only.${extension}`));
    expect(result).toEqual({ called: [], globals: [] });
  });
});

test.each(Object.keys(DOORS))(
  'require of the door %s gives what import gives, without a warning',
  async (door) => {
    const name = JSON.stringify(door === 'index' ? 'hashplane' : `hashplane/${door}`);
    const program = `
      const warnings = [];
      process.on('warning', ({ message }) => warnings.push(message));
      const required = require(${name});
      import(${name}).then((imported) => {
        const names = Object.keys(imported);
        const differing = names.filter((name) => required[name] !== imported[name]);
        process.stdout.write(JSON.stringify({ count: names.length, differing, warnings }));
      });`;
    const { count, ...rest } = JSON.parse(await node('-e', program));
    expect(count).toBeGreaterThan(0);
    expect(rest).toEqual({ differing: [], warnings: [] });
  },
);

test('import and require find the workers and the raw modules', async () => {
  const scripts = ['worker', 'index-worker', 'wasm/simd.wasm', 'wasm/scalar.wasm'];
  const names = JSON.stringify(scripts.map((script) => `hashplane/${script}`));
  const print = (resolve: string) =>
    `process.stdout.write(JSON.stringify(${names}.map(${resolve})))`;
  const imported = await node(
    '--input-type=module',
    '-e',
    print('(name) => import.meta.resolve(name)'),
  );
  const required = await node('-e', print('(name) => require.resolve(name)'));
  const { exports } = JSON.parse(readFileSync(join(installed.library, 'package.json'), 'utf8'));
  const files = scripts.map((script) => {
    const target = exports[`./${script}`];
    return join(installed.library, target.default ?? target);
  });
  expect(JSON.parse(imported).map((url: string) => fileURLToPath(url))).toEqual(files);
  expect(JSON.parse(required)).toEqual(files);
});

test('pictures are decoded by packages beside it, which may be missing', async () => {
  const pictures = ['rgb.png', 'grey.jpg'].map((name) =>
    fileURLToPath(new URL(`../fixtures/pictures/${name}`, import.meta.url)),
  );
  const program = `
    import { readFileSync, renameSync } from 'node:fs';
    import { decodePicture } from 'hashplane/pictures';
    const told = ${JSON.stringify(pictures)}.map((file) =>
      decodePicture(readFileSync(file)).then(
        ({ width, height }) => width + ' x ' + height,
        ({ code, message }) => code + ': ' + message,
      ),
    );
    process.stdout.write(JSON.stringify(await Promise.all(told)));`;
  const told = async () => JSON.parse(await node('--input-type=module', '-e', program));
  expect(await told()).toEqual(['13 x 9', '13 x 9']);
  const packages = join(installed.folder, 'node_modules/@jsquash');
  renameSync(packages, `${packages}-away`);
  try {
    const names = ['png', 'jpeg'].map((name) => `npm install @jsquash/${name} installs it`);
    const missing = names.map((text) => expect.stringMatching(`^ERR_BACKEND: .*${text}`));
    expect(await told()).toEqual(missing);
  } finally {
    renameSync(`${packages}-away`, packages);
  }
});

test('nothing else of the package can be reached', async () => {
  await expect(node('-p', "require('hashplane/build/index.js')")).rejects.toThrow(
    'ERR_PACKAGE_PATH_NOT_EXPORTED',
  );
});

test('the command runs from where it is installed', async () => {
  const { version } = JSON.parse(readFileSync(join(installed.library, 'package.json'), 'utf8'));
  expect((await node(inLibrary('cli.js'), '--version')).trim()).toBe(version);
});
