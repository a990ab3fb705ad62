import type { Executor } from '../../../core/executor.ts';
import type { Matrix } from '../../../core/matrix.ts';
import type { Steps } from '../../../core/steps.ts';
import type { Kernels } from '../../../kernels/api.ts';
import type { RowSource } from '../../../kernels/exact/api.ts';
import type { RankedRows } from '../../ranked-rows.ts';
import type { FoundRows } from '../candidates.ts';
import type { CodedQuery, CodeForm } from '../code-form.ts';
import type { SearchPlan } from '../search-plan.ts';
import type { SegmentCodes } from '../segment-codes.ts';
import type { Snapshot } from '../snapshot.ts';
import type { HasherVersionStats } from '../types.ts';
import { AsymmetricDistances } from './asymmetric.ts';
import type { CodedRun } from './coded-run.ts';
import { findInRuns, findInRunsOnPool } from './find-in-runs.ts';
import { TableCodes } from './table-codes.ts';
import type { HashedQuery, TableHashers } from './table-hashers.ts';

/** Codes of hashers, one table each, whose nearness is their Hamming distance. */
export class TableForm implements CodeForm {
  readonly kernels: Kernels;
  readonly hashers: TableHashers;
  /** Which hashers of the index these are, from 1. */
  readonly version: number;

  constructor(kernels: Kernels, hashers: TableHashers, version = 1) {
    this.kernels = kernels;
    this.hashers = hashers;
    this.version = version;
  }

  get dimensions(): number {
    return this.hashers.dimensions;
  }

  get bits(): readonly number[] {
    return this.hashers.bits;
  }

  get maxRadius(): number {
    return Math.min(...this.bits);
  }

  *encode(vectors: RowSource): Steps<SegmentCodes> {
    return yield* this.tablesOf(vectors);
  }

  /** The codes of vectors in each table. */
  *tablesOf(vectors: RowSource): Steps<TableCodes> {
    return new TableCodes(yield* this.hashers.encodeInSteps(vectors));
  }

  prepare(queries: Matrix, plan: SearchPlan, hasVectors: boolean): CodedQuery[] {
    return this.hash(queries, plan, hasVectors);
  }

  /** Queries as these hashers code them. */
  hash(queries: Matrix, { rule }: SearchPlan, hasVectors: boolean): HashedQuery[] {
    return this.hashers.hash(queries, !hasVectors || rule.by === 'probes');
  }

  find(snapshot: Snapshot, queries: readonly CodedQuery[], plan: SearchPlan): FoundRows[] {
    const runs = this.runs(snapshot, queries);
    return findInRuns(this.kernels, snapshot, runs, queries.length, plan);
  }

  findOnPool(
    executor: Executor,
    snapshot: Snapshot,
    queries: readonly CodedQuery[],
    plan: SearchPlan,
    signal: AbortSignal | undefined,
  ): Promise<FoundRows[] | null> {
    const runs = this.runs(snapshot, queries);
    return findInRunsOnPool(executor, snapshot, runs, queries.length, plan, signal);
  }

  /** All rows: here a run for each part. */
  protected runs({ parts }: Snapshot, queries: readonly CodedQuery[]): CodedRun[] {
    return parts.map(({ segment }, place) => ({
      place,
      first: 0,
      codes: segment.codes as TableCodes,
      queries: queries as readonly HashedQuery[],
      norms: this.hashers.norms,
    }));
  }

  /** How many entries each version codes, the oldest first; the newest is there if it codes none. */
  entriesByVersion({ size }: Snapshot): HasherVersionStats[] {
    return [{ version: this.version, entries: size }];
  }

  rank(codes: SegmentCodes, query: CodedQuery, rows: Uint32Array | null, k: number): RankedRows {
    const { tables } = codes as TableCodes;
    return new AsymmetricDistances(query as HashedQuery).nearest(tables, rows, k);
  }

  /** Hashers are their makers' to dispose of. */
  release(): void {}
}
