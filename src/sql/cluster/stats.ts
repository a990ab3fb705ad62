import type { SqlDriver } from '../driver.ts';
import { numberFrom } from '../ids.ts';
import { describe } from './connection.ts';
import { FRONT } from './front-sql.ts';
import type { ClusterRow, PartitionRow } from './map.ts';
import { ask } from './search.ts';
import type { SqlClusterStats } from './types.ts';

/** Rows, bytes and servers of each partition, by a count of every row. */
export async function readClusterStats(
  front: SqlDriver,
  { shape, sha256 }: ClusterRow,
  map: readonly PartitionRow[],
): Promise<SqlClusterStats> {
  const rows = await ask(front, `select * from ${FRONT}.${shape.name}_stats() order by partition`);
  const partitions = rows.map((row) => ({
    partition: numberFrom(row.partition),
    server: describe(map[numberFrom(row.partition)].url),
    rows: numberFrom(row.rows),
    bytes: { table: numberFrom(row.table_bytes), indexes: numberFrom(row.index_bytes) },
  }));
  const total = partitions.reduce((sum, partition) => sum + partition.rows, 0);
  return { rows: total, bits: shape.bits, substrings: shape.substrings, sha256, partitions };
}
