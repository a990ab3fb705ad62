import { pause } from '../../../core/next-task.ts';
import { walkthroughSettings } from '../../../evaluation/walkthrough/settings.ts';
import { BUNDLED_SOURCE } from '../../../evaluation/walkthrough/source.ts';
import { TELLERS } from '../../../evaluation/walkthrough/steps.ts';
import { Story } from '../../../evaluation/walkthrough/story.ts';
import type { WalkthroughStep, WalkthroughStepId } from '../../../evaluation/walkthrough/types.ts';
import { type LabDataset, labelsFor } from '../dataset.ts';
import type { LabState } from '../lab.ts';
import type { CallContext } from './registry.ts';

/** Which step is told. */
export interface StoryParameters {
  readonly step: WalkthroughStepId;
  /** The row of the dataset whose code is shown; null: the first. */
  readonly row: number | null;
}

/** A sentence about what is being done. */
export type StoryProgress = string;

/** Those who wait for a step of a story; what one of them makes, others find made. */
const listeners = new Set<(message: string) => void>();

/** One step of the tutorial's story on the dataset. What steps share is made once. */
export async function story(
  lab: LabState,
  { step, row }: StoryParameters,
  { report }: CallContext<StoryProgress>,
): Promise<WalkthroughStep> {
  listeners.add(report);
  try {
    const told = step === 'toy' ? await storyOfNoData(lab) : await storyOf(lab, row ?? 0);
    return await TELLERS[step](told);
  } finally {
    listeners.delete(report);
  }
}

/** The story about a row, kept with the dataset; of other rows than the first, the last one alone. */
export function storyOf(lab: LabState, row: number): Promise<Story> {
  const shared = lab.once('stories', (dataset) => ({ dataset, stories: new Map<number, Story>() }));
  return shared.then(({ dataset, stories }) => {
    const kept = stories.get(row);
    if (kept) return kept;
    for (const other of stories.keys()) {
      if (other === 0) continue;
      stories.get(other)?.dispose();
      stories.delete(other);
    }
    const made = newStory(lab, dataset, labelsFor('the tutorial', dataset), row);
    stories.set(row, made);
    return made;
  });
}

/** For the toy example, which needs no labels of the dataset. */
async function storyOfNoData(lab: LabState): Promise<Story> {
  const dataset = await lab.dataset;
  return dataset.labels ? storyOf(lab, 0) : newStory(lab, dataset, new Int32Array(0), 0);
}

function newStory(
  { kernels }: LabState,
  dataset: LabDataset,
  labels: Int32Array,
  row: number,
): Story {
  const { rows } = dataset.points;
  const settings = walkthroughSettings(rows, { row: Math.min(row, rows - 1) });
  const source = dataset.isBundled ? BUNDLED_SOURCE : { file: dataset.name };
  // Nobody's signal ends the work: whoever looks at this step next would find it half done.
  const turn = async (message: string) => {
    for (const tell of listeners) tell(message);
    await pause();
  };
  return new Story({ kernels, dataset: { ...dataset, labels }, settings, source, turn });
}
