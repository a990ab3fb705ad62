import type { Dataset } from '../../data/dataset/dataset.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { BenchCase } from '../harness.ts';

/** What cases of one run have in common. */
export interface BenchContext {
  /** The labelled set that the suite `search` looks in. */
  dataset(): Promise<Dataset>;
  /** Most rows of made-up sets. */
  readonly rows: number;
  /** Most rows of the tables of the suite `sql`. */
  readonly tableRows: number;
  /** What took long to make and serves several cases, by name. */
  readonly shared: Map<string, Promise<unknown>>;
}

/** Builds a case: data, oracle and contenders. Null where the context leaves nothing to measure. */
export type CaseBuilder = (
  backends: readonly Kernels[],
  context: BenchContext,
) => BenchCase | Promise<BenchCase> | Promise<BenchCase | null>;

/** One question, as cases of several sizes. */
export interface Suite {
  readonly cases: readonly CaseBuilder[];
  /** What more than one thread adds. */
  readonly onThreads?: (threads: number) => CaseBuilder;
}
