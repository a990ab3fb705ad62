import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createSourceFile, isExportDeclaration, isNamedExports, ScriptTarget } from 'typescript';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DOORS } from '../../scripts/build/doors.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const doors = Object.entries(DOORS);
const readJson = (file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
// All that a door gives: whoever adds a name or takes one away, does so here too.
const PINNED: Readonly<Record<string, Names>> = readJson('test/unit/doors.names.json');

interface Names {
  readonly values: readonly string[];
  readonly types: readonly string[];
}

/** What a door exports, by its source. */
function namesOf(file: string): Names {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const values: string[] = [];
  const types: string[] = [];
  for (const statement of createSourceFile(file, text, ScriptTarget.ES2022).statements) {
    const clause = isExportDeclaration(statement) && statement.exportClause;
    if (!clause || !isNamedExports(clause)) throw new Error(`${file} does more than pass on names`);
    for (const { name, isTypeOnly } of clause.elements) {
      (statement.isTypeOnly || isTypeOnly ? types : values).push(name.text);
    }
  }
  return { values: values.sort(), types: types.sort() };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(doors)('the door %s', (name, file) => {
  test('passes on the names that are pinned, and nothing else', async () => {
    expect(namesOf(file)).toEqual(PINNED[name]);
    const library = await import(join(ROOT, file));
    expect(Object.keys(library).sort()).toEqual(PINNED[name].values);
  });

  test('compiles no module, takes no memory, prints nothing and adds no global when imported', async () => {
    const watched = [
      ...(['Module', 'Instance', 'Memory'] as const).map((kind) => vi.spyOn(WebAssembly, kind)),
      ...(['compile', 'instantiate', 'validate'] as const).map((f) => vi.spyOn(WebAssembly, f)),
      ...(['log', 'warn', 'error'] as const).map((f) => vi.spyOn(console, f)),
    ];
    const globals = Object.getOwnPropertyNames(globalThis);
    vi.resetModules();
    await import(join(ROOT, file));
    for (const spy of watched) expect(spy).not.toHaveBeenCalled();
    expect(Object.getOwnPropertyNames(globalThis)).toEqual(globals);
  });
});

describe('the doors', () => {
  test('have no name in common', () => {
    const names = doors.flatMap(([, file]) => Object.values(namesOf(file)).flat());
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  test('are what the package exports, and what the API reference documents', () => {
    const { exports } = readJson('package.json');
    for (const [name, file] of doors) {
      const types = `./build/types${file.slice('src'.length).replace(/\.ts$/, '.d.ts')}`;
      const path = name === 'index' ? '.' : `./${name}`;
      expect(exports[path]).toEqual({ types, default: `./build/${name}.js` });
    }
    const scripts = ['./worker', './index-worker'];
    const others = [...scripts, './wasm/simd.wasm', './wasm/scalar.wasm', './package.json'];
    expect(Object.keys(exports)).toHaveLength(doors.length + others.length);
    for (const path of others) expect(exports).toHaveProperty([path]);
    expect(readJson('typedoc.json').entryPoints).toEqual(Object.values(DOORS));
  });

  test('lead to all that it takes to hash, search and re-rank', async () => {
    const { createKernels, ExactSearch, HashTable, Matrix, RandomHyperplanes } = await import(
      '../../src/doors/index.ts'
    );
    const kernels = await createKernels();
    const points = Matrix.from([
      [1, 0],
      [0.9, 0.1],
      [-1, 0.2],
    ]);
    const hasher = new RandomHyperplanes({ kernels, bits: 16, centre: false }).fitSync(points);
    const table = new HashTable(kernels, hasher.encode(points));
    const query = Matrix.from([[0.95, 0.04]]);
    const { rows } = table.search(hasher.encode(query).code(0), { radius: 2 });
    const exact = new ExactSearch(kernels, points);
    expect(Array.from(exact.nearest(query.row(0), 2, rows).rows)).toEqual([0, 1]);
  });
});

test('creating a backend does what importing a door does not', async () => {
  const compile = vi.spyOn(WebAssembly, 'compile');
  const { createKernels } = await import('../../src/doors/index.ts');
  await createKernels({ backend: 'wasm' });
  expect(compile).toHaveBeenCalled();
});
