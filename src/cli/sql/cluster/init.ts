import type { Kernels } from '../../../kernels/api.ts';
import { createKernelsSync } from '../../../kernels/create.ts';
import { type FittedHasher, loadHasher } from '../../../models/fitted-hasher.ts';
import { inFile } from '../../../node/in-file.ts';
import { readFileBytes } from '../../../node/read-file.ts';
import { SqlCluster } from '../../../sql/cluster/cluster.ts';
import { UsageError } from '../../errors.ts';
import { count } from '../../output/count.ts';
import { printResult } from '../../output/print-result.ts';
import { runWork } from '../../work.ts';
import { type ClusterArguments, withConnections } from './connections.ts';

/** Options as commander parsed them. */
export interface InitArguments extends ClusterArguments {
  readonly partition: readonly string[];
  readonly bits?: number;
  /** A file. */
  readonly hasher?: string;
  readonly id: 'bigint' | 'text';
  readonly expected?: number;
  readonly json?: boolean;
}

export async function runClusterInit(options: InitArguments): Promise<void> {
  const { front, table, partition: partitions, id, expected, json } = options;
  if ((options.bits === undefined) === (options.hasher === undefined)) {
    throw new UsageError('give --bits, the length of the codes, or --hasher, which makes them');
  }
  const made = await runWork(async ({ progress }) => {
    progress.update(`making ${count(partitions.length, 'partition')}`, 0);
    const hasher = options.hasher && (await hasherOf(options.hasher));
    const codes = hasher ? { hasher } : { bits: options.bits };
    return withConnections(front, async (driver, { connect }) => {
      const settings = { table, ...codes, partitions, connect, id, expected };
      const cluster = await SqlCluster.create(driver, settings);
      return { table, bits: cluster.bits, partitions: partitions.length };
    });
  });
  printResult(
    json,
    made,
    () => `Made ${table}: codes of ${made.bits} bits in ${count(made.partitions, 'partition')}\n`,
  );
}

/** It makes no codes here: any backend will do. */
async function hasherOf(path: string): Promise<FittedHasher> {
  const bytes = await readFileBytes(path);
  const kernels: Kernels = createKernelsSync({ backend: 'typescript' });
  return inFile(path, () => loadHasher(kernels, bytes));
}
