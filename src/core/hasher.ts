import type { HashCodes } from './hash-codes.ts';
import type { Matrix } from './matrix.ts';

/** What an index needs of a model: models implement it, callers inject it. */
export interface Hasher {
  readonly bits: number;
  readonly dimensions: number;
  /** Codes of rows x dimensions points. Cost: rows x bits x dimensions multiply-adds. */
  encode(points: Matrix): HashCodes;
}
