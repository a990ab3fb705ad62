import { toyStep } from '../../../evaluation/walkthrough/steps/toy.ts';
import type { ToyOptions } from '../../../evaluation/walkthrough/toy/settings.ts';
import type { WalkthroughStepOf } from '../../../evaluation/walkthrough/types.ts';
import type { LabState } from '../lab.ts';
import { newStory } from '../stories.ts';

/** The step of six images with other settings; it takes a millisecond, and no labels of the dataset. */
export async function toy(lab: LabState, options: ToyOptions): Promise<WalkthroughStepOf<'toy'>> {
  const dataset = await lab.dataset;
  return toyStep(newStory(lab, { ...dataset, labels: new Int32Array(0) }, { toy: options }));
}
