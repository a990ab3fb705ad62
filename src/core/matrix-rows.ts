import type { Matrix } from './matrix.ts';

/** Rows that `eachBatch` gives at a time. */
const BATCH_ROWS = 1024;

/** A matrix of which some rows can be had at a time: one that is there, or is made part by part. */
export interface MatrixRows {
  readonly rows: number;
  readonly cols: number;
  /** Rows `start` up to `end`, valid until the next call. */
  slice(start: number, end: number): Matrix;
}

/** All rows in order, some at a time, each time with the number of the first. */
export function* eachBatch(matrix: MatrixRows): Generator<{ first: number; part: Matrix }> {
  for (let first = 0; first < matrix.rows; first += BATCH_ROWS) {
    yield { first, part: matrix.slice(first, Math.min(first + BATCH_ROWS, matrix.rows)) };
  }
}
