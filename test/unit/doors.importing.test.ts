import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** The entries that run anywhere, as built; those of Node and of workers need their host. */
const ENTRIES = Object.entries(
  JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')).exports as Record<
    string,
    string | { import?: { default: string }; default?: string }
  >,
).flatMap(([name, entry]) => {
  const file = typeof entry === 'string' ? entry : (entry.import?.default ?? entry.default);
  const isHosted = ['./node', './worker', './index-worker'].includes(name);
  return file?.endsWith('.js') && !isHosted ? [{ name, file: resolve(ROOT, file) }] : [];
});

// What ECMAScript has, without that which a host may lack.
const OPTIONAL = [
  'WebAssembly',
  'FinalizationRegistry',
  'WeakRef',
  'SharedArrayBuffer',
  'Atomics',
  'Intl',
];
const LANGUAGE = `new Set(require('node:vm').runInNewContext('Object.getOwnPropertyNames(globalThis)')
  .filter((name) => !${JSON.stringify(OPTIONAL)}.includes(name)))`;

function run(flags: readonly string[], script: string): unknown {
  return JSON.parse(execFileSync(process.execPath, [...flags, '-e', script], { encoding: 'utf8' }));
}

describe.each(ENTRIES)('importing $name', ({ file }) => {
  const url = JSON.stringify(pathToFileURL(file).href);

  test('looks at no global of the host', () => {
    expect(existsSync(file)).toBe(true);
    const script = `
      const language = ${LANGUAGE};
      const print = process.stdout.write.bind(process.stdout);
      const used = new Set();
      for (const name of Object.getOwnPropertyNames(globalThis)) {
        if (language.has(name)) continue;
        const value = globalThis[name];
        Object.defineProperty(globalThis, name, {
          configurable: true,
          get: () => (new Error().stack.includes('/build/') && used.add(name), value),
          set: () => {},
        });
      }
      import(${url}).then(() => print(JSON.stringify([...used])));`;
    expect(run(['--no-warnings'], script)).toEqual([]);
  });

  test('works where the globals that hosts may lack are missing', () => {
    const names = [...OPTIONAL, 'TextDecoder', 'TextEncoder', 'fetch', 'crypto', 'URL', 'Worker'];
    const script = `
      const print = process.stdout.write.bind(process.stdout);
      for (const name of ${JSON.stringify(names)}) delete globalThis[name];
      import(${url}).then((library) => print(JSON.stringify(Object.keys(library).length > 0)));`;
    expect(run([], script)).toBe(true);
  });

  test('changes nothing of the language', () => {
    const script = `import(${url}).then(() => process.stdout.write('true'));`;
    expect(run(['--frozen-intrinsics', '--no-warnings'], script)).toBe(true);
  });
});

test('kernels run, and keep what is forgotten, where there is no FinalizationRegistry', () => {
  const url = JSON.stringify(pathToFileURL(resolve(ROOT, 'build/index.js')).href);
  const script = `
    for (const name of ['FinalizationRegistry', 'WeakRef', 'TextDecoder']) delete globalThis[name];
    import(${url}).then(({ createKernelsSync, ExactSearch, Matrix }) => {
      const kernels = createKernelsSync({ backend: 'wasm-simd' });
      const points = Matrix.from([[0, 1], [1, 0], [1, 1]]);
      const search = new ExactSearch(kernels, points);
      const { rows } = search.nearest(Float32Array.of(1, 0), 1);
      search.dispose();
      process.stdout.write(JSON.stringify([...rows]));
    });`;
  expect(run([], script)).toEqual([1]);
});
