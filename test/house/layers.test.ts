import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CDN, DOORS } from '../../scripts/build/doors.mjs';
import { circlesOf, type Import, importsOf, ROOT, reachedFrom, sourcesIn } from './imports.ts';
import { rankOf, roomOf } from './layers.ts';

const USES_NODE = ['node', 'cli', 'bench'];
// The files that import a package, and whether it may be loaded with them.
const PACKAGES: readonly [name: RegExp, where: RegExp, loaded: 'at once' | 'later'][] = [
  [/^commander$/, /^src\/cli\//, 'at once'],
  [/^@assemblyscript\/loader$/, /^src\/kernels\/runtime\/instantiate\.ts$/, 'at once'],
  [/^@observablehq\/plot$/, /^src\/report\/([\w-]+\/)?page\//, 'at once'],
  [/^ml-matrix$/, /^src\/models\/initialisers\/decompositions\.ts$/, 'later'],
  [/^react$/, /^src\/react\//, 'at once'],
  [/^h5wasm$/, /^src\/data\/hdf5\//, 'later'],
  [/^hyparquet(-compressors|\/src\/column\.js)?$/, /^src\/data\/(parquet|archives)\//, 'later'],
  [/^@jsquash\/(jpeg|png)\/decode\.js$/, /^src\/pictures\/decoders\/packages\.ts$/, 'later'],
  // Bundles the peers, which are run from a checkout alone.
  [/^(esbuild|scripts\/build\/embed-modules\.mjs)$/, /^src\/bench\/peers\/run\.mjs$/, 'at once'],
];
// The entries of the package, in which its users find all there is.
const ENTRIES = [...Object.values(DOORS), CDN];

const sources = sourcesIn('src');
const imports = importsOf(sources);
const scripts = sourcesIn('scripts');
const importsOfScripts = importsOf(scripts);

function show({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

describe('the import graph of src, types and scripts included,', () => {
  test('has every file in a known room, and every import leads to a file', () => {
    expect(sources.filter((file) => rankOf(file) < 0)).toEqual([]);
    const known = new Set(sources);
    const lost = imports.filter(({ to }) => to.startsWith('src/') && !known.has(to));
    expect(lost.map(show)).toEqual([]);
  });

  test('runs downward only', () => {
    const upward = imports.filter(
      ({ from, to }) =>
        to.startsWith('src/') && roomOf(from) !== roomOf(to) && rankOf(to) >= rankOf(from),
    );
    expect(upward.map(show)).toEqual([]);
  });

  test('has no circles', () => {
    expect(circlesOf(imports)).toEqual([]);
  });

  test('leaves src for the compiled modules only, and those in the kernels', () => {
    const strangers = imports.filter(
      ({ from, to }) =>
        /^(\w[\w-]*)\//.test(to) &&
        /\.\w+$/.test(to) &&
        !to.startsWith('src/') &&
        !(roomOf(from) === 'kernels' && /^build\/wasm\/[\w-]+\.(wasm|d\.ts)$/.test(to)) &&
        !PACKAGES.some(([name]) => name.test(to)),
    );
    expect(strangers.map(show)).toEqual([]);
  });

  test('has node:* in node, cli and bench only', () => {
    const strangers = imports.filter(
      ({ from, to }) => to.startsWith('node:') && !USES_NODE.includes(roomOf(from)),
    );
    expect(strangers.map(show)).toEqual([]);
  });

  test.each(['doors', 'report', 'workers'])('reaches no node:* from %s', (room) => {
    const reached = sources
      .filter((file) => roomOf(file) === room && file !== DOORS.node)
      .flatMap((file) => [...reachedFrom(file, imports)]);
    expect(reached.length).toBeGreaterThan(10);
    expect(reached.filter((name) => name.startsWith('node:'))).toEqual([]);
  });

  test('has each package where it belongs, and large ones loaded when they are needed', () => {
    const foreign = imports.filter(({ to }) => !/^(src\/|build\/|node:)/.test(to));
    const misplaced = foreign.filter(
      ({ from, to, kind }) =>
        !PACKAGES.some(
          ([name, where, loaded]) =>
            name.test(to) && where.test(from) && (loaded === 'at once' || kind !== 'value'),
        ),
    );
    expect(misplaced.map(show)).toEqual([]);
    const used = PACKAGES.filter(([name]) => foreign.some(({ to }) => name.test(to)));
    expect(used).toEqual(PACKAGES);
  });
});

describe('scripts', () => {
  test('use what is built, never a source', () => {
    const strangers = importsOfScripts.filter(
      ({ to }) => to.startsWith('src/') || to.startsWith('test/'),
    );
    expect(strangers.map(show)).toEqual([]);
  });

  test('import files that are there, in no circle', () => {
    const known = new Set(scripts);
    const lost = importsOfScripts.filter(({ to }) => to.startsWith('scripts/') && !known.has(to));
    expect(lost.map(show)).toEqual([]);
    expect(circlesOf(importsOfScripts)).toEqual([]);
  });
});

test('the only barrels are the entries of the package', () => {
  const barrels = sources.filter((file) =>
    /^export\s+(type\s+)?(\*|\{[^}]*\})[^;{}'"]*\bfrom\b/m.test(
      readFileSync(join(ROOT, file), 'utf8'),
    ),
  );
  expect(barrels.filter((file) => !ENTRIES.includes(file))).toEqual([]);
});

describe('commands of the command line', () => {
  test('are loaded when they are called: none imports at once what it runs', () => {
    // The rooms that compute, and what loads them.
    const SMALL = ['system-error', 'package-root'].map((name) => `src/node/${name}.ts`);
    SMALL.push('src/bench/suites/names.ts');
    const heavy = /^src\/(models|learners|workers|node|report|bench)\//;
    const reached = [...reachedFrom('src/cli/main.ts', imports, ['value'])].filter(
      (file) => heavy.test(file) && !SMALL.includes(file),
    );
    expect(reached).toEqual([]);
  });
});
