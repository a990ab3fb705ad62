import { checkArray, checkKernels, checkWhole, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { pause } from '../../core/next-task.ts';
import { checkOptions } from '../../core/options.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { splitDataset } from '../../data/dataset/split.ts';
import type { Kernels } from '../../kernels/api.ts';
import { checkDataset } from '../check-dataset.ts';
import { type WalkthroughChoices, walkthroughSettings } from './settings.ts';
import type { DatasetSource } from './source.ts';
import { EFFORT, TELLERS, WALKTHROUGH_STEPS } from './steps.ts';
import { Story, type Turn } from './story.ts';
import type { Walkthrough, WalkthroughStep, WalkthroughStepId } from './types.ts';

/** Options of `walkthrough`. */
export interface WalkthroughOptions {
  /** The steps to tell, in the order of the story. Default: all. */
  readonly steps?: readonly WalkthroughStepId[] | undefined;
  /** Where the dataset was read from, for the lines of code. Default: the file of its name. */
  readonly source?: DatasetSource | undefined;
  /** Called with a sentence and the share that is done. */
  readonly onProgress?: ((message: string, share: number) => void) | undefined;
  /** Aborting rejects the promise with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The story of the tutorial "Learning to Hash" (Moran, learning2hash.github.io) on a labelled dataset,
 * step by step: hyperplanes, bits, buckets, search by Hamming radius, graph regularised hashing, and an
 * example of six images. Numbers are those of `runTutorial` with the same settings; but for `millis`
 * they are the same in every run and on every backend. What only some steps need is not made for others.
 *
 * @throws InvalidArgumentError for settings out of range, and datasets of one class or too few rows.
 */
export async function walkthrough(
  kernels: Kernels,
  dataset: Dataset,
  given: WalkthroughChoices = {},
  options: WalkthroughOptions = {},
): Promise<Walkthrough> {
  checkKernels(kernels);
  checkDataset(dataset);
  checkOptions('walkthrough', options, { steps: 1, source: 1, onProgress: 1, signal: 1 });
  const { steps: ids = WALKTHROUGH_STEPS, onProgress, signal } = options;
  checkArray('steps', ids);
  const unknown = ids.find((id) => !WALKTHROUGH_STEPS.includes(id));
  if (unknown !== undefined) refuse('a step', `one of ${WALKTHROUGH_STEPS.join(', ')}`, unknown);
  const { name, points, labels } = dataset;
  const settings = walkthroughSettings(points.rows, given);
  const classes = new Set(labels).size;
  if (classes < 2) {
    throw new InvalidArgumentError(
      `${name}: labels must name at least two classes, but there is only one`,
    );
  }
  const { source = { file: name } } = options;
  const told = WALKTHROUGH_STEPS.filter((id) => ids.includes(id));
  const total = told.reduce((sum, id) => sum + EFFORT[id], 0);
  const steps: WalkthroughStep[] = [];
  let [done, effort] = [0, 0];
  const turn: Turn = async (message, within = 0) => {
    onProgress?.(message, (done + within * effort) / total);
    await pause(signal);
  };
  const story = new Story({ kernels, dataset, settings, source, turn });
  try {
    checkQuery(story);
    for (const id of told) {
      effort = EFFORT[id];
      await turn(`step ${WALKTHROUGH_STEPS.indexOf(id) + 1} of ${WALKTHROUGH_STEPS.length}`);
      steps.push(await TELLERS[id](story));
      done += effort;
    }
  } finally {
    story.dispose();
  }
  const shape = { name, rows: points.rows, dimensions: points.cols, classes };
  return { dataset: shape, settings, steps };
}

/** The split itself refuses sizes that leave a part empty. */
function checkQuery({ dataset, settings }: Story): void {
  const { queries, train, splitSeed: seed, query } = settings;
  const split = splitDataset(dataset.points.rows, { queries, train, seed });
  checkWhole('query', query, 0, split.queries.length - 1);
}
