import type { BackendName, Kernels } from '../kernels/api.ts';
import { createKernels } from '../kernels/create.ts';
import { printable } from './output/printable.ts';
import type { ProgressLine } from './output/progress.ts';

/** Values of `--backend`. */
export type BackendChoice = 'auto' | BackendName;

/** Starts the backend; that it is a slow one, if it is, is said on stderr. */
export function startKernels(backend: BackendChoice, progress: ProgressLine): Promise<Kernels> {
  const onFallback = (reason: string) => {
    progress.clear();
    process.stderr.write(`${printable(reason)}\n`);
  };
  return createKernels({ backend, onFallback });
}
