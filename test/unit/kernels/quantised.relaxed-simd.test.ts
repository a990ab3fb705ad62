import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { countSimd } from '../../support/wasm-instructions.ts';

type Relaxed = 'yes' | 'no' | 'wrongly';

/** The modules that were compiled, in order; the probe is none of them. */
let compiled: string[];
let probes: number;

/** WebAssembly of an engine that has relaxed SIMD, has it not, or has it wrongly. */
function setRelaxedSimd(has: Relaxed): void {
  const real = WebAssembly;
  const probe = {};
  const smallest = 1000;
  // Instead of classes, since what `new` calls may return any object.
  function Module(bytes: Uint8Array<ArrayBuffer>) {
    const { instructions, relaxed } = countSimd(bytes);
    if (relaxed.length > 0 && bytes.length < smallest) {
      probes++;
      if (has === 'no') throw new real.CompileError('invalid numeric opcode');
      return probe;
    }
    if (relaxed.length === 0) {
      compiled.push(instructions > 0 ? 'simd' : 'scalar');
      return new real.Module(bytes);
    }
    compiled.push('relaxed');
    // The engine of this test may have no relaxed SIMD.
    return new real.Module(readFileSync('build/wasm/quantised-simd.wasm'));
  }
  function Instance(module: WebAssembly.Module) {
    if (module !== probe) return new real.Instance(module);
    return { exports: { p: () => (has === 'yes' ? 0x00010203 : 7) } };
  }
  Object.assign(Module, { exports: real.Module.exports, imports: real.Module.imports });
  vi.stubGlobal('WebAssembly', Object.assign(Object.create(real), { Module, Instance }));
}

/** The sources afresh: what is known of the engine is kept. */
async function load() {
  vi.resetModules();
  const { createKernelsSync } = await import('../../../src/kernels/create.ts');
  const kernels = await import('../../../src/kernels/quantised/kernels.ts');
  const { hasRelaxedSimd } = await import('../../../src/kernels/runtime/relaxed-simd.ts');
  return { createKernelsSync, hasRelaxedSimd, ...kernels };
}

beforeEach(() => {
  compiled = [];
  probes = 0;
});
afterEach(() => vi.unstubAllGlobals());

describe('the kernels of quantised search', () => {
  test.each([
    { has: 'yes', backend: 'wasm-simd', module: 'relaxed' },
    { has: 'no', backend: 'wasm-simd', module: 'simd' },
    { has: 'wrongly', backend: 'wasm-simd', module: 'simd' },
    { has: 'yes', backend: 'wasm', module: 'scalar' },
  ] as const)(
    'are those of the module $module on $backend where the engine has relaxed SIMD: $has',
    async ({ has, backend, module }) => {
      const { createKernelsSync, quantisedKernels } = await load();
      const kernels = createKernelsSync({ backend });
      setRelaxedSimd(has);
      expect(quantisedKernels(kernels)).toBe(quantisedKernels(kernels));
      expect(compiled).toEqual([module]);
    },
  );

  test('come without relaxed SIMD too, beside the others', async () => {
    const { createKernelsSync, quantisedKernels, plainQuantisedKernels } = await load();
    const kernels = createKernelsSync({ backend: 'wasm-simd' });
    setRelaxedSimd('yes');
    expect(plainQuantisedKernels(kernels)).not.toBe(quantisedKernels(kernels));
    expect(compiled).toEqual(['simd', 'relaxed']);
  });
});

describe('hasRelaxedSimd', () => {
  test.each([
    { has: 'yes', expected: true },
    { has: 'no', expected: false },
    { has: 'wrongly', expected: false },
  ] as const)('is $expected where the engine has it: $has', async ({ has, expected }) => {
    const { hasRelaxedSimd } = await load();
    setRelaxedSimd(has);
    expect(hasRelaxedSimd()).toBe(expected);
  });

  test('tries the instruction once', async () => {
    const { hasRelaxedSimd } = await load();
    setRelaxedSimd('no');
    for (let i = 0; i < 3; i++) hasRelaxedSimd();
    expect(probes).toBe(1);
  });

  test('is false where there is no WebAssembly', async () => {
    const { hasRelaxedSimd } = await load();
    vi.stubGlobal('WebAssembly', undefined);
    expect(hasRelaxedSimd()).toBe(false);
  });

  test('says of this engine what the module for relaxed SIMD says', async () => {
    const { hasRelaxedSimd } = await load();
    const bytes = new Uint8Array(readFileSync('build/wasm/quantised-relaxed.wasm'));
    expect(hasRelaxedSimd()).toBe(WebAssembly.validate(bytes));
  });
});
