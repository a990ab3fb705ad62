import { InvalidArgumentError } from '../core/errors.ts';
import type { BenchmarkSet } from '../data/dataset/benchmark-set.ts';
import type { Dataset } from '../data/dataset/dataset.ts';
import { BACKENDS, type BackendName, type Kernels } from '../kernels/api.ts';
import { createKernelsSync } from '../kernels/create.ts';
import { type BenchCase, type DetailedResult, measureCase } from './harness.ts';
import { hammingCases } from './suites/hamming.ts';
import { probeCases } from './suites/probe.ts';
import { projectionCases } from './suites/projection.ts';
import { rerankCases } from './suites/rerank.ts';
import { benchmarkCases } from './suites/search/benchmark.ts';
import { searchCases } from './suites/search/cases.ts';
import { svmCases } from './suites/svm.ts';
import { encodeOnThreads, fitOnThreads } from './suites/threads.ts';
import { tutorialCases } from './suites/tutorial.ts';

/** What cases of one run have in common. */
export interface BenchContext {
  /** The labelled set that the suite `search` looks in. */
  dataset(): Promise<Dataset>;
  /** Most rows of made-up sets. */
  readonly rows: number;
  /** What took long to make and serves several cases, by name. */
  readonly shared: Map<string, Promise<unknown>>;
}

/** Builds a case: data, oracle and contenders. Null where the context leaves nothing to measure. */
export type CaseBuilder = (
  backends: readonly Kernels[],
  context: BenchContext,
) => BenchCase | Promise<BenchCase> | Promise<BenchCase | null>;

/** The suites and the builders of their cases, in the order in which they run. */
export const SUITES = {
  projection: projectionCases,
  hamming: hammingCases,
  probe: probeCases,
  svm: svmCases,
  rerank: rerankCases,
  tutorial: tutorialCases,
  search: searchCases,
} as const satisfies Record<string, readonly CaseBuilder[]>;
export type SuiteName = keyof typeof SUITES;
/** Those that take minutes run only when they are named. */
const LONG: readonly SuiteName[] = ['search'];

/** What more than one thread adds to a suite. */
const ON_THREADS: Partial<Record<SuiteName, (threads: number) => CaseBuilder>> = {
  projection: encodeOnThreads,
  svm: fitOnThreads,
};

/** What `runBench` is told. */
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
  /** Most rows of the made-up sets of the suite `search`. Default 10 million. */
  readonly rows?: number;
  readonly onProgress?: (message: string, share: number) => void;
}

/** Runs the suites; every case is built, checked, timed and dropped before the next. */
export async function runBench(options: BenchOptions): Promise<DetailedResult[]> {
  const { suites = shortSuites(), backends = BACKENDS, threads = 1 } = options;
  if (backends.length === 0) throw new InvalidArgumentError('name at least one backend');
  const plan = suites.flatMap((suite) => {
    const onThreads = threads > 1 ? ON_THREADS[suite]?.(threads) : undefined;
    const builders: readonly CaseBuilder[] =
      suite === 'search' && options.benchmark ? benchmarkCases(options.benchmark) : SUITES[suite];
    return [...builders, ...(onThreads ? [onThreads] : [])].map((build) => ({ suite, build }));
  });
  const results: DetailedResult[] = [];
  const context = contextOf(options);
  for (const [done, { suite, build }] of plan.entries()) {
    const tell = (what: string) => options.onProgress?.(`${suite}: ${what}`, done / plan.length);
    tell('making data');
    // New instances for each case: memory of the last one must not count against this one.
    const bench = await build(
      backends.map((backend) => createKernelsSync({ backend })),
      context,
    );
    if (!bench) continue;
    try {
      const step = (what: string) => tell(`${bench.name}: ${what}`);
      results.push(...(await measureCase(bench, options.seconds, step)));
    } finally {
      await bench.dispose?.();
    }
  }
  return results;
}

function shortSuites(): SuiteName[] {
  return (Object.keys(SUITES) as SuiteName[]).filter((suite) => !LONG.includes(suite));
}

function contextOf({ dataset, rows = 10_000_000 }: BenchOptions): BenchContext {
  const missing = () =>
    Promise.reject(new InvalidArgumentError('the suite search needs a dataset'));
  return { dataset: dataset ?? missing, rows, shared: new Map() };
}
