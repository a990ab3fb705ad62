import { describe, expect, test } from 'vitest';
import {
  type HowState,
  readState,
  START,
  stepAfter,
  writeState,
} from '../../../../src/demo/how/state.ts';
import { STEPS } from '../../../../src/demo/how/steps.ts';
import { WALKTHROUGH_STEPS } from '../../../../src/evaluation/walkthrough/steps.ts';

const read = (query: string) => readState(new URLSearchParams(query));

test('the navigation has the steps of the story, in its order', () => {
  expect(STEPS.map(({ id }) => id)).toEqual(WALKTHROUGH_STEPS);
});

describe('an address', () => {
  test.each(STEPS.map(({ id }, i) => [i + 1, id] as const))('leads to step %d, %s', (step, id) => {
    expect(read(`step=${step}`)).toEqual({ ...START, step: id });
  });

  test('of nothing is the start', () => {
    expect(read('')).toEqual(START);
  });

  test.each([
    'step=0',
    'step=12',
    'step=x',
    'image=-1',
    'image=1.5',
    'alpha=2',
    'alpha=',
    'radius=99',
    'iteration=9',
    'bit=4',
    'rule=none',
  ])('with %s is as if that were not there', (query) => {
    expect(read(query)).toEqual(START);
  });

  test('gives back any state that it was written from', () => {
    const state: HowState = {
      step: 'toy',
      image: 12,
      radius: 2,
      alpha: 0,
      rule: 'paper',
      iteration: 0,
      bit: 3,
    };
    const query = new URLSearchParams(
      Object.entries(writeState(state)).map(([name, value]) => [name, String(value)]),
    );
    expect(readState(query)).toEqual(state);
  });

  test('says nothing of what is as at the start, but names the step', () => {
    expect(writeState(START)).toEqual({ step: 1 });
  });
});

test('there is no step before the first nor after the last', () => {
  expect([stepAfter('data', -1), stepAfter('data', 1)]).toEqual([null, 'hyperplanes']);
  expect([stepAfter('toy', -1), stepAfter('toy', 1)]).toEqual(['comparison', null]);
});
