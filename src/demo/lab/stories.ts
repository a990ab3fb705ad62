import { pause } from '../../core/next-task.ts';
import {
  type WalkthroughChoices,
  walkthroughSettings,
} from '../../evaluation/walkthrough/settings.ts';
import { BUNDLED_SOURCE } from '../../evaluation/walkthrough/source.ts';
import { Story } from '../../evaluation/walkthrough/story.ts';
import { type LabDataset, labelsFor } from './dataset.ts';
import type { LabState } from './lab.ts';

/** Those who wait for a step of a story; what one of them makes, others find made. */
const listeners = new Set<(message: string) => void>();

/** Does work on stories; `listen` is told what all of them do meanwhile. */
export async function listening<T>(
  listen: (message: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  listeners.add(listen);
  try {
    return await work();
  } finally {
    listeners.delete(listen);
  }
}

/** The story about a row, kept with the dataset; of other rows than the first, the last one alone. */
export function storyOf(lab: LabState, row: number): Promise<Story> {
  const shared = lab.once('stories', (dataset) => ({ dataset, stories: new Map<number, Story>() }));
  return shared.then(({ dataset, stories }) => {
    const kept = stories.get(row);
    if (kept) return kept;
    // A call may still be at work on another one, which is given back when it is collected.
    for (const other of stories.keys()) if (other !== 0) stories.delete(other);
    const labels = labelsFor('the tutorial', dataset);
    const last = dataset.points.rows - 1;
    const made = newStory(lab, { ...dataset, labels }, { row: Math.min(row, last) });
    stories.set(row, made);
    return made;
  });
}

/** A story of which nothing is made yet. */
export function newStory(
  { kernels }: LabState,
  dataset: LabDataset & { readonly labels: Int32Array },
  choices: WalkthroughChoices,
): Story {
  const settings = walkthroughSettings(dataset.points.rows, choices);
  const source = dataset.isBundled ? BUNDLED_SOURCE : { file: dataset.name };
  // Nobody's signal ends the work: whoever looks at this step next would find it half done.
  const turn = async (message: string) => {
    for (const tell of listeners) tell(message);
    await pause();
  };
  return new Story({ kernels, dataset, settings, source, turn });
}
