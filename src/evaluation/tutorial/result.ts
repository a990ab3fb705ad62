import type { BackendName } from '../../kernels/api.ts';

/** Names of the three methods, in the order in which they are shown. */
export type TutorialMethod = 'LSH' | 'GRH (tutorial)' | 'GRH (paper)';

/** One radius of one method. */
export interface RadiusResult {
  readonly radius: number;
  /** Mean over the queries that found a candidate; null if none did. */
  readonly precisionAtK: number | null;
  /** Mean over all queries; one without candidates counts as 0. */
  readonly precisionAtKEmptyAsZero: number;
  /** Queries without candidates. */
  readonly emptyQueries: number;
  readonly meanCandidates: number;
  /** Hashing, finding candidates and re-ranking, for one query at this radius alone. */
  readonly meanQueryMillis: number;
}

/** Buckets of the whole dataset. */
export interface BucketSummary {
  readonly count: number;
  readonly meanSize: number;
  readonly largest: number;
}

/** One method at one code length. */
export interface MethodResult {
  readonly name: TutorialMethod;
  readonly bits: number;
  readonly trainSeconds: number;
  /** Tie-aware, over the full Hamming ranking of the database; null if nothing is relevant. */
  readonly meanAveragePrecision: number | null;
  readonly buckets: BucketSummary;
  readonly byRadius: readonly RadiusResult[];
}

/** What the tutorial's job found, as `--json` prints it. */
export interface TutorialResult {
  readonly dataset: {
    readonly name: string;
    readonly rows: number;
    readonly dimensions: number;
    readonly classes: number;
  };
  readonly split: { readonly queries: number; readonly database: number; readonly train: number };
  readonly backend: BackendName;
  readonly methods: readonly MethodResult[];
  /** Exact cosine search over the whole database. */
  readonly exact: { readonly precisionAtK: number; readonly meanQueryMillis: number };
}

/** A bucket worth showing. */
export interface ExampleBucket {
  readonly index: string;
  /** Rows of the dataset. */
  readonly rows: readonly number[];
  /** Share of the commonest class. */
  readonly purity: number;
}

/** What was hashed beyond the numbers: for people to look at. */
export interface MethodDetails {
  readonly name: TutorialMethod;
  readonly bits: number;
  /** Bucket index of the dataset's first row. */
  readonly firstRowBucket: string;
  /** Buckets that hold two rows or more. */
  readonly withTwoOrMore: number;
  /** sizes[s] = buckets of s + 1 rows. */
  readonly sizes: readonly number[];
  readonly good: ExampleBucket | null;
  readonly poor: ExampleBucket | null;
  /** Share of training bits that the last graph step changed; null for LSH. */
  readonly flippedShare: number | null;
  /** Neighbours of the first queries: rows of the dataset. */
  readonly neighbours: readonly { readonly query: number; readonly rows: readonly number[] }[];
}
