import { describe, expect, test } from 'vitest';
import { familyOf, pointsOf } from '../../scripts/emoji/variants.mjs';

describe('variants of one emoji', () => {
  test.each([
    ['🏃', '🏃‍♀️'],
    ['🏃', '🏃‍➡️'],
    ['👩‍🚒', '👨‍🚒'],
    ['🤴', '👸'],
    ['👋', '👋🏽'],
    ['🎅', '🧑‍🎄'],
  ])('%s and %s are of one family', (one, other) => {
    expect(familyOf(one)).toBe(familyOf(other));
  });

  test('other emoji are not', () => {
    expect(new Set(['🏃', '🚶', '👩‍🚒', '👩‍🚀', '🐈', '🐈‍⬛'].map(familyOf)).size).toBe(6);
  });

  test('code points leave out what chooses between text and picture', () => {
    expect(pointsOf('❤️')).toEqual([0x2764]);
  });
});
