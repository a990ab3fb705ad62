import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { DOORS } from '../../scripts/build/doors.mjs';

const ROOT = resolve(import.meta.dirname, '../..');

// Lowest first. A file may import from its own layer and from those below it; layers of one line
// don't know each other.
const LAYERS = [
  ['core'],
  ['kernels'],
  ['preparation'],
  ['data', 'features', 'graph', 'learners'],
  ['models', 'search'],
  ['evaluation'],
  // Nothing but a door of the package: what it leads to stands in several rooms.
  ['learning'],
  ['report'],
  ['workers'],
  ['node'],
  ['index'],
  ['bench'],
  ['cli', 'demo'],
];
const USES_NODE = ['node', 'cli', 'bench'];
// Whose code is bundled, and for which layer.
const PACKAGES = new Map([
  ['commander', 'cli'],
  ['ml-matrix', 'models'],
  ['@observablehq/plot', 'report'],
  ['h5wasm', 'data'],
  ['hyparquet', 'data'],
  ['hyparquet/src/column.js', 'data'],
  ['hyparquet-compressors', 'data'],
]);
// The entries of the package, in which its users find all there is.
const ENTRIES = Object.values(DOORS);

interface Import {
  readonly from: string;
  readonly to: string;
}

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => `src/${name.replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
let imports: Import[];

/** `src/data/binary/idx.ts` is of the layer `data`, `src/index.ts` of `index`. */
function layerOf(file: string): string {
  return file.split('/')[1]!.replace(/\.ts$/, '');
}

function rankOf(file: string): number {
  return LAYERS.findIndex((layers) => layers.includes(layerOf(file)));
}

function show({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

/** All that running `file` makes run, itself included. */
function reachedFrom(file: string): Set<string> {
  const reached = new Set([file]);
  for (const next of reached) {
    for (const { from, to } of imports) if (from === next) reached.add(to);
  }
  return reached;
}

beforeAll(async () => {
  // The graph that the bundler sees: imports of types alone are not in it.
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: sources,
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'build',
    format: 'esm',
    external: ['node:*'],
    packages: 'external',
    loader: { '.wasm': 'empty' },
    logLevel: 'silent',
  });
  imports = Object.entries(metafile.inputs).flatMap(([from, input]) =>
    input.imports.map(({ path }) => ({ from, to: path })),
  );
});

describe('the import graph of src', () => {
  test('every file is in a known layer', () => {
    expect(sources.filter((file) => rankOf(file) < 0)).toEqual([]);
  });

  test('imports run downward only', () => {
    const upward = imports.filter(({ from, to }) => {
      if (!to.startsWith('src/') || layerOf(from) === layerOf(to)) return false;
      return rankOf(to) >= rankOf(from);
    });
    expect(upward.map(show)).toEqual([]);
  });

  test('only node, cli and bench import node:*', () => {
    const strangers = imports.filter(
      ({ from, to }) => to.startsWith('node:') && !USES_NODE.includes(layerOf(from)),
    );
    expect(strangers.map(show)).toEqual([]);
  });

  test.each(['index', 'report', 'workers', 'demo'])('%s reaches no node:*', (layer) => {
    const reached = sources
      .filter((file) => layerOf(file) === layer)
      .flatMap((file) => [...reachedFrom(file)]);
    expect(reached.filter((name) => name.startsWith('node:'))).toEqual([]);
  });

  test('the only barrels are the entries of the package', () => {
    const barrels = sources.filter((file) =>
      /^export\s+(type\s+)?(\*|\{[^}]*\})[^;{}'"]*\bfrom\b/m.test(
        readFileSync(join(ROOT, file), 'utf8'),
      ),
    );
    expect(barrels.filter((file) => !ENTRIES.includes(file))).toEqual([]);
  });

  test('no file imports an entry', () => {
    const importers = imports.filter(({ to }) => ENTRIES.includes(to));
    expect(importers.map(show)).toEqual([]);
  });

  test('@assemblyscript/loader is imported in exactly one file', () => {
    const importers = imports.filter(({ to }) => to.startsWith('@assemblyscript/loader'));
    expect(importers.map(({ from }) => from)).toEqual(['src/kernels/runtime/instantiate.ts']);
  });

  test('the other packages are imported where they belong', () => {
    const foreign = imports.filter(
      ({ to }) => !/^(src\/|build\/|node:|@assemblyscript\/loader)/.test(to),
    );
    const misplaced = foreign.filter(({ from, to }) => PACKAGES.get(to) !== layerOf(from));
    expect(misplaced.map(show)).toEqual([]);
  });
});
