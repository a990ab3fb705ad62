import type { CrossModalCell } from '../../../evaluation/cross-modal/cell.ts';
import type { CrossModalDataset } from '../../../evaluation/cross-modal/dataset.ts';
import {
  compareCrossModal,
  plainCrossModalCell,
  summariseCrossModal,
} from '../../../evaluation/cross-modal/result.ts';
import { runCrossModalEvaluation } from '../../../evaluation/cross-modal/run.ts';
import {
  type CrossModalEvaluationSettings,
  checkCrossModalSettings,
  crossModalDefaults,
} from '../../../evaluation/cross-modal/settings.ts';
import { asUsage, UsageError } from '../../errors.ts';
import { printResult } from '../../output/print-result.ts';
import { runWork, type WorkTools } from '../../work.ts';
import { measuredRun } from '../measured-run.ts';
import { openOutputs } from '../outputs.ts';
import type { EvaluateOptions } from '../run.ts';
import { type CellFiles, digestOfArrays } from '../store.ts';
import { readPairs } from './read-pairs.ts';
import type { CrossModalReport } from './report.ts';
import { crossModalText } from './text.ts';

/** What says nothing here: methods choose their settings as they do, and points are read as pairs. */
const FOREIGN = [
  ['queriesPerClass', '--queries-per-class', 'give --queries'],
  ['baselines', '--baselines', 'name methods'],
  ['tune', '--no-tune', 'methods choose settings as a part of learning'],
  ['folds', '--folds', 'methods choose settings as a part of learning'],
  ['tuneSeconds', '--tune-seconds', 'methods choose settings as a part of learning'],
] as const;

/** One of either direction. */
type Cells = readonly CrossModalCell[];

/** @param given - whether an option stands on the command line. */
export async function runCrossModalCommand(
  data: readonly string[],
  options: EvaluateOptions,
  given: (name: string) => boolean,
): Promise<void> {
  const started = performance.now();
  const { images, texts } = options;
  checkUse(data, options, given);
  if (images === undefined || texts === undefined) {
    throw new UsageError(
      '--protocol cross-modal needs two files: of images with --images, of texts with --texts',
    );
  }
  const outputs = await openOutputs<Cells>(options.out);
  const { cells } = outputs;
  const report = await runWork(async (tools) => {
    tools.progress.update(`reading ${images}`, 0);
    const { labels, groups, name } = options;
    const read = { images, texts, labels: labels[0], groups, name };
    const dataset = await readPairs(read, tools.signal);
    const settings = settingsFrom(options, given, dataset.labels.length);
    asUsage(() => checkCrossModalSettings(settings));
    const measured = await measure({ dataset, settings, cells, started }, options, tools);
    await outputs.write(measured, pageOf, tools.signal);
    return measured;
  }, outputs.kept);
  const { protocol, dataset, peakMemoryBytes } = report;
  const plainCells = report.cells.map(plainCrossModalCell);
  const plain = { protocol, dataset, cells: plainCells, peakMemoryBytes };
  printResult(options.json, plain, (paint) => crossModalText(report, paint) + outputs.report);
}

function checkUse(
  data: readonly string[],
  { labels }: EvaluateOptions,
  given: (name: string) => boolean,
): void {
  if (data.length > 0) {
    throw new UsageError(
      '--protocol cross-modal takes no DATA: give the files with --images and --texts',
    );
  }
  if (labels.length > 1) {
    throw new UsageError('--protocol cross-modal takes --labels once: both sides have the same');
  }
  for (const [name, option, instead] of FOREIGN) {
    if (given(name)) {
      throw new UsageError(`${option} means nothing with --protocol cross-modal: ${instead}`);
    }
  }
}

/** What is not given follows from the number of pairs. */
function settingsFrom(
  options: EvaluateOptions,
  given: (name: string) => boolean,
  pairs: number,
): CrossModalEvaluationSettings {
  const { database, seed, partitions } = options;
  const defaults = crossModalDefaults(pairs, database !== undefined);
  return {
    supervision: given('supervision') ? options.supervision : defaults.supervision,
    bits: given('bits') ? options.bits : defaults.bits,
    methods: given('methods') ? options.methods : defaults.methods,
    partitions,
    seed,
    queries: options.queries ?? defaults.queries,
    ...(database !== undefined && { database }),
  };
}

interface Job {
  readonly dataset: CrossModalDataset;
  readonly settings: CrossModalEvaluationSettings;
  readonly cells: CellFiles<Cells> | undefined;
  /** When the command began. */
  readonly started: number;
}

function measure(
  { dataset, settings, cells: store, started }: Job,
  options: EvaluateOptions,
  tools: WorkTools,
): Promise<CrossModalReport> {
  const about = { digest: digestOfPairs(dataset), started };
  return measuredRun(about, options, tools, async (kernels, shared) => {
    const { cells, resumed } = await runCrossModalEvaluation(kernels, dataset, settings, {
      ...shared,
      ...(store && { store }),
    });
    const result = summariseCrossModal(dataset, cells);
    const comparisons = compareCrossModal(result.cells);
    return { ...result, settings, comparisons, resumedCells: resumed };
  });
}

function digestOfPairs({ images, texts, labels, groups }: CrossModalDataset): string {
  const shape = `${images.rows}x${images.cols}x${texts.cols}${groups ? ' in groups' : ''}`;
  return digestOfArrays(shape, [images.data, texts.data, labels, ...(groups ? [groups] : [])]);
}

async function pageOf(report: CrossModalReport): Promise<string> {
  const { crossModalPage } = await import('./page.ts');
  return crossModalPage(report);
}
