import { SqlCluster } from '../../../sql/cluster/cluster.ts';
import { runWork } from '../../work.ts';
import { type ClusterArguments, withConnections } from './connections.ts';

/** Options as commander parsed them. */
export interface MoveArguments extends ClusterArguments {
  readonly number: number;
  readonly to: string;
}

export async function runClusterMove({ front, table, number, to }: MoveArguments): Promise<void> {
  let last = '';
  await runWork(
    async ({ progress, signal }) =>
      withConnections(front, async (driver, { connect }) => {
        const cluster = await SqlCluster.open(driver, { table, connect });
        const onProgress = (step: string) => {
          last = step;
          progress.update(step, 0);
        };
        await cluster.move(number, to, { onProgress, signal });
      }),
    () => 'the partition stays where it was, and what was copied is removed',
    () => true,
  );
  process.stdout.write(`Moved: ${last}\n`);
}
