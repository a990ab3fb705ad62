/** Who is what in one partition of a dataset: numbers of its rows. */
export interface EvaluationPartition {
  readonly queries: Uint32Array;
  readonly database: Uint32Array;
  /** Points whose labels a method may use. */
  readonly labelled: Uint32Array;
  /** Points that a method may look at without their labels; the labelled ones are among them. */
  readonly visible: Uint32Array;
}

/** What a protocol needs to know to divide a dataset. */
export interface PartitionSettings {
  /** Number of labelled points, T. */
  readonly supervision: number;
  /** Queries of each class. */
  readonly queriesPerClass: number;
  /** Points of the database, for `held-out` alone. Default: half of those that are no queries. */
  readonly database?: number | undefined;
  /** Seed of the division: another one for each partition. */
  readonly seed: number;
}

/** A way to divide a dataset into queries, database and what may be learned from. */
export interface Protocol {
  readonly name: ProtocolName;
  /** For reports: who learns from what. */
  readonly summary: string;
  /**
   * Partitions of the same seed have the same queries and database for every supervision, and the
   * labelled points of a smaller one are among those of a larger.
   *
   * @throws InvalidArgumentError if a class has too few points, or there are too few to be labelled.
   */
  divide(labels: Int32Array, settings: PartitionSettings): EvaluationPartition;
}

/** Names of the protocols. */
export const PROTOCOLS = ['tutorial', 'paper', 'held-out', 'unseen-classes'] as const;
export type ProtocolName = (typeof PROTOCOLS)[number];
