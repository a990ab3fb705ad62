import { describe, expect, it } from 'vitest';
import { parametersOf, readState } from '../../../../src/demo/retrieval/state.ts';

const read = (text: string) => readState(new URLSearchParams(text));

describe('the state of Compare in the address', () => {
  it('is what a reader would send', () => {
    const state = { image: 12, bits: 32, radius: 3 };
    const query = new URLSearchParams(
      Object.entries(parametersOf(state)).map(([k, v]) => [k, `${v}`]),
    );
    expect(readState(query)).toEqual(state);
    expect(read('image=drawn').image).toBe('drawn');
  });

  it('has the first example, 16 bits and radius 2 where it says nothing', () => {
    expect(read('')).toEqual({ image: null, bits: 16, radius: 2 });
    expect(parametersOf(read(''))).toEqual({ bits: 16, radius: 2 });
  });

  it.each([
    ['bits=99&radius=1000', { bits: 64, radius: 32 }],
    ['bits=1&radius=-3', { bits: 4, radius: 0 }],
    ['bits=17&radius=2.4', { bits: 16, radius: 2 }],
    ['bits=many&radius=', { bits: 16, radius: 2 }],
    ['image=-1', { image: null }],
    ['image=1.5', { image: null }],
  ])('takes what is near where it is mistyped: %s', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });
});
