import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import MODULES from '../../assembly/modules.json' with { type: 'json' };
import { DOORS } from '../../scripts/build/doors.mjs';
import { textOf } from '../../scripts/build/embed-modules.mjs';
import { countSimd, hasVectorTypes } from '../support/wasm-instructions.ts';
import { type Installed, installPacked } from './pack.ts';

type Target = string | { readonly [condition: string]: Target };

let installed: Installed;
let files: string[];
let manifest: {
  readonly [field: string]: unknown;
  readonly exports: Readonly<Record<string, Target>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
};

beforeAll(async () => {
  installed = await installPacked();
  manifest = JSON.parse(readFileSync(join(installed.library, 'package.json'), 'utf8'));
  files = readdirSync(installed.library, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => statSync(join(installed.library, name)).isFile());
});
afterAll(() => installed?.remove());

/** Every object of conditions in the exports, and every file that they name. */
function* targetsOf(target: Target): Generator<Target> {
  yield target;
  if (typeof target === 'string') return;
  for (const inner of Object.values(target)) yield* targetsOf(inner);
}

describe('the manifest', () => {
  test('exports the doors of the library, its workers and the raw modules', () => {
    expect(Object.keys(manifest.exports)).toEqual([
      '.',
      './data',
      './learning',
      './evaluation',
      './node',
      './react',
      './sql',
      './pictures',
      './worker',
      './index-worker',
      './wasm/simd.wasm',
      './wasm/scalar.wasm',
      './package.json',
    ]);
  });

  test('names the types first, wherever they are named', () => {
    const conditions = Object.values(manifest.exports)
      .flatMap((target) => [...targetsOf(target)])
      .filter((target) => typeof target === 'object')
      .map((target) => Object.keys(target));
    const typed = conditions.filter((names) => names.includes('types'));
    expect(typed.length).toBe(10);
    expect(typed.map((names) => names[0])).toEqual(typed.map(() => 'types'));
  });

  test('names files that are in the tarball', () => {
    const named = Object.values(manifest.exports)
      .flatMap((target) => [...targetsOf(target)])
      .filter((target) => typeof target === 'string');
    const missing = [...named, ...Object.values(manifest.bin)].filter(
      (file) => !existsSync(join(installed.library, file)),
    );
    expect(missing).toEqual([]);
  });

  test('marks what is not known before a release: its owner', () => {
    const { homepage, repository, bugs } = manifest;
    expect({ homepage, repository, bugs }).toEqual({
      homepage: 'https://github.com/OWNER/hashplane#readme',
      repository: { type: 'git', url: 'git+https://github.com/OWNER/hashplane.git' },
      bugs: 'https://github.com/OWNER/hashplane/issues',
    });
    const contributing = readFileSync(join(installed.library, 'docs/CONTRIBUTING.md'), 'utf8');
    expect(contributing).toContain('name the owner `OWNER`, a placeholder');
  });

  test('is installed as the pages say: from the file that npm pack writes', () => {
    const file = `hashplane-${manifest.version}.tgz`;
    expect(basename(installed.tarball)).toBe(file);
    for (const page of ['README.md', 'docs/README.md', 'docs/use/getting-started-vite.md']) {
      const text = readFileSync(join(installed.library, page), 'utf8');
      expect(text).toContain(`npm install ../hashplane/${file}`);
      expect(text).not.toMatch(/npm (i|install) hashplane$/m);
    }
  });

  test('has no side effects, few dependencies and nothing to run on installing', () => {
    expect(manifest.sideEffects).toBe(false);
    const fields = Object.keys(manifest).filter((name) => /dependenc/i.test(name));
    const peers = ['peerDependencies', 'peerDependenciesMeta'];
    expect(fields).toEqual(['dependencies', 'optionalDependencies', ...peers, 'devDependencies']);
    // Of hashplane/react alone.
    expect(manifest.peerDependencies).toEqual({ react: '>=18' });
    expect(manifest.peerDependenciesMeta).toEqual({ react: { optional: true } });
    // Readers of heavy formats, imported when such a file is met.
    const heavy = ['h5wasm', 'hyparquet', 'hyparquet-compressors'];
    expect(Object.keys(manifest.dependencies as object)).toEqual(heavy);
    const decoders = ['@jsquash/jpeg', '@jsquash/png'];
    expect(Object.keys(manifest.optionalDependencies as object)).toEqual(decoders);
    const scripts = /^(pre|post)?(install|prepare|uninstall)$|^dependencies$/;
    expect(Object.keys(manifest.scripts).filter((name) => scripts.test(name))).toEqual([]);
    expect(files.filter((name) => name.endsWith('binding.gyp'))).toEqual([]);
  });
});

describe('the tarball', () => {
  test('holds what is built, the bundled data and the papers, and nothing else', () => {
    const others = files.filter(
      (name) =>
        !/^build\/[^.].*\.(js|d\.ts|wasm|css|txt)$/.test(name) &&
        !/^data\/[^/]+\/(LICENSE|[\w-]+\.gz)$/.test(name),
    );
    const papers = others.filter(
      (name) => !/^docs\/((use\/)?[\w-]+|(images|charts)\/[\w-]+)\.(md|svg|png)$/.test(name),
    );
    expect(papers.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
    expect(files.filter((name) => /debug|\.map$|\.tmp$/.test(name))).toEqual([]);
  });

  test('has what README and the pages of docs/ link to', () => {
    const pages = files.filter((name) => /^(README|docs\/(use\/)?[\w-]+)\.md$/.test(name));
    expect(pages.length).toBeGreaterThan(10);
    const broken = pages.flatMap((page) => {
      const text = readFileSync(join(installed.library, page), 'utf8');
      const links = [...text.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].map(([, path]) => path!);
      return links
        .filter((path) => !existsSync(join(installed.library, dirname(page), path)))
        .map((path) => `${page}: ${path}`);
    });
    expect(broken).toEqual([]);
  });

  test('says nothing of the machine that built it', () => {
    const text = /\.(js|ts|css|txt|md|json)$/;
    const telling = files.filter(
      (name) =>
        text.test(name) &&
        readFileSync(join(installed.library, name), 'utf8').includes(join(process.cwd(), '/')),
    );
    expect(telling).toEqual([]);
  });

  test('has a SIMD module that is made of SIMD instructions, and a scalar one without any', () => {
    const read = (target: string) =>
      readFileSync(join(installed.library, `build/wasm/base-${target}.wasm`));
    expect(countSimd(read('simd')).instructions).toBeGreaterThan(100);
    expect(countSimd(read('scalar'))).toEqual({ instructions: 0, relaxed: [], locals: 0 });
    expect(hasVectorTypes(read('scalar'))).toBe(false);
  });

  test('embeds the same modules in the library, each once', () => {
    const library = files
      .filter((name) => /^build\/(\w+|chunks\/(?!cli-).*)\.js$/.test(name))
      .map((name) => readFileSync(join(installed.library, name), 'utf8'))
      .join('');
    const names = MODULES.flatMap(({ name, targets }) => targets.map((t) => `${name}-${t}`));
    for (const name of names) {
      const module = readFileSync(join(installed.library, `build/wasm/${name}.wasm`));
      expect(library.split(textOf(module)), name).toHaveLength(2);
    }
  });
});

test('classes and functions have the names by which they are exported', async () => {
  for (const door of Object.keys(DOORS)) {
    const library = await import(join(installed.library, `build/${door}.js`));
    const misnamed = Object.entries<{ name?: unknown }>(library).filter(
      ([name, value]) => typeof value === 'function' && value.name !== name,
    );
    expect(misnamed.map(([name]) => name)).toEqual([]);
  }
});

test('publint finds nothing', async () => {
  const { messages, pkg } = await publint({ pkgDir: installed.library, pack: false, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

test('arethetypeswrong finds nothing', async () => {
  // Programs import these; the workers are scripts that they start.
  const entrypoints = Object.keys(DOORS).map((name) => (name === 'index' ? '.' : `./${name}`));
  const tarball = createPackageFromTarballData(new Uint8Array(readFileSync(installed.tarball)));
  const result = await checkPackage(tarball, { entrypoints });
  if (!result.types) throw new Error('the package has no types');
  expect(Object.keys(result.entrypoints)).toEqual(entrypoints);
  expect(result.problems.filter((problem) => !isOfOldResolution(problem))).toEqual([]);
});

/**
 * TypeScript's first way to resolve knows no exports, and TypeScript itself knows it no more. That of
 * `module: node16` does not know yet that Node's `require` loads ES modules; `nodenext` does.
 */
function isOfOldResolution(problem: Problem): boolean {
  if (!('resolutionKind' in problem)) return false;
  return problem.resolutionKind === 'node10' || problem.kind === 'CJSResolvesToESM';
}
