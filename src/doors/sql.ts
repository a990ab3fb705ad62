// Codes in PostgreSQL: embedded (PGlite), a server, or several.

export { SqlError } from '../core/errors.ts';
export { type PgClientLike, type PgOptions, type PgPoolLike, pg } from '../sql/adapters/pg.ts';
export {
  openPGlite,
  type PGliteClass,
  type PGliteDriver,
  type PGliteLike,
  pglite,
} from '../sql/adapters/pglite.ts';
export { type PostgresLike, postgres } from '../sql/adapters/postgres.ts';
export { SqlCluster } from '../sql/cluster/cluster.ts';
export type {
  SqlClusterAddOptions,
  SqlClusterNeighbours,
  SqlClusterOpenOptions,
  SqlClusterOptions,
  SqlClusterSearchOptions,
  SqlClusterStats,
  SqlConnect,
  SqlMissingPartition,
  SqlMoveOptions,
  SqlPartitionStats,
} from '../sql/cluster/types.ts';
export type { SqlDriver, SqlRow, SqlServerDriver, SqlValue } from '../sql/driver.ts';
export type { SqlId, SqlIds, SqlIdType } from '../sql/ids.ts';
export type { DatabaseConstants, MeasuredSize } from '../sql/sizing/constants.ts';
export {
  CODE_KINDS,
  type CodeKind,
  type DatabaseEstimate,
  type DatabaseEstimateOptions,
  estimateDatabase,
} from '../sql/sizing/estimate.ts';
export { MEASURED as MEASURED_DATABASE } from '../sql/sizing/measured.ts';
export { SqlCodeStore } from '../sql/store.ts';
export {
  SQL_COLUMN_TYPES,
  type SqlAddOptions,
  type SqlAdoptOptions,
  type SqlColumnType,
  type SqlColumnValue,
  type SqlExplanation,
  type SqlFilter,
  type SqlHasherInfo,
  type SqlNeighbour,
  type SqlNeighbours,
  type SqlProgress,
  type SqlSearchOptions,
  type SqlStoreOpenOptions,
  type SqlStoreOptions,
  type SqlStorePlace,
  type SqlStoreStats,
  type SqlStrategy,
  type SqlVectorBatch,
  type SqlVectors,
} from '../sql/types.ts';
