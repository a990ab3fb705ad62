import type { Executor } from '../../core/executor.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Steps } from '../../core/steps.ts';
import type { RowSource } from '../../kernels/exact/api.ts';
import type { RankedRows } from '../ranked-rows.ts';
import type { FoundRows } from './candidates.ts';
import type { SearchPlan } from './search-plan.ts';
import type { SegmentCodes } from './segment-codes.ts';
import type { Snapshot } from './snapshot.ts';

/** A query as the codes of a form see it. */
export interface CodedQuery {
  readonly vector: Float32Array;
}

/** How an index codes vectors, and how codes find and rank candidates. */
export interface CodeForm {
  readonly dimensions: number;
  /** Length of the codes, one entry a table. */
  readonly bits: readonly number[];
  /** The largest Hamming radius; null where codes are not looked up in tables. */
  readonly maxRadius: number | null;
  /** Codes of vectors, each of which depends on its own vector alone. */
  encode(vectors: RowSource): Steps<SegmentCodes>;
  /** Told of codes that are in the index now, some of them again; what was coded only may come to nothing. */
  taken?(codes: SegmentCodes): void;
  /** Queries in every form that the search may need. */
  prepare(queries: Matrix, plan: SearchPlan, hasVectors: boolean): readonly CodedQuery[];
  /** Candidates by their codes: none depends on how rows are spread over segments. */
  find(snapshot: Snapshot, queries: readonly CodedQuery[], plan: SearchPlan): readonly FoundRows[];
  /** `find` on a worker pool; null where this search can't be divided. */
  findOnPool?(
    executor: Executor,
    snapshot: Snapshot,
    queries: readonly CodedQuery[],
    plan: SearchPlan,
    signal: AbortSignal | undefined,
  ): Promise<readonly FoundRows[] | null>;
  /** The min(k, count) nearest of `rows`, which ascend, or of all, ties by row, by codes alone. */
  rank(codes: SegmentCodes, query: CodedQuery, rows: Uint32Array | null, k: number): RankedRows;
  /**
   * How far the estimates of rows are off, where codes estimate distances: standard deviations, of rows
   * counted over all parts.
   */
  deviations?(
    snapshot: Snapshot,
    query: CodedQuery,
    found: FoundRows,
    ranked: RankedRows,
  ): Float64Array;
  /** Gives back what it keeps in the backend; it is made again when needed. */
  release(): void;
}
