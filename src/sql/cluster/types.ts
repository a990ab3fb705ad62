import type { Hasher } from '../../core/hasher.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { SqlDriver } from '../driver.ts';
import type { SqlIdType } from '../ids.ts';
import type { SqlNeighbours } from '../types.ts';

/** Makes a driver for a partition's address; each address is asked for once. */
export type SqlConnect = (url: string) => SqlDriver | Promise<SqlDriver>;

/** Options of `SqlCluster.create`: one of `bits` and `hasher`. */
export interface SqlClusterOptions {
  /** The cluster's name: of at most 40 of a-z, 0-9 and _. */
  readonly table: string;
  readonly bits?: number | undefined;
  /** What makes the codes: every partition keeps it. */
  readonly hasher?: Hasher | undefined;
  /**
   * Addresses, `postgres://user@host:5432/database`: 1, 2, 4, 8, ... of them, a server as often as it
   * has partitions. The front, this program and, for moves, the servers reach each other by them.
   */
  readonly partitions: readonly string[];
  readonly connect: SqlConnect;
  /** Default: `bigint`. */
  readonly id?: SqlIdType | undefined;
  /** Substrings of multi-index hashing. Default: bits / log2 of the codes of a partition. */
  readonly substrings?: number | undefined;
  /** Codes that are expected in all. Default: 1,000,000. */
  readonly expected?: number | undefined;
}

/** Options of `SqlCluster.open`. */
export interface SqlClusterOpenOptions {
  readonly table: string;
  /** Needed for what asks the partitions themselves: partial searches, moves, `drop`. */
  readonly connect?: SqlConnect | undefined;
  /** A backend, where vectors are given. */
  readonly kernels?: Kernels | undefined;
}

/** Options of `SqlCluster.search`: one of `k` and `radius`. */
export interface SqlClusterSearchOptions {
  readonly k?: number | undefined;
  /** All within this Hamming distance, inclusive. */
  readonly radius?: number | undefined;
  /** Default: `auto`; of searches for k. */
  readonly strategy?: 'auto' | 'scan' | 'multi-index' | undefined;
  /** Whether this program asks the partitions itself and does without those that fail. Default: false. */
  readonly partial?: boolean | undefined;
  /** Milliseconds after which a partition is missing, of partial searches. Default: 2000. */
  readonly deadline?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A partition that gave no answer. */
export interface SqlMissingPartition {
  readonly partition: number;
  /** Its server, without the password. */
  readonly server: string;
  readonly error: Error;
}

/** What a cluster found. */
export interface SqlClusterNeighbours extends Omit<SqlNeighbours, 'strategy'> {
  readonly strategy: 'scan' | 'multi-index';
  /** None unless `partial` was asked for: the neighbours are the nearest of all other partitions. */
  readonly missing: readonly SqlMissingPartition[];
}

/** Options of `SqlCluster.add`. */
export interface SqlClusterAddOptions {
  /** Rows a statement. Default: 5000. */
  readonly batch?: number | undefined;
  readonly onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options of `SqlCluster.move`. */
export interface SqlMoveOptions {
  /** Is told each step. */
  readonly onProgress?: ((step: string) => void) | undefined;
  /** Ends a move before the map changes; what was copied is removed. */
  readonly signal?: AbortSignal | undefined;
}

/** What a partition holds. */
export interface SqlPartitionStats {
  readonly partition: number;
  /** Without the password. */
  readonly server: string;
  readonly rows: number;
  /** On disk. */
  readonly bytes: { readonly table: number; readonly indexes: number };
}

/** What a cluster holds. */
export interface SqlClusterStats {
  readonly rows: number;
  readonly bits: number;
  readonly substrings: number;
  readonly sha256: string | null;
  readonly partitions: readonly SqlPartitionStats[];
}
