import { Matrix } from '../../core/matrix.ts';

/** A word and its weight: the logarithm of how few emoji have it. */
export type WeightedWord = readonly [word: string, weight: number];

/** What somebody typed, as far as it is known. */
export interface ReadPhrase {
  /** Places in the vocabulary, each once. */
  readonly places: readonly number[];
  readonly unknown: readonly string[];
}

/** Reads phrases word by word, plurals too, and makes vectors of them. */
export class Phrases {
  readonly words: readonly WeightedWord[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(words: readonly WeightedWord[]) {
    this.words = words;
    this.#places = new Map(words.map(([word], place) => [word, place]));
  }

  read(text: string): ReadPhrase {
    const tokens = [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])];
    const places = tokens.map((token) => this.#placeOf(token));
    return {
      places: [...new Set(places.filter((place) => place !== undefined))],
      unknown: tokens.filter((_, i) => places[i] === undefined),
    };
  }

  /** A row of length 1 with the weights of the words; of zeros without any. */
  vectorOf(places: readonly number[]): Matrix {
    const vector = new Float32Array(this.words.length);
    for (const place of places) vector[place] = this.words[place][1];
    const norm = Math.hypot(...places.map((place) => vector[place]));
    if (norm > 0) for (const place of places) vector[place] /= norm;
    return new Matrix(vector, 1, vector.length);
  }

  #placeOf(token: string): number | undefined {
    return (
      this.#places.get(token) ??
      this.#places.get(token.replace(/s$/, '')) ??
      this.#places.get(token.replace(/es$/, ''))
    );
  }
}
