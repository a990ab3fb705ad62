import { bitsStep } from './steps/bits.ts';
import { bucketStep } from './steps/bucket.ts';
import { comparisonStep } from './steps/comparison.ts';
import { dataStep } from './steps/data.ts';
import { grhStep } from './steps/grh.ts';
import { hyperplanesStep } from './steps/hyperplanes.ts';
import { lshStep } from './steps/lsh.ts';
import { neighboursStep } from './steps/neighbours.ts';
import { splitStep } from './steps/split.ts';
import { tableStep } from './steps/table.ts';
import { toyStep } from './steps/toy.ts';
import type { Story } from './story.ts';
import type { WalkthroughStepId, WalkthroughStepOf } from './types.ts';

/** Who tells which step, in the order of the story. */
export const TELLERS: {
  readonly [Id in WalkthroughStepId]: (
    story: Story,
  ) => WalkthroughStepOf<Id> | Promise<WalkthroughStepOf<Id>>;
} = {
  data: dataStep,
  hyperplanes: hyperplanesStep,
  bits: bitsStep,
  bucket: bucketStep,
  table: tableStep,
  split: splitStep,
  neighbours: neighboursStep,
  lsh: lshStep,
  grh: grhStep,
  comparison: comparisonStep,
  toy: toyStep,
};

/** The steps in order. */
export const WALKTHROUGH_STEPS = Object.keys(TELLERS) as WalkthroughStepId[];

/** What the steps take, about, each beside the others: for progress. */
export const EFFORT: { readonly [Id in WalkthroughStepId]: number } = {
  ...{ data: 8, hyperplanes: 1, bits: 1, bucket: 1, table: 2, split: 1, neighbours: 4 },
  ...{ lsh: 40, grh: 6, comparison: 25, toy: 1 },
};
