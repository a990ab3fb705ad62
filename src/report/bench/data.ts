/** One contender's rates in one case; see BenchResult, which is above this room. */
export interface BenchPageResult {
  readonly suite: string;
  readonly case: string;
  readonly contender: string;
  readonly unit: string;
  readonly median: number;
  readonly p95: number;
  readonly runs: number;
  readonly verified: boolean;
  readonly quartiles: readonly [low: number, high: number];
}

/** All that the page of `hashplane bench` shows: plain data, which JSON carries unchanged. */
export interface BenchPageData {
  readonly machine: string;
  readonly node: string;
  readonly commit: string | null;
  readonly threads: number;
  readonly relaxedSimd: boolean;
  readonly results: readonly BenchPageResult[];
  /** Version of hashplane. */
  readonly hashplane: string;
  /** When it was measured, as ISO 8601. */
  readonly created: string;
}
