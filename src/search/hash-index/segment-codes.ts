/** The codes of a segment's vectors, which do not change. */
export interface SegmentCodes {
  /** Bytes of the codes themselves. */
  readonly bytes: number;
  /** Bytes of what searches built beside them. */
  readonly residentBytes: number;
  /** What they are made of, where other codes may be made of the same. */
  readonly pieces?: readonly SegmentCodes[];
  /** A copy of the rows named, which ascend. */
  select(rows: readonly number[]): SegmentCodes;
  /** A copy of these and then the others, which are of the same form. */
  followedBy(others: SegmentCodes): SegmentCodes;
  /** Gives back what searches built; it is built again when needed. */
  release(): void;
}
