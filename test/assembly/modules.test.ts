import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import MODULES from '../../assembly/modules.json' with { type: 'json' };
import { countSimd, hasVectorTypes } from '../support/wasm-instructions.ts';

/** Relaxed instructions that, within the ranges of assembly/shared/bytes.ts, leave no choice. */
const SAFE_RELAXED = {
  'i8x16.relaxed_swizzle': 0x100,
  'i32x4.relaxed_dot_i8x16_i7x16_add_s': 0x113,
};

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

/** Targets whose modules this engine compiles: not all have relaxed SIMD. */
function compilable(name: string, targets: readonly string[]): readonly string[] {
  return targets.filter(
    (target) => target !== 'relaxed' || WebAssembly.validate(read(name, target)),
  );
}

describe.each(MODULES)('the module $name', ({ name, targets }) => {
  test('imports nothing', () => {
    for (const target of compilable(name, targets)) {
      const module = new WebAssembly.Module(read(name, target));
      expect(WebAssembly.Module.imports(module)).toEqual([]);
    }
  });

  test('exports its memory and functions, the same for every target, as declared', () => {
    const declared = readFileSync(new URL(`${name}.d.ts`, FOLDER), 'utf8');
    const functions = [...declared.matchAll(/^ {2}export function (\w+)\(/gm)].map(([, f]) => f);
    for (const target of compilable(name, targets)) {
      const exports = WebAssembly.Module.exports(new WebAssembly.Module(read(name, target)));
      const names = exports.filter(({ kind }) => kind === 'function').map((entry) => entry.name);
      expect(names.sort()).toEqual([...functions].sort());
      expect(exports.filter(({ kind }) => kind !== 'function')).toEqual([
        { name: 'memory', kind: 'memory' },
      ]);
    }
  });

  test('has no SIMD instruction, no v128 in a signature or a local, where it is scalar', () => {
    const bytes = read(name, 'scalar');
    expect(countSimd(bytes)).toEqual({ instructions: 0, locals: 0, relaxed: [] });
    expect(hasVectorTypes(bytes)).toBe(false);
    expect(WebAssembly.validate(bytes)).toBe(true);
  });
});

const [vector, shared] = [true, false].map((hasSimd) =>
  MODULES.filter(({ targets }) => targets.includes('simd') === hasSimd),
);

test.each(vector)('the module $name is made of SIMD instructions where it says so', ({ name }) => {
  const { instructions, relaxed } = countSimd(read(name, 'simd'));
  expect(instructions).toBeGreaterThan(100);
  expect(relaxed).toEqual([]);
});

test.each(shared)('the module $name serves both backends, with a reason', ({ why }) => {
  expect(why).toMatch(/no SIMD/);
});

const RELAXED = MODULES.filter(({ targets }) => targets.includes('relaxed'));

test.each(RELAXED)(
  'the module $name has relaxed instructions, of which two are safe',
  ({ name }) => {
    const { relaxed } = countSimd(read(name, 'relaxed'));
    expect(relaxed.length).toBeGreaterThan(0);
    for (const opcode of relaxed) expect(Object.values(SAFE_RELAXED)).toContain(opcode);
  },
);
