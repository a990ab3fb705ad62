/** What one query cost: returned with its result, never kept. */
export interface SearchStatistics {
  /** Buckets looked up, or codes compared where a scan was cheaper. */
  readonly probes: number;
  /** Look-ups that found no row. */
  readonly empty: number;
  /** Rows found: `rows.length`. */
  readonly candidates: number;
}

/** Candidates of one query in the order in which their buckets were probed. */
export interface ProbedCandidates extends SearchStatistics {
  /** Rows by ascending score of their bucket, ascending within a bucket; none twice. */
  readonly rows: Uint32Array;
  /** Buckets that held them. */
  readonly buckets: number;
}

/** How far to probe. At least one of `probes` and `candidates` must be given; the first ends it. */
export interface ProbeLimits {
  /** Most buckets to look up, the query's own among them. */
  readonly probes?: number;
  /** Ends the search once so many rows are found; the last bucket is taken whole. */
  readonly candidates?: number;
}
