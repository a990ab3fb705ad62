import { commitName, machineName } from '../../bench/machine.ts';
import type { Kernels } from '../../kernels/api.ts';
import { createThreadPool } from '../../node/threads.ts';
import { type BackendChoice, startKernels } from '../start-kernels.ts';
import type { WorkTools } from '../work.ts';
import type { MeasuredRun } from './report.ts';
import { resourcesSince } from './resources.ts';

/** What an evaluation of any kind takes beside its settings. */
interface SharedOptions {
  readonly executor?: Awaited<ReturnType<typeof createThreadPool>>;
  readonly digest: string;
  readonly onProgress: WorkTools['progress']['update'];
  readonly signal: AbortSignal;
}

/**
 * Evaluates with the backend and the threads that the command asks for, and adds where and when it was.
 *
 * @param about - the digest of the data, and when the command began, by `performance.now()`.
 * @param evaluate - what is measured, and how many of its cells were kept before.
 */
export async function measuredRun<Measured extends { readonly resumedCells: number }>(
  { digest, started }: { readonly digest: string; readonly started: number },
  { backend, threads }: { readonly backend: BackendChoice; readonly threads: number },
  { progress, signal }: WorkTools,
  evaluate: (kernels: Kernels, options: SharedOptions) => Promise<Measured>,
): Promise<Measured & MeasuredRun> {
  // Asked for first: the checkout may change during the run.
  const where = { machine: machineName(), node: process.version, commit: commitName() };
  const kernels = await startKernels(backend, progress);
  const pool = threads > 1 ? await createThreadPool({ backend: kernels.name, threads }) : undefined;
  try {
    const measured = await evaluate(kernels, {
      ...(pool && { executor: pool }),
      digest,
      onProgress: progress.update,
      signal,
    });
    return {
      ...measured,
      digest,
      ...where,
      backend: kernels.name,
      threads,
      ...resourcesSince(started),
      created: new Date().toISOString(),
    };
  } finally {
    await pool?.close();
  }
}
