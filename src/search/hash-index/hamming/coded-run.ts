import type { TableCodes } from './table-codes.ts';
import type { HashedQuery } from './table-hashers.ts';

/** Rows of a part that follow each other, with codes of the same hashers, and queries coded by these. */
export interface CodedRun {
  /** The place of its part among all. */
  readonly place: number;
  /** Its first row in the part. */
  readonly first: number;
  readonly codes: TableCodes;
  readonly queries: readonly HashedQuery[];
  /** Lengths of each table's hyperplanes, where all hashers tell. */
  readonly norms: readonly Float32Array[] | undefined;
}
