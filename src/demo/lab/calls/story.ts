import { TELLERS } from '../../../evaluation/walkthrough/steps.ts';
import type { WalkthroughStep, WalkthroughStepId } from '../../../evaluation/walkthrough/types.ts';
import type { LabState } from '../lab.ts';
import { listening, storyOf } from '../stories.ts';
import { toy } from './toy.ts';

/** Which step is told. */
export interface StoryParameters {
  readonly step: WalkthroughStepId;
  /** The row of the dataset whose code is shown; null: the first. */
  readonly row: number | null;
}

/** A sentence about what is being done. */
export type StoryProgress = string;

/** One step of the tutorial's story on the dataset. What steps share is made once. */
export function story(
  lab: LabState,
  { step, row }: StoryParameters,
  { report }: { report(progress: StoryProgress): void },
): Promise<WalkthroughStep> {
  return listening(report, async () => {
    if (step === 'toy') return toy(lab, {});
    return TELLERS[step](await storyOf(lab, row ?? 0));
  });
}
