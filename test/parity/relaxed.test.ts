import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import * as esbuild from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { embedModules } from '../../scripts/build/embed-modules.mjs';
import { hasRelaxedSimd } from '../../src/kernels/base/wasm/relaxed-simd.ts';
import { ROOT } from '../support/markdown.ts';
import { countSimd } from '../support/wasm-instructions.ts';
import { inTypeScript, resultsOf } from './relaxed-operations.ts';

// Engines that have relaxed SIMD by themselves know no flag for it any more. Where there is one, only
// code that V8 has optimised is right.
const FLAGS = hasRelaxedSimd() ? [] : ['--experimental-wasm-relaxed-simd', '--no-liftoff'];

const SOURCE = `
import { addDotsOf7Bits, swizzle16 } from './bytes';
export function swizzle(table: usize, indices: usize, out: usize): void {
  v128.store(out, swizzle16(v128.load(table), v128.load(indices)));
}
export function dots(sums: usize, a: usize, b: usize, out: usize): void {
  v128.store(out, addDotsOf7Bits(v128.load(sums), v128.load(a), v128.load(b)));
}`;

/** The operations of assembly/shared/bytes.ts, compiled for a target. */
async function compile(target: 'simd' | 'relaxed'): Promise<Uint8Array<ArrayBuffer>> {
  const options = JSON.parse(readFileSync(join(ROOT, 'asconfig.json'), 'utf8'));
  const enabled = options.targets[target].enable.flatMap((name: string) => ['--enable', name]);
  let compiled = new Uint8Array();
  const { error, stderr } = await asc.main(
    ['main.ts', '-O3', '--runtime', 'stub', '--initialMemory', '1', ...enabled, '-o', 'main.wasm'],
    {
      readFile: (name) => {
        if (name === 'main.ts') return SOURCE;
        return name === 'bytes.ts'
          ? readFileSync(join(ROOT, 'assembly/shared/bytes.ts'), 'utf8')
          : null;
      },
      writeFile: (name, contents) => {
        if (name === 'main.wasm') compiled = Uint8Array.from(contents as Uint8Array);
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(stderr.toString());
  return compiled;
}

/** What relaxed-program.ts prints in a process whose engine has relaxed SIMD; null if none has. */
async function inProcess(modules: Record<string, Uint8Array>): Promise<Printed | null> {
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-relaxed-'));
  try {
    for (const [name, bytes] of Object.entries(modules)) {
      writeFileSync(join(folder, `${name}.wasm`), bytes);
    }
    await esbuild.build({
      entryPoints: [join(ROOT, 'test/parity/relaxed-program.ts')],
      plugins: [embedModules],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: join(folder, 'program.mjs'),
    });
    const { NODE_OPTIONS, ...env } = process.env;
    const options = { cwd: folder, env, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...FLAGS, 'program.mjs'],
      options,
    );
    // An engine that knows no such flag has no way to it.
    if (status === 9) return null;
    if (status !== 0) throw new Error(stderr);
    const printed: Printed = JSON.parse(stdout);
    return printed.relaxedSimd ? printed : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Printed {
  readonly relaxedSimd: boolean;
  readonly operations: Readonly<Record<string, readonly number[]>>;
  readonly differences: readonly string[];
}

describe('relaxed SIMD', () => {
  let modules: Record<'simd' | 'relaxed', Uint8Array<ArrayBuffer>>;
  let printed: Printed | null;
  beforeAll(async () => {
    modules = { simd: await compile('simd'), relaxed: await compile('relaxed') };
    printed = await inProcess(modules);
    if (!printed) process.stderr.write('relaxed SIMD is not tested: this engine has none\n');
  });

  test('is one instruction an operation, in the module that is compiled for it alone', () => {
    expect(countSimd(modules.simd).relaxed).toEqual([]);
    expect(countSimd(modules.relaxed).relaxed).toEqual([0x100, 0x113]);
  });

  test('gives within the ranges what arithmetic gives, as SIMD does', ({ skip }) => {
    skip(!printed);
    const expected = resultsOf(inTypeScript(new WebAssembly.Memory({ initial: 1 })));
    expect(printed!.operations.simd).toEqual(expected);
    expect(printed!.operations.relaxed).toEqual(expected);
  });

  test('leaves the bytes of the parity suite as they are', ({ skip }) => {
    skip(!printed);
    expect(printed!.differences.slice(0, 5)).toEqual([]);
  });
});
