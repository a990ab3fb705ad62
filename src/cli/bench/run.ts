import { basename, join } from 'node:path';
import type { BenchResult, DetailedResult } from '../../bench/harness.ts';
import { runBench, type SuiteName } from '../../bench/run.ts';
import { BackendError } from '../../core/errors.ts';
import type { FileContents } from '../../data/contents.ts';
import {
  type BenchmarkSet,
  benchmarkSetFrom,
  isBenchmarkSet,
} from '../../data/dataset/benchmark-set.ts';
import { type Dataset, datasetFrom } from '../../data/dataset/dataset.ts';
import type { BackendName } from '../../kernels/api.ts';
import { inFile } from '../../node/in-file.ts';
import { readContentsFile, readFileBytes } from '../../node/read-file.ts';
import { checkWritableFile, writeFileAtomic } from '../../node/write-file.ts';
import { readBundledDataset } from '../bundled-dataset.ts';
import { UsageError } from '../errors.ts';
import { painter } from '../output/colour.ts';
import { progressLine } from '../output/progress.ts';
import { uninterrupted } from '../uninterrupted.ts';
import { commitName, machineName } from './machine.ts';
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

/** What a run found, and where. */
export interface BenchReport<Result extends BenchResult = DetailedResult> {
  readonly machine: string;
  readonly node: string;
  readonly commit: string | null;
  readonly threads: number;
  readonly results: readonly Result[];
}

export async function runBenchCommand(options: BenchCommandOptions): Promise<void> {
  const started = performance.now();
  if (options.labels !== undefined && options.data === undefined) {
    throw new UsageError('--labels needs --data: give the file of the vectors too');
  }
  const files = options.out === undefined ? undefined : outputs(options.out);
  for (const file of Object.values(files ?? {})) await checkWritableFile(file);
  const report = await measure(options);
  if (files !== undefined) await writeOutputs(files, report);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(withoutDetails(report))}\n`);
  } else {
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(benchText(report, seconds, painter(process.stdout)));
    if (files !== undefined) {
      process.stdout.write(`\nWrote ${files.numbers}\nWrote ${files.page}\n`);
    }
  }
  const wrong = report.results.filter(({ verified }) => !verified);
  if (wrong.length > 0) {
    const names = wrong.map(({ suite, case: name, contender }) => `${suite} ${name} ${contender}`);
    throw new BackendError(`results that differ from the oracle's: ${names.join('; ')}`);
  }
}

async function measure(options: BenchCommandOptions): Promise<BenchReport> {
  const { suite: suites, backends, threads, seconds, rows } = options;
  // Asked for first: the checkout may change during the run.
  const where = { machine: machineName(), node: process.version, commit: commitName(), threads };
  const progress = progressLine();
  try {
    const onProgress = progress.update;
    const given = await readGiven(options);
    const dataset = () => readData(options, given);
    const benchmark =
      given && isBenchmarkSet(given) ? await benchmarkOf(options, given) : undefined;
    const bench = { suites, backends, threads, seconds, rows, dataset, benchmark, onProgress };
    return { ...where, results: await runBench(bench) };
  } finally {
    progress.clear();
  }
}

/** What is in the file of data, where there is one and a suite that looks at it. */
async function readGiven({ data, suite }: BenchCommandOptions): Promise<FileContents | null> {
  return data !== undefined && suite.includes('search') ? readContentsFile(data) : null;
}

function benchmarkOf(
  { data = '', labels }: BenchCommandOptions,
  contents: FileContents,
): Promise<BenchmarkSet> {
  if (labels !== undefined) {
    throw new UsageError(`${data} has queries and neighbours of its own: leave --labels out`);
  }
  const name = basename(data).replace(/\.(hdf5|h5)$/i, '');
  return inFile(data, () => benchmarkSetFrom(contents, name));
}

async function readData(
  { data, labels }: BenchCommandOptions,
  contents: FileContents | null,
): Promise<Dataset> {
  if (data === undefined || contents === null) return readBundledDataset();
  const labelBytes = labels === undefined ? undefined : await readFileBytes(labels);
  return datasetFrom(contents, {
    name: basename(data),
    ...(labels !== undefined && { labels: labelBytes, labelsName: basename(labels) }),
  });
}

/** The report as `--json` prints it; results.json has more. */
function withoutDetails({ results, ...where }: BenchReport): BenchReport<BenchResult> {
  return { ...where, results: results.map(({ quartiles, ...result }) => result) };
}

interface Outputs {
  readonly numbers: string;
  readonly page: string;
}

function outputs(folder: string): Outputs {
  return { numbers: join(folder, 'results.json'), page: join(folder, 'index.html') };
}

/** The numbers first: they are safe, whatever happens to the page. */
async function writeOutputs(files: Outputs, report: BenchReport): Promise<void> {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  await uninterrupted(() => writeFileAtomic(files.numbers, text));
  const { benchPage } = await import('./page.ts');
  const page = await benchPage(report);
  await uninterrupted(() => writeFileAtomic(files.page, page));
}
