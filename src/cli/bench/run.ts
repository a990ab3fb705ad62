import { join } from 'node:path';
import type { BenchResult } from '../../bench/harness.ts';
import { runBench, type SuiteName } from '../../bench/run.ts';
import type { BackendName } from '../../kernels/api.ts';
import { createKernelsSync } from '../../kernels/create.ts';
import { checkWritableFolder, writeFileAtomic } from '../../node/write-file.ts';
import { painter } from '../output/colour.ts';
import { progressLine } from '../output/progress.ts';
import { commitName, machineName } from './machine.ts';
import { benchText } from './text.ts';

/** Options as commander parsed them. */
export interface BenchCommandOptions {
  readonly suite: readonly SuiteName[];
  readonly backends: readonly BackendName[];
  readonly threads: number;
  readonly seconds: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** What `--json` prints. */
export interface BenchReport {
  readonly machine: string;
  readonly node: string;
  readonly commit: string | null;
  readonly threads: number;
  readonly results: readonly BenchResult[];
}

export async function runBenchCommand(options: BenchCommandOptions): Promise<void> {
  if (options.out !== undefined) await checkWritableFolder(options.out);
  const started = performance.now();
  const progress = progressLine();
  let results: BenchResult[];
  try {
    results = await runBench({
      suites: options.suite,
      backends: options.backends,
      seconds: options.seconds,
      createBackend: (backend) => createKernelsSync({ backend }),
      onProgress: progress.update,
    });
  } finally {
    progress.clear();
  }
  const report: BenchReport = {
    machine: machineName(),
    node: process.version,
    commit: commitName(),
    threads: options.threads,
    results,
  };
  if (options.out !== undefined) {
    const file = join(options.out, 'results.json');
    await writeFileAtomic(file, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
  } else {
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(benchText(report, seconds, painter(process.stdout)));
  }
}
