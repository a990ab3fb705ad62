import type { Dataset } from '../../data/dataset/dataset.ts';
import type { Cell } from '../../evaluation/comparison/cell.ts';
import { compareMethods } from '../../evaluation/comparison/comparisons.ts';
import { plainCell, summariseEvaluation } from '../../evaluation/comparison/result.ts';
import { checkDivision, runEvaluation } from '../../evaluation/comparison/run.ts';
import {
  checkEvaluationSettings,
  type EvaluationSettings,
} from '../../evaluation/comparison/settings.ts';
import type { ProtocolName } from '../../evaluation/protocols/protocol.ts';
import { asUsage, UsageError } from '../errors.ts';
import { printResult } from '../output/print-result.ts';
import { checkLabelFiles, readDatasets } from '../read-datasets.ts';
import type { BackendChoice } from '../start-kernels.ts';
import { runWork, type WorkTools } from '../work.ts';
import { budgetText, tuningSpent } from './budget.ts';
import { measuredRun } from './measured-run.ts';
import { openOutputs } from './outputs.ts';
import type { EvaluateReport } from './report.ts';
import { type CellFiles, digestOf } from './store.ts';
import { evaluateText } from './text.ts';

/** Options as commander parsed them. */
export interface EvaluateOptions {
  readonly labels: readonly string[];
  /** Of pairs, with the two below: for the protocol cross-modal alone. */
  readonly images?: string;
  readonly texts?: string;
  readonly groups?: string;
  readonly queries?: number;
  readonly name?: string;
  readonly protocol: ProtocolName;
  readonly supervision: readonly number[];
  readonly bits: readonly number[];
  readonly methods: readonly string[];
  readonly baselines?: boolean;
  readonly partitions: number;
  readonly queriesPerClass: number;
  readonly database?: number;
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

/** What says how settings are chosen. */
const TUNING_OPTIONS = [
  ['folds', '--folds'],
  ['tuneSeconds', '--tune-seconds'],
] as const;

/** What says who is what among pairs. */
const PAIR_OPTIONS = [
  ['images', '--images'],
  ['texts', '--texts'],
  ['groups', '--groups'],
  ['queries', '--queries'],
] as const;

/** @param given - whether an option stands on the command line. */
export async function runEvaluateCommand(
  data: readonly string[],
  options: EvaluateOptions,
  given: (name: string) => boolean,
): Promise<void> {
  for (const [name, option] of TUNING_OPTIONS) {
    if (options.tune || !given(name)) continue;
    throw new UsageError(`${option} means nothing with --no-tune: leave out one of the two`);
  }
  for (const [name, option] of PAIR_OPTIONS) {
    if (given(name)) throw new UsageError(`${option} is for --protocol cross-modal alone`);
  }
  const started = performance.now();
  const settings = settingsFrom(options);
  checkLabelFiles(data, options.labels);
  asUsage(() => checkEvaluationSettings(settings));
  const outputs = await openOutputs<Cell>(options.out);
  const { cells } = outputs;
  const report = await runWork(async (tools) => {
    tools.progress.update(`reading ${data[0] ?? 'the bundled images'}`, 0);
    const dataset = await readDatasets(data, options, tools.signal);
    asUsage(() => checkDivision(dataset, settings));
    if (!options.json) tellBudget(settings, tools);
    const measured = await measure({ dataset, settings, cells, started }, options, tools);
    await outputs.write(measured, pageOf, tools.signal);
    return measured;
  }, outputs.kept);
  const { protocol, dataset, peakMemoryBytes } = report;
  const plain = { protocol, dataset, cells: report.cells.map(plainCell), peakMemoryBytes };
  printResult(options.json, plain, (paint) => evaluateText(report, paint) + outputs.report);
}

/** What choosing settings may take, before it begins. */
function tellBudget(settings: EvaluationSettings, { progress }: WorkTools): void {
  if (!settings.tuning) return;
  progress.clear();
  process.stderr.write(`${budgetText(settings.tuning)}\n`);
}

function settingsFrom(options: EvaluateOptions): EvaluationSettings {
  const { protocol, supervision, bits, methods, partitions, seed, queriesPerClass } = options;
  const { baselines = false, database } = options;
  const tuning = options.tune ? { folds: options.folds, seconds: options.tuneSeconds } : null;
  const drawn = { partitions, seed, queriesPerClass, ...(database !== undefined && { database }) };
  return { protocol, supervision, bits, methods, baselines, ...drawn, tuning };
}

interface Job {
  readonly dataset: Dataset;
  readonly settings: EvaluationSettings;
  readonly cells: CellFiles | undefined;
  /** When the command began. */
  readonly started: number;
}

function measure(
  { dataset, settings, cells: store, started }: Job,
  options: EvaluateOptions,
  tools: WorkTools,
): Promise<EvaluateReport> {
  const about = { digest: digestOf(dataset), started };
  return measuredRun(about, options, tools, async (kernels, shared) => {
    const { cells, resumed } = await runEvaluation(kernels, dataset, settings, {
      ...shared,
      ...(store && { store }),
    });
    const result = summariseEvaluation(settings.protocol, dataset, cells);
    return {
      ...result,
      settings,
      comparisons: compareMethods(result.cells),
      resumedCells: resumed,
      tuningSpent: tuningSpent(cells),
    };
  });
}

async function pageOf(report: EvaluateReport): Promise<string> {
  const { evaluationPage } = await import('./page.ts');
  return evaluationPage(report);
}
