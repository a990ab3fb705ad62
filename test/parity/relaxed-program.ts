// Prints what relaxed.test.ts compares, in a process whose engine may need a flag for relaxed SIMD.
import { readFileSync } from 'node:fs';
import { hasRelaxedSimd } from '../../src/kernels/base/wasm/relaxed-simd.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { differences } from '../support/parity-case.ts';
import { parityCases } from './cases/all.ts';
import { type Operations, resultsOf } from './relaxed-operations.ts';

const relaxedSimd = hasRelaxedSimd();
const operations = relaxedSimd ? { simd: run('simd'), relaxed: run('relaxed') } : {};
const printed = { relaxedSimd, operations, differences: relaxedSimd ? compared() : [] };
process.stdout.write(JSON.stringify(printed));

/** Where the kernels with relaxed SIMD part from those without. */
function compared(): string[] {
  const [plain, relaxed] = [false, true].map((use) =>
    createKernelsSync({ backend: 'wasm-simd', relaxedSimd: use }),
  );
  if (plain!.relaxedSimd || !relaxed!.relaxedSimd) throw new Error('no two backends');
  return differences(parityCases(), [plain!, relaxed!]);
}

function run(name: string): number[] {
  const module = new WebAssembly.Module(readFileSync(`${name}.wasm`));
  return resultsOf(new WebAssembly.Instance(module).exports as unknown as Operations);
}
