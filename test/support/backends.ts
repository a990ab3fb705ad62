import { BACKENDS, type Kernels } from '../../src/kernels/api.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';

/**
 * One of each backend, the TypeScript one first: it serves as the reference. Where the engine has
 * relaxed SIMD, the one with SIMD uses it, and a last one does without.
 */
export function allBackends(): Kernels[] {
  const backends = [...BACKENDS].reverse().map((backend) => createKernelsSync({ backend }));
  return backends.some(({ relaxedSimd }) => relaxedSimd)
    ? [...backends, createKernelsSync({ backend: 'wasm-simd', relaxedSimd: false })]
    : backends;
}
