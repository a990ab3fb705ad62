import { pause } from '../../core/next-task.ts';
import { runTutorial } from '../../evaluation/tutorial/run.ts';
import {
  checkSettings,
  type LearnerName,
  TUTORIAL_DEFAULTS,
  type TutorialSettings,
} from '../../evaluation/tutorial/settings.ts';
import { asUsage } from '../errors.ts';
import { checkLabelledData, readLabelledData } from '../labelled-data.ts';
import type { TableArguments } from '../options/table.ts';
import { printResult } from '../output/print-result.ts';
import { ResultFiles } from '../output/result-files.ts';
import { type BackendChoice, startKernels } from '../start-kernels.ts';
import { runWork, type WorkTools } from '../work.ts';
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
  readonly backend: BackendChoice;
  readonly out?: string;
  readonly json?: boolean;
}

/** Sizes for the bundled images: 0.2% and 2% of 10,000 would be too few to measure. */
const BUNDLED_QUERIES = 200;
const BUNDLED_TRAIN = 1200;

export async function runTutorialCommand(options: TutorialOptions): Promise<void> {
  const started = performance.now();
  checkLabelledData(options, 'points');
  const settings = settingsFrom(options);
  asUsage(() => checkSettings(settings));
  const files = await ResultFiles.in(options.out, ['results.json', 'index.html']);
  const { run, dataset } = await runWork(
    async (tools) => {
      const done = await measure(options, settings, tools);
      if (files) {
        const { result, details } = done.run;
        const numbers = JSON.stringify({ ...result, settings, details }, null, 2);
        // The numbers first: they are safe, whatever happens to the page.
        await files.write('results.json', `${numbers}\n`, tools.signal);
        const { tutorialPage } = await import('./page.ts');
        await files.write('index.html', await tutorialPage(done.run, done.dataset), tools.signal);
      }
      return done;
    },
    () => files?.kept ?? 'nothing was written',
  );
  const seconds = (performance.now() - started) / 1000;
  printResult(
    options.json,
    run.result,
    (paint) => tutorialText(run, dataset, seconds, paint) + (files?.report ?? ''),
  );
}

async function measure(
  options: TutorialOptions,
  settings: TutorialSettings,
  { progress, signal }: WorkTools,
) {
  progress.update(`reading ${options.data ?? 'the bundled images'}`, 0);
  const dataset = await readLabelledData(options, progress);
  checkSplit(dataset, settings);
  await pause(signal);
  const kernels = await startKernels(options.backend, progress);
  const onProgress = progress.update;
  return { run: await runTutorial(kernels, dataset, settings, { onProgress, signal }), dataset };
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
