// Prints what relaxed.test.ts looks at, in a process whose engine may need a flag for relaxed SIMD.
import { createKernelsSync } from '../../src/kernels/create.ts';
import { plainQuantisedKernels, quantisedKernels } from '../../src/kernels/quantised/kernels.ts';
import { hasRelaxedSimd } from '../../src/kernels/runtime/relaxed-simd.ts';
import { differences } from '../support/parity-case.ts';
import { quantisedCases } from './cases/quantised.ts';

const relaxedSimd = hasRelaxedSimd();
const printed = {
  relaxedSimd,
  withIt: relaxedSimd ? compared(quantisedKernels) : [],
  without: relaxedSimd ? compared(plainQuantisedKernels) : [],
};
process.stdout.write(JSON.stringify(printed));

/** Where kernels on the backend with SIMD part from those in TypeScript. */
function compared(kernelsOf: typeof quantisedKernels): string[] {
  const backends = (['typescript', 'wasm-simd'] as const).map((backend) =>
    createKernelsSync({ backend }),
  );
  return differences(quantisedCases(kernelsOf), backends);
}
