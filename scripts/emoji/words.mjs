// Names and keywords as vectors: a bag of words, weighted by how few emoji have a word.
import { Matrix } from 'hashplane';

/** Words that fewer families of emoji have tell nothing of others. */
const LEAST_FAMILIES = 2;

/** The words of a text, each once. @param {string} text */
export function wordsIn(text) {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])];
}

/** The words of an emoji's name and keywords. */
export function wordsOf({ name, keywords }) {
  return wordsIn([name, ...keywords].join(' '));
}

/**
 * Every word that emoji of two families have, with its weight ln(n / emoji that have it) (Spärck Jones
 * 1972). Groups are not looked at.
 *
 * @returns {Map<string, { place: number, weight: number }>}
 */
export function vocabularyOf(emoji) {
  const counts = new Map();
  const families = new Map();
  for (const each of emoji) {
    for (const word of wordsOf(each)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      families.set(word, (families.get(word) ?? new Set()).add(each.family));
    }
  }
  const known = [...counts.keys()].filter((word) => families.get(word).size >= LEAST_FAMILIES);
  return new Map(
    known
      .sort()
      .map((word, place) => [word, { place, weight: Math.log(emoji.length / counts.get(word)) }]),
  );
}

/** A text as a vector of length 1; of zeros if it has no known word. */
export function vectorOf(words, vocabulary) {
  const vector = new Float32Array(vocabulary.size);
  for (const word of words) {
    const known = vocabulary.get(word);
    if (known) vector[known.place] = known.weight;
  }
  const norm = Math.hypot(...vector);
  return norm > 0 ? vector.map((value) => value / norm) : vector;
}

/** A row for each emoji. */
export function textVectors(emoji, vocabulary) {
  return Matrix.from(emoji.map((each) => vectorOf(wordsOf(each), vocabulary)));
}
