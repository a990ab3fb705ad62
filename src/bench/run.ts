import { InvalidArgumentError } from '../core/errors.ts';
import { pause } from '../core/next-task.ts';
import type { BenchmarkSet } from '../data/dataset/benchmark-set.ts';
import type { Dataset } from '../data/dataset/dataset.ts';
import { BACKENDS, type BackendName } from '../kernels/api.ts';
import { createKernelsSync } from '../kernels/create.ts';
import { type DetailedResult, measureCase } from './harness.ts';
import { SHORT_SUITES, type SuiteName } from './suites/names.ts';
import { SUITES } from './suites/registry.ts';
import { benchmarkCases } from './suites/search/benchmark.ts';
import type { BenchContext } from './suites/suite.ts';

/** Options of `runBench`. */
export interface BenchOptions {
  readonly suites?: readonly SuiteName[];
  readonly backends?: readonly BackendName[];
  /** With more than 1, what workers can share is measured on them too. */
  readonly threads?: number;
  /** Seconds of timed runs a case, shared by its contenders. */
  readonly seconds: number;
  /** The labelled set that the suite `search` looks in, read when it is needed. */
  readonly dataset?: () => Promise<Dataset>;
  /** A set with queries and neighbours of its own, of which the suite `search` then is. */
  readonly benchmark?: BenchmarkSet;
  /** Most rows of what the suites `search` and `sql` make up. Default: 10 million, and 1 million in tables. */
  readonly rows?: number;
  readonly onProgress?: (message: string, share: number) => void;
  /** Aborting rejects the promise with the signal's reason before the next step. */
  readonly signal?: AbortSignal;
}

/** Runs the suites; every case is built, checked, timed and dropped before the next. */
export async function runBench(options: BenchOptions): Promise<DetailedResult[]> {
  const { suites = SHORT_SUITES, backends = BACKENDS, threads = 1, signal } = options;
  if (backends.length === 0) throw new InvalidArgumentError('name at least one backend');
  const plan = suites.flatMap((suite) => {
    const { cases, onThreads } = SUITES[suite];
    const { benchmark } = options;
    const own = suite === 'search' && benchmark ? benchmarkCases(benchmark) : cases;
    const more = threads > 1 && onThreads ? [onThreads(threads)] : [];
    return [...own, ...more].map((build) => ({ suite, build }));
  });
  const results: DetailedResult[] = [];
  const context = contextOf(options);
  for (const [done, { suite, build }] of plan.entries()) {
    const tell = async (what: string) => {
      options.onProgress?.(`${suite}: ${what}`, done / plan.length);
      await pause(signal);
    };
    await tell('making data');
    // New instances for each case: memory of the last one must not count against this one.
    const bench = await build(
      backends.map((backend) => createKernelsSync({ backend })),
      context,
    );
    if (!bench) continue;
    try {
      const onStep = (what: string) => tell(`${bench.name}: ${what}`);
      results.push(...(await measureCase(bench, options.seconds, { onStep })));
    } finally {
      await bench.dispose?.();
    }
  }
  return results;
}

function contextOf({ dataset, rows }: BenchOptions): BenchContext {
  const missing = () =>
    Promise.reject(new InvalidArgumentError('the suite search needs a dataset'));
  return {
    dataset: dataset ?? missing,
    rows: rows ?? 10_000_000,
    tableRows: rows ?? 1_000_000,
    shared: new Map(),
  };
}
