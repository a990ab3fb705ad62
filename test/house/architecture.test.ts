import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, ROOT, sourcesIn } from './imports.ts';
import { LAYERS } from './layers.ts';

const page = readFileSync(join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8');
const isThere = (path: string) => existsSync(join(ROOT, path));
const isFolder = (path: string) => statSync(join(ROOT, path)).isDirectory();
const foldersIn = (path: string) =>
  readdirSync(join(ROOT, path))
    .map((name) => `${path}/${name}`)
    .filter(isFolder);

describe('docs/ARCHITECTURE.md', () => {
  const tree = pathsOfTree(page.match(/^```\n([\s\S]*?)^```$/m)![1]);

  test('draws a tree of files and folders that are there', () => {
    expect(tree.length).toBeGreaterThan(60);
    // What is built may not be yet.
    expect(tree.filter((path) => path !== 'build/' && !isThere(path))).toEqual([]);
  });

  test('draws every room of assembly, scripts, src and test', () => {
    const rooms = ['assembly', 'scripts', 'src', 'test'].flatMap(foldersIn);
    expect(rooms.filter((room) => !tree.includes(`${room}/`))).toEqual([]);
  });

  test('draws every part of the rooms whose parts it draws', () => {
    // The command line has a room for each command, which its commands/ lists.
    const parents = new Set(tree.filter((path) => path.split('/').length === 4).map(roomOf));
    const parts = [...parents].filter((room) => room !== 'src/cli').flatMap(foldersIn);
    expect(parts.filter((part) => !tree.includes(`${part}/`))).toEqual([]);
  });

  test('shows the layers that the tests hold', () => {
    const line = page.match(/^`core` <-[\s\S]*?\n\n/m)![0];
    const shown = line
      .split('<-')
      .map((rooms) => [...rooms.matchAll(/`(\w+)`/g)].map(([, r]) => r));
    expect(shown).toEqual(LAYERS);
  });

  test('names files and folders that are there', () => {
    const named = [...page.matchAll(/`((?:src|test|scripts|docs|assembly)\/[\w./-]*)`/g)];
    expect(named.length).toBeGreaterThan(10);
    const gone = named.map(([, path]) => path).filter((path) => !isThere(path));
    // Written by a command.
    expect(gone.filter((path) => path !== 'docs/api')).toEqual([]);
  });

  test('says that build/ is ignored, and that the chart library is no runtime dependency', () => {
    expect(readFileSync(join(ROOT, '.gitignore'), 'utf8')).toMatch(/^\/build\/$/m);
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies)).not.toContain('@observablehq/plot');
  });

  test('says that kernels use + - x / sqrt and integers only', () => {
    // Exact by the standard, and constants; log2 only sizes tables of buckets.
    const exact = 'LN2 LOG2E PI abs ceil clz32 floor fround imul log2 max min sqrt'.split(' ');
    const elementary = 'src/core/elementary.ts';
    const files = [...sourcesIn('src/kernels'), ...sourcesIn('assembly'), elementary];
    const used = files.flatMap((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      return [...text.matchAll(/\b(?:NativeMathf?|Mathf?)\.(\w+)/g)].map(([, name]) => name);
    });
    expect([...new Set(used)].sort()).toEqual(exact);
  });
});

describe('the suites of tests', () => {
  const files = sourcesIn('test').filter((file) => !file.includes('/fixtures/'));

  test('of units mirror src', () => {
    const strangers = files
      .filter((file) => /^test\/unit\/.*\.test\.ts$/.test(file))
      .filter((file) => !mirrored(file).some(isThere));
    expect(strangers).toEqual([]);
  });

  test('share what stands in support, and take nothing from each other', () => {
    const suiteOf = (file: string) => file.split('/')[1];
    // The browser runs the suite of parity in a page, and bundles what was packed.
    const allowed = [
      ['browser', 'parity'],
      ['browser', 'package'],
    ];
    const taken = importsOf(files).filter(
      ({ from, to }) =>
        to.startsWith('test/') &&
        !['support', 'fixtures', suiteOf(from)].includes(suiteOf(to)) &&
        !allowed.some(([by, of]) => suiteOf(from) === by && suiteOf(to) === of),
    );
    expect(taken.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });
});

/** What `test/unit/a/b.aspect.test.ts` may be the tests of. */
function mirrored(file: string): string[] {
  const [, path] = file.match(/^test\/unit\/((?:[^/]+\/)*[^./]+)/)!;
  return [`src/${path}.ts`, `src/${path}/`];
}

/** `src/models/initialisers/` is of the room `src/models`. */
function roomOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

/** The paths that a tree of names draws, two spaces a level; what stands further in is their text. */
function pathsOfTree(text: string): string[] {
  const above: string[] = [];
  return text.split('\n').flatMap((line) => {
    const [, indent, name] = line.match(/^((?: {2}){0,4})(\S+)/) ?? [];
    if (!name || line.startsWith(' '.repeat(10))) return [];
    above.length = indent.length / 2;
    above.push(name.endsWith('/') ? name : '');
    return [`${above.slice(0, -1).join('')}${name}`];
  });
}
