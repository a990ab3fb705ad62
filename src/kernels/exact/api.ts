import type { Matrix } from '../../core/matrix.ts';
import type { Metric, Resident } from '../api.ts';

/** Where rows are taken from, some at a time: a matrix, or what reads them from elsewhere. */
export type RowSource = Pick<Matrix, 'rows' | 'cols' | 'slice'>;

/** The kernels of bounds of exact distances; the contract of `Kernels` holds for them. */
export interface ExactKernels {
  /** Keeps vectors (rows x dimensions) as 8 bits a value, and how far that is from them. */
  createRowBounds(points: RowSource, metric: Metric): RowBounds;
}

/**
 * Vectors rounded to 8 bits a value, from which follow bounds of each float32 distance that
 * `Vectors` computes (./bounds.ts). They read a quarter of the memory and prove which few rows can be
 * among the nearest; the float32 distances of those decide.
 */
export interface RowBounds extends Resident {
  readonly rows: number;
  readonly cols: number;
  readonly metric: Metric;
  /** Bytes that they take: 1 a value, and 12 a row. */
  readonly bytes: number;
  /**
   * For each of `queryCount` queries the rows, of the first `count` of `ids` or of all where that is
   * null, that may be among its k nearest, ties by row included; in the order of `ids`. Null for a query
   * of which the bounds prove too little: they leave more than a quarter of the rows, or its norm is
   * not between 2^-40 and 2^60.
   */
  candidates(
    queries: Float32Array,
    queryCount: number,
    ids: Uint32Array | null,
    count: number,
    k: number,
  ): (Uint32Array | null)[];
}
