import { expect, test } from 'vitest';
import { RadiusGuesses } from '../../../../src/sql/query/guesses.ts';

test('a guess is the median of the last searches of its kind', () => {
  const guesses = new RadiusGuesses();
  expect(guesses.guess('10')).toBeUndefined();
  for (const radius of [9, 3, 5]) guesses.learn('10', radius);
  guesses.learn('20', 40);
  expect(guesses.guess('10')).toBe(5);
  for (let i = 0; i < 15; i++) guesses.learn('10', 12);
  expect(guesses.guess('10')).toBe(12);
});

test('kinds that were not used for long are forgotten', () => {
  const guesses = new RadiusGuesses();
  guesses.learn('first', 1);
  guesses.learn('used', 2);
  for (let i = 0; i < 63; i++) {
    guesses.learn('used', 2);
    guesses.learn(String(i), i);
  }
  expect(guesses.guess('first')).toBeUndefined();
  expect(guesses.guess('used')).toBe(2);
});
