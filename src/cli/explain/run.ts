import { pause } from '../../core/next-task.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import {
  type WalkthroughChoices,
  walkthroughSettings,
} from '../../evaluation/walkthrough/settings.ts';
import { BUNDLED_SOURCE, type DatasetSource } from '../../evaluation/walkthrough/source.ts';
import { WALKTHROUGH_STEPS } from '../../evaluation/walkthrough/steps.ts';
import type { Walkthrough } from '../../evaluation/walkthrough/types.ts';
import { walkthrough } from '../../evaluation/walkthrough/walkthrough.ts';
import { asUsage } from '../errors.ts';
import { checkLabelledData, readLabelledData } from '../labelled-data.ts';
import type { TableArguments } from '../options/table.ts';
import { printResult } from '../output/print-result.ts';
import { type BackendChoice, startKernels } from '../start-kernels.ts';
import { checkSplit } from '../tutorial/check-split.ts';
import { runWork, type WorkTools } from '../work.ts';
import { explainText } from './text.ts';

/** Options as commander parsed them. */
export interface ExplainOptions extends TableArguments {
  /** From 1. */
  readonly step?: number;
  readonly code?: boolean;
  readonly data?: string;
  readonly labels?: string;
  readonly bits: number;
  readonly seed: number;
  readonly row: number;
  readonly alpha?: number;
  readonly queries?: number;
  readonly train?: number;
  readonly splitSeed: number;
  readonly backend: BackendChoice;
  readonly json?: boolean;
}

export async function runExplainCommand(options: ExplainOptions): Promise<void> {
  checkLabelledData(options, 'points');
  const told = await runWork((tools) => tell(options, tools));
  const shown = { code: options.code ?? false, again: argumentsOf(options) };
  printResult(options.json, told, (paint) => explainText(told, shown, paint));
}

async function tell(
  options: ExplainOptions,
  { progress, signal }: WorkTools,
): Promise<Walkthrough> {
  progress.update(`reading ${options.data ?? 'the bundled images'}`, 0);
  const dataset = await readLabelledData(options, progress);
  const choices = choicesFrom(options);
  check(dataset, choices);
  await pause(signal);
  const kernels = await startKernels(options.backend, progress);
  return walkthrough(kernels, dataset, choices, {
    steps: options.step === undefined ? undefined : [WALKTHROUGH_STEPS[options.step - 1]],
    source: sourceOf(options),
    onProgress: progress.update,
    signal,
  });
}

/** Refuses what does not fit the dataset, before any work. */
function check(dataset: Dataset, choices: WalkthroughChoices): void {
  const { rows } = dataset.points;
  const { bits, ...settings } = asUsage(() => walkthroughSettings(rows, choices));
  checkSplit(dataset, { ...settings, bits: [bits] });
}

function choicesFrom(options: ExplainOptions): WalkthroughChoices {
  const { bits, seed, row, alpha, queries, train, splitSeed } = options;
  return { bits, seed, row, alpha, queries, train, splitSeed, toy: { alpha } };
}

/** For the lines of code: what was read, and how. */
function sourceOf(options: ExplainOptions): DatasetSource {
  const { data, labels, array, labelColumn, missing, header } = options;
  if (data === undefined) return BUNDLED_SOURCE;
  return {
    file: data,
    options: {
      ...(labels !== undefined && { labels }),
      ...(array !== undefined && { array }),
      ...(labelColumn !== undefined && { labelColumn }),
      ...(missing !== undefined && missing !== 'error' && { missing }),
      ...(header === false && { header }),
    },
  };
}

/** What must be typed again to see another step of the same story. */
function argumentsOf(options: ExplainOptions): string {
  const { data, labels, array, labelColumn, bits, seed, row, alpha } = options;
  const given: [string, string | number | undefined][] = [
    ['data', data],
    ['labels', labels],
    ['array', array],
    ['label-column', labelColumn],
    ['bits', bits === 16 ? undefined : bits],
    ['seed', seed === 0 ? undefined : seed],
    ['row', row === 0 ? undefined : row],
    ['alpha', alpha],
  ];
  return given
    .flatMap(([name, value]) => (value === undefined ? [] : [` --${name} ${quoted(value)}`]))
    .join('');
}

/** As a shell takes it. */
function quoted(value: string | number): string {
  const text = String(value);
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
