import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BackendError, InvalidArgumentError } from '../../../src/core/errors.ts';
import { BACKENDS, type BackendName, type KernelExtension } from '../../../src/kernels/api.ts';
import { createKernels, createKernelsSync } from '../../../src/kernels/create.ts';
import { countSimd } from '../../support/wasm-instructions.ts';

const FORMS = [
  { form: 'createKernels', create: createKernels },
  { form: 'createKernelsSync', create: async (o = {}) => createKernelsSync(o) },
] satisfies { form: string; create: typeof createKernels }[];

/** WebAssembly as a strict Content-Security-Policy leaves it: present, but it compiles nothing. */
function barCompilation(): void {
  const refuse = () => {
    throw new EvalError('Refused to compile');
  };
  class Module {
    constructor() {
      refuse();
    }
  }
  const barred = { Module, compile: async () => refuse(), instantiate: async () => refuse() };
  vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), barred));
}

/** WebAssembly of an engine before SIMD. */
function barSimd(): void {
  vi.stubGlobal(
    'WebAssembly',
    Object.assign(Object.create(WebAssembly), { validate: () => false }),
  );
}

/** WebAssembly of an engine that has relaxed SIMD, has it not, or has it wrongly. */
function setRelaxedSimd(has: Relaxed): void {
  const real = WebAssembly;
  const probe = new Set<object>();
  // Instead of classes, since what `new` calls may return any object.
  function Module(bytes: Uint8Array<ArrayBuffer>) {
    if (countSimd(bytes).relaxed.length === 0) return new real.Module(bytes);
    if (has === 'no') throw new real.CompileError('invalid numeric opcode');
    const module = {};
    probe.add(module);
    return module;
  }
  function Instance(module: WebAssembly.Module) {
    if (!probe.has(module)) return new real.Instance(module);
    return { exports: { p: () => (has === 'yes' ? 0x01010101 - 4 * (3 * 5) : 7) } };
  }
  Object.assign(Module, { exports: real.Module.exports, imports: real.Module.imports });
  vi.stubGlobal('WebAssembly', Object.assign(Object.create(real), { Module, Instance }));
}

type Relaxed = 'yes' | 'no' | 'wrongly';

/** A capability whose modules tell which of them was asked for. */
function capability(): KernelExtension<object> & { asked: string[] } {
  const bytes = new Uint8Array(readFileSync('build/wasm/multi-index-scalar.wasm'));
  const asked: string[] = [];
  const give = (name: string) => {
    asked.push(name);
    return bytes;
  };
  return {
    name: 'of this test',
    asked,
    module: (simd) => give(simd ? 'simd' : 'scalar'),
    relaxedModule: () => give('relaxed'),
    webAssembly: (instance) => instance,
    typescript: () => give('typescript'),
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe.each(FORMS)('$form', ({ create }) => {
  test.each(BACKENDS)('gives the backend %s when it is named', async (backend) => {
    const kernels = await create({ backend });
    expect(kernels.name).toBe(backend);
    expect(kernels.memoryBytes > 0).toBe(backend !== 'typescript');
  });

  test('takes SIMD where it runs, without a word', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    expect((await create()).name).toBe('wasm-simd');
    expect((await create({ backend: 'auto' })).name).toBe('wasm-simd');
    expect(warn).not.toHaveBeenCalled();
  });

  test('throws InvalidArgumentError for a backend that does not exist', async () => {
    const backend = 'webgpu' as BackendName;
    await expect(create({ backend })).rejects.toThrow(InvalidArgumentError);
    await expect(create({ backend })).rejects.toThrow(
      'backend must be one of auto, wasm-simd, wasm, typescript, not "webgpu"',
    );
  });

  test('falls back to scalar WebAssembly where there is no SIMD, without a word', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    barSimd();
    expect((await create()).name).toBe('wasm');
    expect(warn).not.toHaveBeenCalled();
    await expect(create({ backend: 'wasm-simd' })).rejects.toThrow(BackendError);
  });

  test('falls back to TypeScript with one warning where compilation is barred', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    barCompilation();
    expect((await create()).name).toBe('typescript');
    expect(warn.mock.calls).toEqual([[expect.stringContaining('Refused to compile')]]);
  });

  test('falls back to TypeScript where there is no WebAssembly at all', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    vi.stubGlobal('WebAssembly', undefined);
    expect((await create()).name).toBe('typescript');
    expect(warn).toHaveBeenCalledOnce();
    await expect(create({ backend: 'wasm' })).rejects.toThrow(BackendError);
    await expect(create({ backend: 'wasm-simd' })).rejects.toThrow(BackendError);
  });

  test('hands the warning to onFallback instead, if it is given', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const onFallback = vi.fn();
    barCompilation();
    await create({ onFallback });
    expect(onFallback).toHaveBeenCalledOnce();
    expect(warn).not.toHaveBeenCalled();
  });

  test('does not warn when the backend typescript was asked for', async () => {
    const onFallback = vi.fn();
    barCompilation();
    expect((await create({ backend: 'typescript', onFallback })).name).toBe('typescript');
    expect(onFallback).not.toHaveBeenCalled();
  });

  test.each(['wasm-simd', 'wasm'] as const)(
    'throws BackendError with its cause when %s was named and can not run',
    async (backend) => {
      barCompilation();
      const error = await create({ backend }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(BackendError);
      expect((error as BackendError).message).toBe(
        `the backend '${backend}' can't run here: Refused to compile`,
      );
      expect((error as BackendError).cause).toBeInstanceOf(EvalError);
    },
  );

  test('can be tried again after it failed', async () => {
    barCompilation();
    await expect(create({ backend: 'wasm' })).rejects.toThrow(BackendError);
    vi.unstubAllGlobals();
    expect((await create({ backend: 'wasm' })).name).toBe('wasm');
  });

  test.each([
    { has: 'yes', options: {}, asked: 'relaxed' },
    { has: 'yes', options: { relaxedSimd: false }, asked: 'simd' },
    { has: 'yes', options: { backend: 'wasm' }, asked: 'scalar' },
    { has: 'yes', options: { backend: 'typescript' }, asked: 'typescript' },
    { has: 'no', options: { relaxedSimd: true }, asked: 'simd' },
    { has: 'wrongly', options: {}, asked: 'simd' },
  ] as const)(
    'loads the module $asked of a capability, with $options where the engine relaxes: $has',
    async ({ has, options, asked }) => {
      setRelaxedSimd(has);
      const kernels = await create(options);
      expect(kernels.relaxedSimd).toBe(asked === 'relaxed');
      const extension = capability();
      kernels.extend(extension);
      kernels.extend(extension);
      expect(extension.asked).toEqual([asked]);
      const { relaxedModule, ...without } = { ...capability(), name: 'without relaxed SIMD' };
      kernels.extend(without);
      expect(without.asked).toEqual([asked === 'relaxed' ? 'simd' : asked]);
    },
  );

  test('throws InvalidArgumentError where relaxedSimd is neither true nor false', async () => {
    const relaxedSimd = 'no' as unknown as boolean;
    await expect(create({ relaxedSimd })).rejects.toThrow('relaxedSimd must be true or false');
  });

  test('starts backends that share nothing', async () => {
    const [one, other] = [await create({ backend: 'wasm' }), await create({ backend: 'wasm' })];
    const before = other.memoryBytes;
    one.normaliseRows(new Float32Array(2 ** 18), 2, 2 ** 17, new Float32Array(2 ** 18));
    expect(one.memoryBytes).toBeGreaterThan(before);
    expect(other.memoryBytes).toBe(before);
  });
});
