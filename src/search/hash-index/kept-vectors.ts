import type { Matrix } from '../../core/matrix.ts';
import type { Steps } from '../../core/steps.ts';
import type { Kernels, Metric } from '../../kernels/api.ts';
import type { RankedRows } from '../ranked-rows.ts';

/**
 * A copy of vectors that does not change, to rank candidates by. Ranking may move it to the backend:
 * whoever makes one releases it.
 */
export interface KeptVectors {
  readonly rows: number;
  readonly cols: number;
  /** Bytes of the copy itself. */
  readonly bytes: number;
  /** Bytes that ranking took beside it. */
  readonly residentBytes: number;
  /** The min(k, count) nearest of `rows`, which ascend, or of all. */
  nearest(
    kernels: Kernels,
    query: Float32Array,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows;
  /** `nearest` for each row of `queries`: the same results, from one pass over the vectors. */
  nearestBatch(
    kernels: Kernels,
    queries: Matrix,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows[];
  /** The rows named, as float32. */
  read(rows: ArrayLike<number>): Matrix;
  /** A copy of the rows named. */
  select(rows: readonly number[]): Steps<KeptVectors>;
  /** A copy of these and then the others, which are of the same form. */
  followedBy(others: KeptVectors): Steps<KeptVectors>;
  /** Gives the backend's memory back. Vectors that were moved there are gone then. */
  release(): void;
}
