import { basename } from 'node:path';
import { commitName, machineName } from '../../bench/machine.ts';
import { runBench } from '../../bench/run.ts';
import type { SuiteName } from '../../bench/suites/names.ts';
import { BackendError } from '../../core/errors.ts';
import {
  type BenchmarkSet,
  benchmarkSetFrom,
  isBenchmarkSet,
} from '../../data/dataset/benchmark-set.ts';
import type { BackendName } from '../../kernels/api.ts';
import { hasRelaxedSimd } from '../../kernels/runtime/relaxed-simd.ts';
import { inFile } from '../../node/in-file.ts';
import { readContentsFile } from '../../node/read-file.ts';
import { UsageError } from '../errors.ts';
import { checkLabelledData, readLabelledData } from '../labelled-data.ts';
import { printResult } from '../output/print-result.ts';
import { ResultFiles } from '../output/result-files.ts';
import { runWork, type WorkTools } from '../work.ts';
import { type BenchReport, withoutDetails } from './report.ts';
import { benchText } from './text.ts';

/** Options as commander parsed them. */
export interface BenchCommandOptions {
  readonly suite: readonly SuiteName[];
  readonly backends: readonly BackendName[];
  readonly threads: number;
  readonly seconds: number;
  readonly data?: string;
  readonly labels?: string;
  readonly rows?: number;
  readonly out?: string;
  readonly json?: boolean;
}

export async function runBenchCommand(options: BenchCommandOptions): Promise<void> {
  const started = performance.now();
  checkLabelledData(options, 'vectors');
  const files = await ResultFiles.in(options.out, ['results.json', 'index.html']);
  const report = await runWork(
    async (tools) => {
      const measured = await measure(options, tools);
      if (files) {
        // The numbers first: they are safe, whatever happens to the page.
        await files.write('results.json', `${JSON.stringify(measured, null, 2)}\n`, tools.signal);
        const { benchPage } = await import('./page.ts');
        await files.write('index.html', await benchPage(measured), tools.signal);
      }
      return measured;
    },
    () => files?.kept ?? 'nothing was written',
  );
  const seconds = (performance.now() - started) / 1000;
  printResult(
    options.json,
    withoutDetails(report),
    (paint) => benchText(report, seconds, paint) + (files?.report ?? ''),
  );
  const wrong = report.results.filter(({ verified }) => !verified);
  if (wrong.length > 0) {
    const names = wrong.map(({ suite, case: name, contender }) => `${suite} ${name} ${contender}`);
    throw new BackendError(`results that differ from the oracle's: ${names.join('; ')}`);
  }
}

async function measure(
  options: BenchCommandOptions,
  { progress, signal }: WorkTools,
): Promise<BenchReport> {
  const { suite: suites, backends, threads, seconds, rows } = options;
  // Asked for first: the checkout may change during the run.
  const [machine, commit, relaxedSimd] = [machineName(), commitName(), hasRelaxedSimd()];
  const where = { machine, node: process.version, commit, threads, relaxedSimd };
  const results = await runBench({
    ...{ suites, backends, threads, seconds, rows, signal },
    benchmark: await readBenchmark(options),
    dataset: () => readLabelledData(options, progress),
    onProgress: progress.update,
  });
  return { ...where, results };
}

/** The set for benchmarks that the file of data is, if it is one and a suite looks at it. */
async function readBenchmark({
  data,
  labels,
  suite,
}: BenchCommandOptions): Promise<BenchmarkSet | undefined> {
  if (data === undefined || !suite.includes('search')) return undefined;
  const contents = await readContentsFile(data);
  if (!isBenchmarkSet(contents)) return undefined;
  if (labels !== undefined) {
    throw new UsageError(`${data} has queries and neighbours of its own: leave --labels out`);
  }
  const name = basename(data).replace(/\.(hdf5|h5)$/i, '');
  return inFile(data, () => benchmarkSetFrom(contents, name));
}
