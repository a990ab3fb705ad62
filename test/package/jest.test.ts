import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { blocksOf } from '../support/markdown.ts';
import { installTools } from '../support/tools.ts';
import { run } from './pack.ts';
import { addPacked } from './tools.ts';

const PARQUET = fileURLToPath(new URL('../fixtures/files/pair-zstd-v2.parquet', import.meta.url));
const FOLDER = installTools('jest', {
  jest: '30.5.2',
  'jest-environment-jsdom': '30.5.2',
  esbuild: '0.28.2',
});

/** What the documentation shows. */
const FILES = Object.fromEntries(
  blocksOf('docs/use/environments.md').map(({ file, text }) => [file, text]),
);
const TEST = FILES['search.test.mjs']!;

/** Packages of users, a folder each. */
const PROJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  modules: {
    'package.json': '{ "type": "module" }',
    'jest.config.cjs': "module.exports = { setupFiles: ['<rootDir>/text-coders.cjs'] };",
    'text-coders.cjs': FILES['text-coders.cjs']!,
    'search.test.mjs': TEST,
  },
  commonjs: {
    'package.json': '{ "type": "commonjs" }',
    'jest.config.cjs': FILES['jest.config.cjs']!,
    'to-commonjs.cjs': FILES['to-commonjs.cjs']!,
    'text-coders.cjs': FILES['text-coders.cjs']!,
    'search.test.js': TEST,
  },
  // No transform of dynamic imports, which Jest refuses then.
  refusing: {
    'package.json': '{ "type": "commonjs" }',
    'jest.config.cjs': FILES['jest.config.cjs']!,
    'to-commonjs.cjs': FILES['to-commonjs.cjs']!.replace(/^.*dynamic-import.*$/m, ''),
    'text-coders.cjs': FILES['text-coders.cjs']!,
    'refusing.test.js': `
      import { readDatasetFile } from 'hashplane/node';
      test('the package is named, and the file is not blamed', async () => {
        const error = await readDatasetFile(process.env.VECTORS).catch((error) => error);
        expect(error.name).toBe('BackendError');
        expect(error.message).toContain("the package hyparquet can't be loaded here: ");
      });`,
  },
};

function jest(project: string, environment: string, flags: readonly string[]): Promise<string> {
  const file = join(FOLDER!, 'node_modules/jest/bin/jest.js');
  const options = ['--ci', '--runInBand', '--env', environment, '--json'];
  return run(process.execPath, [...flags, file, ...options], join(FOLDER!, project));
}

describe.skipIf(!FOLDER)('Jest, set up as the documentation says', () => {
  beforeAll(async () => {
    await addPacked(FOLDER!);
    process.env.VECTORS = join(FOLDER!, 'pair.parquet');
    copyFileSync(PARQUET, process.env.VECTORS);
    for (const [project, files] of Object.entries(PROJECTS)) {
      const folder = join(FOLDER!, project);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    }
  });

  test.each([
    ['ES modules', 'modules', ['--experimental-vm-modules'], 'node'],
    ['ES modules', 'modules', ['--experimental-vm-modules'], 'jsdom'],
    ['CommonJS', 'commonjs', [], 'node'],
    ['CommonJS', 'commonjs', [], 'jsdom'],
  ] as const)(
    'imports, hashes, searches and reads Parquet as %s (%s %j, %s)',
    async (_, project, flags, environment) => {
      const { numPassedTests, numTotalTests } = JSON.parse(await jest(project, environment, flags));
      expect([numPassedTests, numTotalTests]).toEqual([2, 2]);
    },
  );

  test('a host that imports no package dynamically is told so', async () => {
    expect(JSON.parse(await jest('refusing', 'node', []))).toMatchObject({ numPassedTests: 1 });
  });
});
