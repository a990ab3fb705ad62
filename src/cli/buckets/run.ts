import { pause } from '../../core/next-task.ts';
import { loadIndexFile } from '../../node/index-file.ts';
import { UsageError } from '../errors.ts';
import { printResult } from '../output/print-result.ts';
import { startKernels } from '../start-kernels.ts';
import { runWork } from '../work.ts';
import { type BucketsReport, reportBuckets } from './report.ts';
import { bucketsText } from './text.ts';

/** Options as commander parsed them. */
export interface BucketsOptions {
  readonly table: number;
  readonly minSize: number;
  readonly limit?: number;
  readonly json?: boolean;
}

const SHOWN = 20;

export async function runBucketsCommand(file: string, options: BucketsOptions): Promise<void> {
  const report = await runWork(async ({ progress, signal }): Promise<BucketsReport> => {
    progress.update(`reading ${file}`, 0);
    const index = await loadIndexFile(file, { kernels: await startKernels('auto', progress) });
    await pause(signal);
    const { tables } = index.stats;
    if (index.codes === 'hamming' && options.table >= tables) {
      throw new UsageError(`--table must be from 0 to ${tables - 1}, not ${options.table}`);
    }
    const limit = options.limit ?? (options.json ? Number.POSITIVE_INFINITY : SHOWN);
    return reportBuckets(index, { ...options, limit });
  });
  printResult(options.json, report, (paint) => bucketsText(report, paint));
}
