import { describe, expect, test } from 'vitest';
import { oneTwoFive, shortNumber } from '../../../../src/report/page/ticks.ts';

describe('ticks of a logarithmic axis', () => {
  test('are 1, 2 and 5 of each power of ten within the range', () => {
    expect(oneTwoFive(0.05, 2)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
    expect(oneTwoFive(3, 4)).toEqual([]);
  });

  test('are none where the range has no logarithm', () => {
    expect(oneTwoFive(0, 10)).toEqual([]);
    expect(oneTwoFive(-1, 10)).toEqual([]);
    expect(oneTwoFive(Number.NaN, 10)).toEqual([]);
  });

  test('are written without the noise of their last digits', () => {
    expect(shortNumber(0.1 + 0.2)).toBe('0.3');
  });
});
