import type { HashCodes } from './hash-codes.ts';
import type { Matrix } from './matrix.ts';

/** What an index needs of a model: models implement it, callers inject it. */
export interface Hasher {
  readonly bits: number;
  readonly dimensions: number;
  /** Codes of rows x dimensions points. Cost: rows x bits x dimensions multiply-adds. */
  encode(points: Matrix): HashCodes;
  /** The real values whose signs are the bits (1 iff >= 0): rows x bits. */
  projections(points: Matrix): Matrix;
  /** The hasher as bytes, from which `loadHasher` makes one with the same codes. */
  save(): Uint8Array;
}
