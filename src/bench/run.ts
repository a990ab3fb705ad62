import { InvalidArgumentError } from '../core/errors.ts';
import type { BackendName, Kernels } from '../kernels/api.ts';
import { type BenchCase, type BenchResult, measureCase } from './harness.ts';
import { hammingCases } from './suites/hamming.ts';
import { probeCases } from './suites/probe.ts';
import { projectionCases } from './suites/projection.ts';
import { rerankCases } from './suites/rerank.ts';
import { svmCases } from './suites/svm.ts';
import { tutorialCases } from './suites/tutorial.ts';

type Suite = (backends: readonly Kernels[]) => (() => BenchCase)[];

/** One benchmark per question, in the order in which they run. */
export const SUITES = {
  projection: projectionCases,
  hamming: hammingCases,
  probe: probeCases,
  svm: svmCases,
  rerank: rerankCases,
  tutorial: tutorialCases,
} as const satisfies Record<string, Suite>;
export type SuiteName = keyof typeof SUITES;

/** What `runBench` is told. */
export interface BenchOptions {
  readonly suites: readonly SuiteName[];
  readonly createBackend: (name: BackendName) => Kernels;
  readonly backends: readonly BackendName[];
  /** Seconds of timed runs a case, shared by its contenders. */
  readonly seconds: number;
  readonly onProgress?: (message: string, share: number) => void;
}

/** Runs the suites; every case is built, checked, timed and dropped before the next. */
export async function runBench(options: BenchOptions): Promise<BenchResult[]> {
  if (options.backends.length === 0) throw new InvalidArgumentError('name at least one backend');
  const plan = options.suites.flatMap((suite) =>
    SUITES[suite]([]).map((_, i) => ({ suite, index: i })),
  );
  const results: BenchResult[] = [];
  for (const [done, { suite, index }] of plan.entries()) {
    // New instances for each case: memory of the last one must not count against this one.
    const backends = options.backends.map((name) => options.createBackend(name));
    const bench = SUITES[suite](backends)[index]();
    const tell = (what: string) =>
      options.onProgress?.(`${suite} ${bench.name}: ${what}`, done / plan.length);
    results.push(...(await measureCase(bench, options.seconds, tell)));
    bench.dispose?.();
  }
  return results;
}
