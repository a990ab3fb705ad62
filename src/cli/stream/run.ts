import type { StreamSettings } from '../../evaluation/streams/defaults.ts';
import type { StreamVariant } from '../../evaluation/streams/names.ts';
import type { StreamResult } from '../../evaluation/streams/result.ts';
import { compareStreams } from '../../evaluation/streams/run.ts';
import { checkStreamSettings } from '../../evaluation/streams/settings.ts';
import { asUsage } from '../errors.ts';
import { printResult } from '../output/print-result.ts';
import { ResultFiles } from '../output/result-files.ts';
import { checkLabelFiles, readDatasets } from '../read-datasets.ts';
import { type BackendChoice, startKernels } from '../start-kernels.ts';
import { runWork, type WorkTools } from '../work.ts';
import { streamText } from './text.ts';

/** Options as commander parsed them. */
export interface StreamOptions {
  readonly labels: readonly string[];
  readonly variant: readonly StreamVariant[];
  readonly bits: number;
  readonly cost: number;
  readonly landmarks: number;
  readonly points: number;
  readonly batch: number;
  readonly every: number;
  readonly queries: number;
  readonly seeds: number;
  readonly seed: number;
  readonly backend: BackendChoice;
  readonly out?: string;
  readonly json?: boolean;
}

const OUTPUTS = ['results.json'] as const;

export async function runStreamCommand(
  data: readonly string[],
  options: StreamOptions,
): Promise<void> {
  const settings = settingsFrom(options);
  asUsage(() => checkStreamSettings(settings));
  checkLabelFiles(data, options.labels);
  const files = await ResultFiles.in(options.out, OUTPUTS);
  const result = await runWork(
    async (tools) => {
      const measured = await measure(data, settings, options, tools);
      await files?.write('results.json', `${JSON.stringify(measured, null, 2)}\n`, tools.signal);
      return measured;
    },
    () => files?.kept ?? 'nothing was written',
  );
  printResult(options.json, result, (paint) => streamText(result, paint) + (files?.report ?? ''));
}

function settingsFrom(options: StreamOptions): StreamSettings {
  const { variant: variants, bits, cost, landmarks, points, batch, every, queries } = options;
  const seeds = Array.from({ length: options.seeds }, (_, i) => options.seed + i);
  return { variants, bits, cost, landmarks, points, batch, every, queries, seeds };
}

async function measure(
  data: readonly string[],
  settings: StreamSettings,
  { labels, backend }: StreamOptions,
  { progress, signal }: WorkTools,
): Promise<StreamResult> {
  progress.update(`reading ${data[0] ?? 'the bundled images'}`, 0);
  const dataset = await readDatasets(data, { labels }, signal);
  const kernels = await startKernels(backend, progress);
  const onProgress = (variant: StreamVariant, done: number, total: number) =>
    progress.update(variant, done / total);
  return compareStreams(kernels, dataset, settings, { onProgress, signal, now: processorMillis });
}

/** Of this process so far: what others do on the machine is not in it. */
function processorMillis(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
