import { BACKENDS, type Kernels } from '../../src/kernels/api.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';

/** One of each backend, the TypeScript one first: it serves as the reference. */
export function allBackends(): Kernels[] {
  return [...BACKENDS].reverse().map((backend) => createKernelsSync({ backend }));
}
