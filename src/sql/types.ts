import type { Hasher } from '../core/hasher.ts';
import type { MatrixLike } from '../core/matrix.ts';
import type { Kernels } from '../kernels/api.ts';
import type { SqlId, SqlIds, SqlIdType } from './ids.ts';

/** Types that a column of an app's own may have. */
export const SQL_COLUMN_TYPES = [
  'bool',
  'date',
  'float4',
  'float8',
  'int2',
  'int4',
  'int8',
  'jsonb',
  'numeric',
  'text',
  'timestamptz',
  'uuid',
] as const;

/** The type of a column of an app's own. */
export type SqlColumnType = (typeof SQL_COLUMN_TYPES)[number];

/** A value of such a column. */
export type SqlColumnValue = null | undefined | boolean | number | bigint | string | Date | object;

/** The column that keeps vectors, for re-ranking and for codes of a newer hasher. */
export interface SqlVectors {
  /** `vector` and `halfvec` are pgvector's, which ranks in SQL; `float4[]` needs no extension. */
  readonly type: 'vector' | 'halfvec' | 'float4[]';
  readonly dimensions: number;
}

/** Where a store is. */
export interface SqlStorePlace {
  /** The store's name, of at most 48 bytes: its code tables are called `<table>_h<number of the hasher>`. */
  readonly table: string;
  /** Default: the first of the connection's search path. */
  readonly schema?: string | undefined;
}

/** Options of `SqlCodeStore.create`. */
export interface SqlStoreOptions extends SqlStorePlace {
  /** Of the codes, where they come from elsewhere. */
  readonly bits?: number | undefined;
  /** What makes the codes: it is kept in the database. */
  readonly hasher?: Hasher | undefined;
  /** A backend, where vectors of a column `float4[]` are to rank candidates. */
  readonly kernels?: Kernels | undefined;
  /** Default: `bigint`. */
  readonly id?: SqlIdType | undefined;
  /** Columns of the app's own, by name. */
  readonly columns?: Readonly<Record<string, SqlColumnType>> | undefined;
  readonly vectors?: SqlVectors | undefined;
  /**
   * Substrings of multi-index hashing, of at most 63 bits each. With 1, for codes of at most 63 bits, it
   * is the tutorial's table of buckets: one b-tree on the bucket's number, of which a search takes all
   * within a radius; with 0 of them every search is a scan. Default: bits / log2 expected, of at most 31
   * bits each; none for codes of more than 512 bits.
   */
  readonly substrings?: number | undefined;
  /** Codes that are expected, from which the number of substrings follows. Default: 1,000,000. */
  readonly expected?: number | undefined;
  /** Whether pgvector's HNSW index is made too: approximate, asked for by `strategy: 'hnsw'`. Default: false. */
  readonly hnsw?: boolean | undefined;
}

/** Options of `SqlCodeStore.open`. */
export interface SqlStoreOpenOptions extends SqlStorePlace {
  /** A backend, where vectors are given or rank candidates. */
  readonly kernels?: Kernels | undefined;
}

/** How far `add` or `adopt` is. */
export interface SqlProgress {
  readonly done: number;
  /** Where it is known. */
  readonly total: number | undefined;
}

/** Options of `add`. */
export interface SqlAddOptions {
  /** Values of the app's own columns, one a row each; null where a column is missing. */
  readonly columns?: Readonly<Record<string, ArrayLike<SqlColumnValue>>> | undefined;
  /** Vectors to keep beside codes that are given, where the store has a column for them. */
  readonly vectors?: MatrixLike | undefined;
  /** Rows a transaction. Default: 10,000. */
  readonly batch?: number | undefined;
  readonly onProgress?: ((progress: SqlProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Vectors of an app's own, which a newer hasher is to encode. */
export interface SqlVectorBatch {
  readonly ids: SqlIds;
  readonly vectors: MatrixLike;
}

/** Options of `adopt`. */
export interface SqlAdoptOptions {
  /**
   * `vectors`: those that the store keeps; or batches that hold every row of the store. In a store that keeps
   * no vectors a row that is put in the place of another meanwhile is coded by the vector given here.
   */
  readonly from: 'vectors' | AsyncIterable<SqlVectorBatch>;
  readonly onProgress?: ((progress: SqlProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A condition in SQL that rows must meet: `{ sql: 'year > $1', parameters: [2020] }`. The text is the
 * app's own and becomes part of the statement: whatever users say belongs into the parameters.
 */
export interface SqlFilter {
  readonly sql: string;
  readonly parameters?: readonly (null | boolean | number | bigint | string)[] | undefined;
}

/** How a search is done: `auto` takes what should be cheaper of the scan and multi-index hashing. */
export type SqlStrategy = 'auto' | 'scan' | 'multi-index' | 'hnsw';

/** Options of `search`: one of `k` and `radius`. */
export interface SqlSearchOptions {
  /** So many of the nearest. */
  readonly k?: number | undefined;
  /** All within this Hamming distance, inclusive. */
  readonly radius?: number | undefined;
  readonly filter?: SqlFilter | undefined;
  /** The number of the hasher whose codes are searched. Default: the active one. */
  readonly hasher?: number | undefined;
  /** Default: `auto`. */
  readonly strategy?: SqlStrategy | undefined;
  /** So many candidates by codes are ranked by the cosine distance of their vectors; the k nearest are given. */
  readonly rerank?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A row that was found. */
export interface SqlNeighbour {
  readonly id: SqlId;
  /** Bits in which its code differs from the query's; the cosine distance where candidates were re-ranked. */
  readonly distance: number;
}

/** What a search found, and how. */
export interface SqlNeighbours {
  /** By ascending distance, then id. */
  readonly neighbours: SqlNeighbour[];
  readonly strategy: Exclude<SqlStrategy, 'auto'>;
  /** The Hamming distance within which the result is complete; null where a scan needs none or HNSW promises none. */
  readonly radius: number | null;
  /** Statements that it took. */
  readonly statements: number;
}

/** How a search would be done, and why. */
export interface SqlExplanation {
  readonly strategy: Exclude<SqlStrategy, 'auto'>;
  readonly why: string;
  /** Values of substrings that are looked up. */
  readonly lookups: number;
  /** PostgreSQL's plan of the (first) statement, as EXPLAIN gives it. */
  readonly plan: string[];
}

/** A hasher that the store knows. */
export interface SqlHasherInfo {
  readonly id: number;
  readonly active: boolean;
  /** Of the model's bytes, in hexadecimal; null where codes come from elsewhere. */
  readonly sha256: string | null;
  readonly bits: number;
  readonly substrings: number;
  readonly rows: number;
}

/** What the store holds. */
export interface SqlStoreStats {
  readonly rows: number;
  /** On disk, of the active code table. */
  readonly bytes: { readonly table: number; readonly indexes: number };
  readonly bits: number;
  readonly substrings: number;
  readonly hashers: readonly SqlHasherInfo[];
}
