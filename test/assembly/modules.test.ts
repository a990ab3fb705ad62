import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { countSimd, hasVectorTypes } from '../support/wasm-instructions.ts';

function read(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../../build/wasm/${name}.wasm`, import.meta.url)));
}

const NAMES = ['', 'learning-', 'features-', 'multi-index-'].flatMap((kernels) => [
  `${kernels}simd`,
  `${kernels}scalar`,
]);

describe.each(NAMES)('the %s module', (name) => {
  const bytes = read(name);

  test('imports nothing', () => {
    expect(WebAssembly.Module.imports(new WebAssembly.Module(bytes))).toEqual([]);
  });

  test('exports its memory and functions, the same as the other module', () => {
    const exports = WebAssembly.Module.exports(new WebAssembly.Module(bytes));
    const other = new WebAssembly.Module(
      read(name.endsWith('simd') ? name.replace('simd', 'scalar') : name.replace('scalar', 'simd')),
    );
    expect(exports).toEqual(WebAssembly.Module.exports(other));
    expect(exports).toContainEqual({ name: 'memory', kind: 'memory' });
    expect(exports.every(({ kind }) => kind === 'memory' || kind === 'function')).toBe(true);
  });
});

describe.each(['', 'learning-', 'features-'])('SIMD instructions', (prefix) => {
  test(`the ${prefix}simd module is made of them`, () => {
    expect(countSimd(read(`${prefix}simd`)).instructions).toBeGreaterThan(100);
  });

  test(`the ${prefix}scalar module has none, no v128 in a signature or a local, and is valid`, () => {
    const bytes = read(`${prefix}scalar`);
    expect(countSimd(bytes)).toEqual({ instructions: 0, locals: 0 });
    expect(hasVectorTypes(bytes)).toBe(false);
    expect(WebAssembly.validate(bytes)).toBe(true);
  });
});
