import { expect, test } from 'vitest';
import { Phrases } from '../../../../src/demo/emoji/phrase.ts';

const phrases = new Phrases([
  ['cat', 3],
  ['face', 4],
  ['glass', 1],
]);

test('reads words, plurals too, each once, and says what is unknown', () => {
  expect(phrases.read('Cats & a cat-face, glasses')).toEqual({ places: [0, 1, 2], unknown: ['a'] });
  expect(phrases.read('')).toEqual({ places: [], unknown: [] });
});

test('makes vectors of length 1, and of nothing zeros', () => {
  const { data, rows, cols } = phrases.vectorOf([0, 1]);
  expect([rows, cols]).toEqual([1, 3]);
  expect([...data].map((value) => value.toFixed(6))).toEqual(['0.600000', '0.800000', '0.000000']);
  expect([...phrases.vectorOf([]).data]).toEqual([0, 0, 0]);
});
