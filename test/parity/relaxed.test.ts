import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { embedModules } from '../../scripts/build/embed-modules.mjs';
import { hasRelaxedSimd } from '../../src/kernels/runtime/relaxed-simd.ts';
import { ROOT } from '../support/markdown.ts';

// Engines that have relaxed SIMD by themselves know no flag for it any more.
const FLAGS = hasRelaxedSimd() ? [] : ['--experimental-wasm-relaxed-simd'];

/** What relaxed-program.ts prints. */
interface Printed {
  readonly relaxedSimd: boolean;
  readonly withIt: readonly string[];
  readonly without: readonly string[];
}

/** The same of a process whose engine has relaxed SIMD; null if none has. */
async function inProcess(): Promise<Printed | null> {
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-relaxed-'));
  try {
    await esbuild.build({
      entryPoints: [join(ROOT, 'test/parity/relaxed-program.ts')],
      plugins: [embedModules],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: join(folder, 'program.mjs'),
    });
    const { NODE_OPTIONS, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [...FLAGS, 'program.mjs'], {
      cwd: folder,
      env,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    // An engine that knows no such flag has no way to it.
    if (status === 9) return null;
    if (status !== 0) throw new Error(stderr);
    const printed: Printed = JSON.parse(stdout);
    return printed.relaxedSimd ? printed : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('quantised codes and estimates, where the engine has relaxed SIMD', () => {
  let printed: Printed | null;
  beforeAll(async () => {
    printed = await inProcess();
    if (!printed) process.stderr.write('relaxed SIMD is not tested: this engine has none\n');
  }, 600_000);

  test('are with it to the bit those of TypeScript', ({ skip }) => {
    skip(!printed);
    expect(printed!.withIt.slice(0, 5)).toEqual([]);
  });

  test('are without it to the bit those of TypeScript', ({ skip }) => {
    skip(!printed);
    expect(printed!.without.slice(0, 5)).toEqual([]);
  });
});
