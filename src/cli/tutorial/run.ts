import { join } from 'node:path';
import type { Dataset } from '../../data/dataset.ts';
import { splitDataset } from '../../data/split.ts';
import { runTutorial } from '../../evaluation/tutorial/run.ts';
import {
  checkSettings,
  type LearnerName,
  TUTORIAL_DEFAULTS,
  type TutorialSettings,
} from '../../evaluation/tutorial/settings.ts';
import type { BackendName } from '../../kernels/api.ts';
import { createKernels } from '../../kernels/create.ts';
import { readDatasetFile } from '../../node/read-file.ts';
import { checkWritableFolder, writeFileAtomic } from '../../node/write-file.ts';
import { readBundledDataset } from '../bundled-dataset.ts';
import { asUsage, UsageError } from '../errors.ts';
import { painter } from '../output/colour.ts';
import { progressLine } from '../output/progress.ts';
import { tutorialText } from './text.ts';

/** Options as commander parsed them. */
export interface TutorialOptions {
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
  if (options.out !== undefined) await checkWritableFolder(options.out);
  const progress = progressLine();
  try {
    progress.update(`reading ${options.data ?? 'the bundled images'}`, 0);
    const dataset = await readData(options);
    const { queries, train, splitSeed: seed } = settings;
    asUsage(() => splitDataset(dataset.points.rows, { queries, train, seed }));
    const kernels = await createKernels({
      backend: options.backend,
      onFallback: (reason) => process.stderr.write(`${reason}\n`),
    });
    const run = await runTutorial(kernels, dataset, settings, { onProgress: progress.update });
    progress.clear();
    if (options.out !== undefined) {
      const file = join(options.out, 'results.json');
      const { result, details } = run;
      await writeFileAtomic(file, `${JSON.stringify({ ...result, settings, details }, null, 2)}\n`);
    }
    if (options.json) {
      process.stdout.write(`${JSON.stringify(run.result)}\n`);
    } else {
      const seconds = (performance.now() - started) / 1000;
      process.stdout.write(tutorialText(run, dataset, seconds, painter(process.stdout)));
      if (options.out !== undefined) {
        process.stdout.write(`\nWrote ${join(options.out, 'results.json')}\n`);
      }
    }
  } finally {
    progress.clear();
  }
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

async function readData(options: TutorialOptions): Promise<Dataset> {
  if (options.data === undefined) return readBundledDataset();
  return readDatasetFile(options.data, { labels: options.labels });
}
