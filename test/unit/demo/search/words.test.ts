import { describe, expect, test } from 'vitest';
import { phraseVector, Vocabulary, type Word } from '../../../../src/demo/search/words.ts';

function word(names: readonly string[], vector: readonly number[] = [1, 0]): Word {
  return { names, field: 'name', value: names[0]!, pictures: 1, vector };
}

const WORDS = [
  word(['t-shirt', 'tee']),
  word(['sandal', 'heel']),
  word(['dress', 'gown'], [0, 5]),
  word(['boot', 'ankle boot']),
  word(['dark', 'black'], [3, 4]),
  word(['pullover', 'sweater']),
];
const vocabulary = new Vocabulary(WORDS);

/** The first names of the words that are found. */
function read(text: string): string[] {
  return vocabulary.read(text).words.map(({ names }) => names[0]!);
}

describe('what somebody types', () => {
  test.each([
    ['dress', ['dress']],
    ['Dresses', ['dress']],
    ['GOWN', ['dress']],
    ['T-Shirts', ['t-shirt']],
    ['tees', ['t-shirt']],
    ['black ankle boots', ['dark', 'boot']],
    ['dark, dark boot!', ['dark', 'boot']],
    ['dr', ['dress']],
    ['', []],
    ['  ', []],
  ])('%j is read as %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('is completed by best known names before synonyms, and says what was typed', () => {
    expect(vocabulary.read('s').read).toEqual([{ typed: 's', name: 'sandal' }]);
    expect(vocabulary.read('sw').read).toEqual([{ typed: 'sw', name: 'sweater' }]);
  });

  test('is told where it is no word, and the others count', () => {
    expect(vocabulary.read('purple boot x')).toMatchObject({ unknown: ['purple', 'x'] });
    expect(read('purple boot x')).toEqual(['boot']);
  });
});

describe('the vector of a phrase', () => {
  test('is the sum of the words, each of length 1', () => {
    const vector = phraseVector([WORDS[2]!, WORDS[4]!], 2);
    expect(vector[0]).toBeCloseTo(0.6);
    expect(vector[1]).toBeCloseTo(1.8);
  });

  test('is 0 without words, and for a word whose mean is', () => {
    expect([...phraseVector([], 3)]).toEqual([0, 0, 0]);
    expect([...phraseVector([word(['nothing'], [0, 0])], 2)]).toEqual([0, 0]);
  });
});
