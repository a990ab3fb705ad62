import { join } from 'node:path';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { joinDatasets } from '../../data/dataset/join-datasets.ts';
import { type Comparison, compareMethods } from '../../evaluation/comparison/comparisons.ts';
import {
  type DetailedCell,
  type EvaluationResult,
  plainCell,
  summariseEvaluation,
} from '../../evaluation/comparison/result.ts';
import { checkDivision, runEvaluation } from '../../evaluation/comparison/run.ts';
import {
  checkEvaluationSettings,
  type EvaluationSettings,
} from '../../evaluation/comparison/settings.ts';
import type { ProtocolName } from '../../evaluation/protocols/protocol.ts';
import type { BackendName } from '../../kernels/api.ts';
import { createKernels } from '../../kernels/create.ts';
import { readDatasetFile } from '../../node/read-file.ts';
import { createThreadPool } from '../../node/threads.ts';
import { checkWritableFile, checkWritableFolder, writeFileAtomic } from '../../node/write-file.ts';
import { commitName, machineName } from '../bench/machine.ts';
import { readBundledDataset } from '../bundled-dataset.ts';
import { asUsage, printable, UsageError } from '../errors.ts';
import { painter } from '../output/colour.ts';
import { progressLine } from '../output/progress.ts';
import { uninterrupted } from '../uninterrupted.ts';
import { tableCsv, tableLatex } from './exports.ts';
import { cellFiles, digestOf } from './store.ts';
import { evaluateText } from './text.ts';

/** Options as commander parsed them. */
export interface EvaluateOptions {
  readonly labels: readonly string[];
  readonly name?: string;
  readonly protocol: ProtocolName;
  readonly supervision: readonly number[];
  readonly bits: readonly number[];
  readonly methods: readonly string[];
  readonly partitions: number;
  readonly queriesPerClass: number;
  readonly seed: number;
  /** False with --no-tune. */
  readonly tune: boolean;
  readonly folds: number;
  readonly tuneSeconds: number;
  readonly threads: number;
  readonly backend: 'auto' | BackendName;
  readonly out?: string;
  readonly json?: boolean;
}

/** What results.json holds, and where it was measured. */
export interface EvaluateReport extends EvaluationResult<DetailedCell> {
  readonly settings: EvaluationSettings;
  readonly comparisons: readonly Comparison[];
  readonly digest: string;
  readonly machine: string;
  readonly node: string;
  readonly commit: string | null;
  readonly backend: BackendName;
  readonly threads: number;
  readonly seconds: number;
  readonly resumedCells: number;
  /** When it was measured, as ISO 8601. */
  readonly created: string;
}

export async function runEvaluateCommand(
  data: readonly string[],
  options: EvaluateOptions,
): Promise<void> {
  const started = performance.now();
  const settings = settingsFrom(options);
  checkFiles(data, options);
  asUsage(() => checkEvaluationSettings(settings));
  const files = options.out === undefined ? undefined : outputs(options.out);
  if (files) {
    for (const file of Object.values(files.written)) await checkWritableFile(file);
    await checkWritableFolder(files.cells);
  }
  const progress = progressLine();
  try {
    progress.update(`reading ${data[0] ?? 'the bundled images'}`, 0);
    const dataset = await readData(data, options);
    asUsage(() => checkDivision(dataset, settings));
    const where = { machine: machineName(), node: process.version, commit: commitName() };
    const digest = digestOf(dataset);
    const measured = await measure(dataset, settings, options, digest, progress);
    progress.clear();
    const seconds = (performance.now() - started) / 1000;
    const result = summariseEvaluation(settings.protocol, dataset, measured.cells);
    const report: EvaluateReport = {
      ...result,
      settings,
      comparisons: compareMethods(result.cells),
      digest,
      ...where,
      backend: measured.backend,
      threads: options.threads,
      seconds,
      resumedCells: measured.resumed,
      created: new Date().toISOString(),
    };
    if (files) await writeOutputs(files.written, report);
    if (options.json) {
      const plain: EvaluationResult = { ...result, cells: result.cells.map(plainCell) };
      process.stdout.write(`${JSON.stringify(plain)}\n`);
    } else {
      const ran = { seconds, resumed: measured.resumed, cells: measured.cells.length };
      process.stdout.write(evaluateText(report, report.comparisons, ran, painter(process.stdout)));
      for (const file of Object.values(files?.written ?? {}))
        process.stdout.write(`\nWrote ${file}`);
      if (files) process.stdout.write('\n');
    }
  } finally {
    progress.clear();
  }
}

function settingsFrom(options: EvaluateOptions): EvaluationSettings {
  const { protocol, supervision, bits, methods, partitions, seed, queriesPerClass } = options;
  const tuning = options.tune ? { folds: options.folds, seconds: options.tuneSeconds } : null;
  return { protocol, supervision, bits, methods, partitions, seed, queriesPerClass, tuning };
}

function checkFiles(data: readonly string[], { labels }: EvaluateOptions): void {
  if (labels.length > 0 && labels.length !== data.length) {
    throw new UsageError(
      `--labels must be given once for each file of points: ${data.length} of points, ` +
        `${labels.length} of labels`,
    );
  }
}

async function readData(data: readonly string[], options: EvaluateOptions): Promise<Dataset> {
  if (data.length === 0) {
    const bundled = await readBundledDataset();
    return { ...bundled, name: options.name ?? bundled.name };
  }
  const parts: Dataset[] = [];
  for (const [i, file] of data.entries()) {
    parts.push(await readDatasetFile(file, { labels: options.labels[i] }));
  }
  return joinDatasets(parts, options.name);
}

async function measure(
  dataset: Dataset,
  settings: EvaluationSettings,
  options: EvaluateOptions,
  digest: string,
  progress: ReturnType<typeof progressLine>,
) {
  const { backend, threads, out } = options;
  const kernels = await createKernels({
    backend,
    onFallback: (reason) => {
      progress.clear();
      process.stderr.write(`${printable(reason)}\n`);
    },
  });
  const pool = threads > 1 ? await createThreadPool({ backend: kernels.name, threads }) : undefined;
  try {
    const run = await runEvaluation(kernels, dataset, settings, {
      ...(pool && { executor: pool }),
      ...(out !== undefined && { store: cellFiles(outputs(out).cells) }),
      digest,
      onProgress: progress.update,
    });
    return { ...run, backend: kernels.name };
  } finally {
    await pool?.close();
  }
}

function outputs(folder: string) {
  const file = (name: string) => join(folder, name);
  const written = {
    numbers: file('results.json'),
    csv: file('results.csv'),
    latex: file('results.tex'),
    page: file('index.html'),
  };
  return { written, cells: file('cells') };
}

/** The numbers first: they are safe, whatever happens to the page. */
async function writeOutputs(
  files: ReturnType<typeof outputs>['written'],
  report: EvaluateReport,
): Promise<void> {
  const write = (file: string, text: string) => uninterrupted(() => writeFileAtomic(file, text));
  await write(files.numbers, `${JSON.stringify(report, null, 2)}\n`);
  await write(files.csv, tableCsv(report));
  await write(files.latex, tableLatex(report));
  const { evaluationPage } = await import('./page.ts');
  await write(files.page, await evaluationPage(report));
}
