// The parity suite as one function, for bundling into a page and into a program of Node. The
// kernels of `createKernels` are those of the package as it is packed.
import { createKernels, hasRelaxedSimd } from 'hashplane';
import { BACKENDS, type Kernels } from '../../src/kernels/api.ts';
import { parityCases } from '../parity/cases/all.ts';
import { soil } from '../parity/cases/lifetimes.ts';
import { svmCases } from '../parity/cases/svm.ts';
import type { ParityCase } from '../support/parity-case.ts';

export interface Suite {
  /** Whether 'wasm-simd' ran with relaxed SIMD, where a capability gains by it. */
  readonly relaxedSimd: boolean;
  /** What each backend gave, by backend; one line a case: its title and a digest of its bytes. */
  readonly digests: Readonly<Record<string, readonly string[]>>;
}

export async function runSuite(): Promise<Suite> {
  return { relaxedSimd: hasRelaxedSimd(), digests: await digests() };
}

async function digests(): Promise<Record<string, string[]>> {
  const result: Record<string, string[]> = {};
  for (const backend of [...BACKENDS].reverse()) {
    // The package declares less than there is.
    const kernels = (await createKernels({ backend })) as Kernels;
    if (kernels.name !== backend) throw new Error(`${kernels.name} runs as ${backend}`);
    soil(kernels, 2 ** 20);
    result[backend] = [];
    for (const parityCase of cases()) result[backend].push(await digest(parityCase, kernels));
  }
  return result;
}

function* cases(): Generator<ParityCase> {
  yield* parityCases();
  yield* svmCases();
}

async function digest({ family, name, run }: ParityCase, kernels: Kernels): Promise<string> {
  const bytes = run(kernels) as Uint8Array<ArrayBuffer>;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0'));
  return `${family}, ${name}: ${bytes.length} bytes, ${hex.join('')}`;
}
