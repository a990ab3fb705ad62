import { SqlCluster } from '../../../sql/cluster/cluster.ts';
import { bytesText } from '../../output/bytes-text.ts';
import { count } from '../../output/count.ts';
import { printResult } from '../../output/print-result.ts';
import { printable } from '../../output/printable.ts';
import { table as tableText } from '../../output/table.ts';
import { runWork } from '../../work.ts';
import { type ClusterArguments, withConnections } from './connections.ts';

/** Options as commander parsed them. */
export interface StatusArguments extends ClusterArguments {
  readonly json?: boolean;
}

export async function runClusterStatus({ front, table, json }: StatusArguments): Promise<void> {
  const stats = await runWork(({ progress }) => {
    progress.update(`asking the partitions of ${table}`, 0);
    return withConnections(front, async (driver) =>
      (await SqlCluster.open(driver, { table })).stats(),
    );
  });
  printResult(json, { table, ...stats }, (paint) => {
    const rows = stats.partitions.map(({ partition, server, rows, bytes }) => [
      String(partition),
      printable(server),
      rows.toLocaleString('en-US'),
      bytesText(bytes.table),
      bytesText(bytes.indexes),
    ]);
    const columns = ['partition', 'server', 'rows', 'table', 'indexes'];
    const about = `${table}: ${count(stats.rows, 'code')} of ${stats.bits} bits`;
    return `${about}\n\n${tableText(columns, rows, paint)}\n`;
  });
}
