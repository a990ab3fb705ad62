import { describe, expect, test } from 'vitest';
import { TimeLeft, timeText } from '../../../../src/cli/output/time-left.ts';

describe('the time left', () => {
  test('is what the rest takes at the pace so far', () => {
    const left = new TimeLeft();
    expect(left.at(100, 0)).toBeNull();
    expect(left.at(110, 0.25)).toBeCloseTo(30, 9);
    expect(left.at(120, 0.5)).toBeCloseTo(20, 9);
    expect(left.at(140, 1)).toBe(0);
  });

  test('is not told while little is known', () => {
    const left = new TimeLeft();
    left.at(0, 0);
    expect(left.at(2, 0.5)).toBeNull();
    expect(left.at(60, 0.01)).toBeNull();
  });

  test('begins anew where the share falls: another part of the work', () => {
    const left = new TimeLeft();
    left.at(0, 0);
    expect(left.at(1000, 0.5)).toBeCloseTo(1000, 9);
    expect(left.at(1001, 0)).toBeNull();
    expect(left.at(1005, 0.5)).toBeCloseTo(4, 9);
  });

  test('counts from the share at which work was resumed', () => {
    const left = new TimeLeft();
    left.at(0, 0.8);
    expect(left.at(10, 0.9)).toBeCloseTo(10, 9);
  });
});

test.each([
  [0.2, '1 s'],
  [59, '59 s'],
  [60, '1 min'],
  [190, '3 min'],
  [3599, '1 h'],
  [7800, '2 h 10 min'],
])('%f seconds are %s', (seconds, text) => {
  expect(timeText(seconds)).toBe(text);
});
