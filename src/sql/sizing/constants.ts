/** A table that was measured. */
export interface MeasuredSize {
  readonly rows: number;
  readonly bits: number;
  readonly substrings: number;
  /** Of the tenth neighbour, on average. */
  readonly radius: number;
  readonly scanMillis: number;
  /** The mean of many queries, as estimates are. */
  readonly knownMillis: number;
  readonly steppedMillis: number;
  readonly tableBytes: number;
  readonly indexesBytes: number;
  readonly loadSeconds: number;
}

/** What PostgreSQL takes for each part of the work, on the machine where it was measured. */
export interface DatabaseConstants {
  /** Of the machine and the server, for people. */
  readonly measuredOn: string;
  /** A search by substrings: a statement, a value looked up, a row compared. */
  readonly statementMillis: number;
  readonly lookupMicros: number;
  readonly candidateMicros: number;
  /** A search that steps its radius, in times of one that knows it. */
  readonly stepped: number;
  /** A scan, by all workers that the server takes. */
  readonly scanNanosPerRow: number;
  /** Adding a row to one of its indexes, that of ids being one, at a million rows. */
  readonly loadMicrosPerIndex: number;
  /** An index of a substring. */
  readonly indexBytesPerRow: number;
  /** What the constants are checked with. */
  readonly sizes: readonly MeasuredSize[];
}
