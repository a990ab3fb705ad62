import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import MODULES from '../../assembly/modules.json' with { type: 'json' };
import { countSimd, hasVectorTypes } from '../support/wasm-instructions.ts';

const FOLDER = new URL('../../build/wasm/', import.meta.url);

function read(name: string, target: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`${name}-${target}.wasm`, FOLDER)));
}

test('the list of modules names every capability of assembly/', () => {
  const folders = readdirSync(new URL('../../assembly', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
    .map((entry) => entry.name);
  expect(MODULES.map(({ name }) => name).sort()).toEqual(folders.sort());
});

describe.each(MODULES)('the module $name', ({ name, targets }) => {
  test('imports nothing', () => {
    for (const target of targets) {
      const module = new WebAssembly.Module(read(name, target));
      expect(WebAssembly.Module.imports(module)).toEqual([]);
    }
  });

  test('exports its memory and functions, the same for every target, as declared', () => {
    const declared = readFileSync(new URL(`${name}.d.ts`, FOLDER), 'utf8');
    const functions = [...declared.matchAll(/^ {2}export function (\w+)\(/gm)].map(([, f]) => f);
    for (const target of targets) {
      const exports = WebAssembly.Module.exports(new WebAssembly.Module(read(name, target)));
      const names = exports.filter(({ kind }) => kind === 'function').map((entry) => entry.name);
      expect(names.sort()).toEqual([...functions].sort());
      expect(exports.filter(({ kind }) => kind !== 'function')).toEqual([
        { name: 'memory', kind: 'memory' },
      ]);
    }
  });

  const hasScalar = targets.includes('scalar');

  test.runIf(hasScalar)('has no SIMD instruction, signature or local where it is scalar', () => {
    const bytes = read(name, 'scalar');
    expect(countSimd(bytes)).toEqual({ instructions: 0, locals: 0 });
    expect(hasVectorTypes(bytes)).toBe(false);
    expect(WebAssembly.validate(bytes)).toBe(true);
  });
});

const [vector, shared] = [true, false].map((hasSimd) =>
  MODULES.filter(({ targets }) => targets.includes('simd') === hasSimd),
);
const vectorOnly = MODULES.filter(({ targets }) => !targets.includes('scalar'));

test.each(vector)('the module $name is made of SIMD instructions where it says so', ({ name }) => {
  expect(countSimd(read(name, 'simd')).instructions).toBeGreaterThan(100);
});

test.each(shared)('the module $name serves both backends, with a reason', ({ why }) => {
  expect(why).toMatch(/no SIMD/);
});

test.each(vectorOnly)('the module $name has no scalar form, with a reason', ({ why }) => {
  expect(why).toMatch(/^Without SIMD/);
});
