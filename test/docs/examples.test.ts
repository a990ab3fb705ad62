import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { npyHeader } from '../../src/data/numpy/npy.ts';
import { LIMIT } from '../support/limit.ts';
import { type Example, examplesOf, PAGES, ROOT } from '../support/markdown.ts';

const VITE = 'docs/use/getting-started-vite.md';
const examples = PAGES.flatMap(examplesOf);
const named = (list: readonly Example[]) =>
  list.map((example) => [`${example.page}:${example.line}`, example] as const);

/** Where a reader would be: the package is installed, and the files that examples read are there. */
let folder: string;

beforeAll(() => {
  if (!existsSync(join(ROOT, 'build/.stamp'))) throw new Error('run `npm run build` first');
  folder = mkdtempSync(join(tmpdir(), 'hashplane-docs-'));
  mkdirSync(join(folder, 'node_modules'));
  link('.', 'node_modules/hashplane');
  for (const name of ['vite', '@types']) link(`node_modules/${name}`, `node_modules/${name}`);
  mkdirSync(join(folder, 'node_modules/@electric-sql'));
  for (const name of ['@electric-sql/pglite', 'pg', 'pg-copy-streams']) {
    link(`node_modules/${name}`, `node_modules/${name}`);
  }
  mkdirSync(join(folder, 'node_modules/@huggingface'));
  link('test/fixtures/transformers', 'node_modules/@huggingface/transformers');
  // The README speaks from a clone.
  link('data', 'data');
  copyFileSync(join(ROOT, 'test/fixtures/files/v5-double-plain.mat'), join(folder, 'features.mat'));
  const vectors = Float32Array.from({ length: 1000 * 64 }, (_, i) => ((i * 7919) % 1000) / 1000);
  const header = npyHeader('<f4', [1000, 64]);
  writeFileSync(join(folder, 'vectors.npy'), Buffer.concat([header, Buffer.from(vectors.buffer)]));
  for (const example of examples) write(example);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function link(from: string, to: string): void {
  symlinkSync(join(ROOT, from), join(folder, to), 'junction');
}

/** Examples of a page share a folder, so that they can import each other. */
function pathOf({ page, line, file, language }: Example): string {
  return join(
    folder,
    basename(page, '.md'),
    file || `line-${line}.${language === 'js' ? 'mjs' : language}`,
  );
}

function write(example: Example): void {
  mkdirSync(dirname(pathOf(example)), { recursive: true });
  writeFileSync(pathOf(example), example.text);
}

function node(args: readonly string[], cwd = folder): string {
  const { NODE_OPTIONS, NODE_ENV, VITEST, ...env } = process.env;
  const options = { cwd, env, encoding: 'utf8', timeout: LIMIT } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  if (status !== 0) throw new Error(`exit code ${status}\n${stdout}${stderr}`);
  return stdout;
}

describe('an example with its output', () => {
  // The page on Vite shows what a page shows: test/browser/vite-guide.test.ts runs its examples.
  const complete = examples.filter(({ page, output }) => output !== null && page !== VITE);

  test('is on every page that teaches', () => {
    const pages = new Set(complete.map(({ page }) => page));
    expect([...pages].sort()).toEqual([
      'README.md',
      'docs/DATABASES.md',
      'docs/INTEROP.md',
      'docs/LEARNING.md',
      'docs/SEARCH.md',
      'docs/concepts.md',
      'docs/cross-modal.md',
      'docs/few-labels.md',
      'docs/pictures.md',
      'docs/use/from-the-tutorial.md',
      'docs/use/getting-started-node.md',
      'docs/use/hash-index.md',
      'docs/use/index-worker.md',
      'docs/use/quantised-search.md',
    ]);
  });

  test.each(named(complete))('%s prints it', (_, example) => {
    expect(example.language).toBe('js');
    expect(node([pathOf(example)])).toBe(example.output);
  });

  test('is every one in JavaScript', () => {
    const silent = examples.filter(({ language, output }) => language === 'js' && output === null);
    expect(silent.map(({ page, line }) => `${page}:${line}`)).toEqual([]);
  });
});

test('examples in TypeScript have sound types', () => {
  const compilerOptions = {
    target: 'es2023',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    jsx: 'react-jsx',
    types: ['vite/client'],
    strict: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const files = examples.filter(({ language }) => language !== 'js').map(pathOf);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  expect(files.length).toBeGreaterThan(4);
  expect(node([join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder])).toBe('');
});
