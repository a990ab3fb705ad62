import { join } from 'node:path';
import { commitName, machineName } from '../../bench/machine.ts';
import { pause } from '../../core/next-task.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { joinDatasets } from '../../data/dataset/join-datasets.ts';
import { compareMethods } from '../../evaluation/comparison/comparisons.ts';
import { plainCell, summariseEvaluation } from '../../evaluation/comparison/result.ts';
import { checkDivision, runEvaluation } from '../../evaluation/comparison/run.ts';
import {
  checkEvaluationSettings,
  type EvaluationSettings,
} from '../../evaluation/comparison/settings.ts';
import type { ProtocolName } from '../../evaluation/protocols/protocol.ts';
import { readBundledDataset } from '../../node/bundled-dataset.ts';
import { readDatasetFile } from '../../node/read-file.ts';
import { createThreadPool } from '../../node/threads.ts';
import { checkWritableFolder } from '../../node/write-file.ts';
import { asUsage, UsageError } from '../errors.ts';
import { printResult } from '../output/print-result.ts';
import { ResultFiles } from '../output/result-files.ts';
import { type BackendChoice, startKernels } from '../start-kernels.ts';
import { runWork, type WorkTools } from '../work.ts';
import { tableCsv, tableLatex } from './exports.ts';
import type { EvaluateReport } from './report.ts';
import { CellFiles, digestOf } from './store.ts';
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
  readonly backend: BackendChoice;
  readonly out?: string;
  readonly json?: boolean;
}

const OUTPUTS = ['results.json', 'results.csv', 'results.tex', 'index.html'] as const;
type Outputs = ResultFiles<(typeof OUTPUTS)[number]>;

export async function runEvaluateCommand(
  data: readonly string[],
  options: EvaluateOptions,
): Promise<void> {
  const started = performance.now();
  const settings = settingsFrom(options);
  checkFiles(data, options);
  asUsage(() => checkEvaluationSettings(settings));
  const files = await ResultFiles.in(options.out, OUTPUTS);
  const cells = await cellsIn(options.out);
  const report = await runWork(
    async (tools) => {
      tools.progress.update(`reading ${data[0] ?? 'the bundled images'}`, 0);
      const dataset = await readData(data, options, tools);
      asUsage(() => checkDivision(dataset, settings));
      const measured = await measure({ dataset, settings, cells, started }, options, tools);
      if (files) await writeOutputs(files, measured, tools.signal);
      return measured;
    },
    () => keptBy(files, cells),
  );
  const { protocol, dataset } = report;
  const plain = { protocol, dataset, cells: report.cells.map(plainCell) };
  printResult(options.json, plain, (paint) => evaluateText(report, paint) + (files?.report ?? ''));
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

async function cellsIn(folder: string | undefined): Promise<CellFiles | undefined> {
  if (folder === undefined) return undefined;
  const cells = join(folder, 'cells');
  await checkWritableFolder(cells);
  return new CellFiles(cells);
}

/** What a signal leaves, as a clause. */
function keptBy(files: Outputs | undefined, cells: CellFiles | undefined): string {
  if (!files || !cells) return 'nothing was written; with --out finished cells are kept';
  if (cells.count === 0) return files.kept;
  const finished = cells.count === 1 ? '1 finished cell is' : `${cells.count} finished cells are`;
  return `${finished} kept in ${cells.folder}, and the same command goes on after them`;
}

async function readData(
  data: readonly string[],
  options: EvaluateOptions,
  { signal }: WorkTools,
): Promise<Dataset> {
  if (data.length === 0) {
    const bundled = await readBundledDataset();
    return { ...bundled, name: options.name ?? bundled.name };
  }
  const parts: Dataset[] = [];
  for (const [i, file] of data.entries()) {
    parts.push(await readDatasetFile(file, { labels: options.labels[i] }));
    await pause(signal);
  }
  return joinDatasets(parts, options.name);
}

interface Job {
  readonly dataset: Dataset;
  readonly settings: EvaluationSettings;
  readonly cells: CellFiles | undefined;
  /** When the command began. */
  readonly started: number;
}

async function measure(
  { dataset, settings, cells: store, started }: Job,
  { backend, threads }: EvaluateOptions,
  { progress, signal }: WorkTools,
): Promise<EvaluateReport> {
  // Asked for first: the checkout may change during the run.
  const where = { machine: machineName(), node: process.version, commit: commitName() };
  const digest = digestOf(dataset);
  const kernels = await startKernels(backend, progress);
  const pool = threads > 1 ? await createThreadPool({ backend: kernels.name, threads }) : undefined;
  try {
    const { cells, resumed } = await runEvaluation(kernels, dataset, settings, {
      ...(pool && { executor: pool }),
      ...(store && { store }),
      digest,
      onProgress: progress.update,
      signal,
    });
    const result = summariseEvaluation(settings.protocol, dataset, cells);
    return {
      ...result,
      settings,
      comparisons: compareMethods(result.cells),
      digest,
      ...where,
      backend: kernels.name,
      threads,
      seconds: (performance.now() - started) / 1000,
      resumedCells: resumed,
      created: new Date().toISOString(),
    };
  } finally {
    await pool?.close();
  }
}

/** The numbers first: they are safe, whatever happens to the page. */
async function writeOutputs(
  files: Outputs,
  report: EvaluateReport,
  signal: AbortSignal,
): Promise<void> {
  await files.write('results.json', `${JSON.stringify(report, null, 2)}\n`, signal);
  await files.write('results.csv', tableCsv(report), signal);
  await files.write('results.tex', tableLatex(report), signal);
  const { evaluationPage } = await import('./page.ts');
  await files.write('index.html', await evaluationPage(report), signal);
}
