import { join } from 'node:path';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { runTutorial, type TutorialRun } from '../../evaluation/tutorial/run.ts';
import {
  checkSettings,
  type LearnerName,
  TUTORIAL_DEFAULTS,
  type TutorialSettings,
} from '../../evaluation/tutorial/settings.ts';
import type { BackendName } from '../../kernels/api.ts';
import { createKernels } from '../../kernels/create.ts';
import { readDatasetFile } from '../../node/read-file.ts';
import { checkWritableFile, writeFileAtomic } from '../../node/write-file.ts';
import { readBundledDataset } from '../bundled-dataset.ts';
import { asUsage, printable, UsageError } from '../errors.ts';
import { painter } from '../output/colour.ts';
import { progressLine } from '../output/progress.ts';
import { type TableArguments, tableOptions } from '../table-options.ts';
import { uninterrupted } from '../uninterrupted.ts';
import { checkSplit } from './check-split.ts';
import { tutorialText } from './text.ts';

/** Options as commander parsed them. */
export interface TutorialOptions extends TableArguments {
  readonly data?: string;
  readonly labels?: string;
  readonly bits: readonly number[];
  readonly seed: number;
  readonly splitSeed: number;
  readonly queries?: number;
  readonly train?: number;
  readonly maxRadius?: number;
  readonly top: number;
  readonly iterations: number;
  readonly alpha: number;
  readonly cost: number;
  readonly learner: LearnerName;
  readonly backend: 'auto' | BackendName;
  readonly out?: string;
  readonly json?: boolean;
}

/** Sizes for the bundled images: 0.2% and 2% of 10,000 would be too few to measure. */
const BUNDLED_QUERIES = 200;
const BUNDLED_TRAIN = 1200;

export async function runTutorialCommand(options: TutorialOptions): Promise<void> {
  const started = performance.now();
  if (options.labels !== undefined && options.data === undefined) {
    throw new UsageError('--labels needs --data: give the file of the points too');
  }
  const settings = settingsFrom(options);
  asUsage(() => checkSettings(settings));
  const files = options.out === undefined ? undefined : outputs(options.out);
  for (const file of Object.values(files ?? {})) await checkWritableFile(file);
  const progress = progressLine();
  try {
    progress.update(`reading ${options.data ?? 'the bundled images'}`, 0);
    const dataset = await readData(options, progress);
    checkSplit(dataset, settings);
    const kernels = await createKernels({
      backend: options.backend,
      onFallback: (reason) => {
        progress.clear();
        process.stderr.write(`${printable(reason)}\n`);
      },
    });
    const run = await runTutorial(kernels, dataset, settings, { onProgress: progress.update });
    progress.clear();
    if (files !== undefined) await writeOutputs(files, run, dataset);
    if (options.json) {
      process.stdout.write(`${JSON.stringify(run.result)}\n`);
    } else {
      const seconds = (performance.now() - started) / 1000;
      process.stdout.write(tutorialText(run, dataset, seconds, painter(process.stdout)));
      if (files !== undefined) {
        process.stdout.write(`\nWrote ${files.numbers}\nWrote ${files.page}\n`);
      }
    }
  } finally {
    progress.clear();
  }
}

interface Outputs {
  readonly numbers: string;
  readonly page: string;
}

function outputs(folder: string): Outputs {
  return { numbers: join(folder, 'results.json'), page: join(folder, 'index.html') };
}

/** The numbers first: they are safe, whatever happens to the page. */
async function writeOutputs(files: Outputs, run: TutorialRun, dataset: Dataset): Promise<void> {
  const { result, settings, details } = run;
  const text = `${JSON.stringify({ ...result, settings, details }, null, 2)}\n`;
  await uninterrupted(() => writeFileAtomic(files.numbers, text));
  const { tutorialReport } = await import('./report.ts');
  const page = await tutorialReport(run, dataset);
  await uninterrupted(() => writeFileAtomic(files.page, page));
}

function settingsFrom(options: TutorialOptions): TutorialSettings {
  const isBundled = options.data === undefined;
  const { bits, seed, splitSeed, maxRadius, top, iterations, alpha, cost, learner } = options;
  return {
    bits,
    seed,
    splitSeed,
    queries: options.queries ?? (isBundled ? BUNDLED_QUERIES : TUTORIAL_DEFAULTS.queries),
    train: options.train ?? (isBundled ? BUNDLED_TRAIN : TUTORIAL_DEFAULTS.train),
    ...(maxRadius !== undefined && { maxRadius }),
    top,
    iterations,
    alpha,
    cost,
    learner,
  };
}

async function readData(options: TutorialOptions, progress: { clear(): void }): Promise<Dataset> {
  const { data, labels } = options;
  if (data === undefined) return readBundledDataset();
  return readDatasetFile(data, { labels, ...tableOptions(options, progress) });
}
