import type {
  Walkthrough,
  WalkthroughStepId,
  WalkthroughStepOf,
} from '../../src/evaluation/walkthrough/types.ts';

/** A story without its times: nothing else varies from run to run. */
export function withoutMillis<T>(story: T): unknown {
  return JSON.parse(JSON.stringify(story, (key, value) => (key === 'millis' ? undefined : value)));
}

/** The numbers of one step; fails if it was not told. */
export function dataOf<Id extends WalkthroughStepId>(
  { steps }: Walkthrough,
  id: Id,
): WalkthroughStepOf<Id>['data'] {
  const step = steps.find((each) => each.id === id);
  if (!step) throw new Error(`the step ${id} was not told`);
  return step.data as WalkthroughStepOf<Id>['data'];
}
