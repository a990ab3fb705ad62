import type { FieldName } from './item.ts';

/** A word as `words.json` has it. */
export interface Word {
  /** What people type for it, the best known first. */
  readonly names: readonly string[];
  /** What an item's document says that carries the word. */
  readonly field: FieldName;
  readonly value: string;
  /** Pictures of the sample whose mean the vector is. */
  readonly pictures: number;
  readonly vector: readonly number[];
}

/** A phrase as it was understood. */
export interface Phrase {
  /** The words that were found, each once, in their order. */
  readonly words: readonly Word[];
  /** What was typed for each of them, and the whole name. */
  readonly read: readonly { readonly typed: string; readonly name: string }[];
  /** What is no word. */
  readonly unknown: readonly string[];
}

/** Letters and digits alone: "T-shirts" are "t shirts". */
function tokensOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Words that have vectors, and how they are found in what somebody types. */
export class Vocabulary {
  readonly #words: readonly Word[];
  /** By the tokens of each name, in the order of the words. */
  readonly #names: { readonly key: string; readonly name: string; readonly word: Word }[];

  constructor(words: readonly Word[]) {
    this.#words = words;
    this.#names = words.flatMap((word) =>
      word.names.map((name) => ({ key: tokensOf(name).join(' '), name, word })),
    );
    // The best known names of all words before any synonym: "s" is rather a sandal than a sweater.
    const rank = ({ name, word }: { name: string; word: Word }) =>
      Math.min(1, word.names.indexOf(name));
    this.#names.sort((a, b) => rank(a) - rank(b));
  }

  get words(): readonly Word[] {
    return this.#words;
  }

  /** Reads a phrase: whole names, plurals, or how a name begins. Names of two words come first. */
  read(text: string): Phrase {
    const tokens = tokensOf(text);
    const phrase = {
      words: [] as Word[],
      read: [] as Phrase['read'][number][],
      unknown: [] as string[],
    };
    for (let i = 0; i < tokens.length; ) {
      const two = i + 1 < tokens.length && this.#find(`${tokens[i]} ${tokens[i + 1]}`);
      const found = two || this.#find(tokens[i]);
      const typed = two ? `${tokens[i]} ${tokens[i + 1]}` : tokens[i];
      i += two ? 2 : 1;
      if (!found) phrase.unknown.push(typed);
      else if (!phrase.words.includes(found.word)) {
        phrase.words.push(found.word);
        phrase.read.push({ typed, name: found.name });
      }
    }
    return phrase;
  }

  #find(typed: string): { readonly name: string; readonly word: Word } | undefined {
    const singular = typed.replace(/s$/, '');
    return (
      this.#names.find(({ key }) => key === typed) ??
      this.#names.find(({ key }) => key === singular || key === typed.replace(/es$/, '')) ??
      this.#names.find(({ key }) => key.startsWith(typed))
    );
  }
}

/**
 * The vector of a phrase: the sum of its words' vectors, each of length 1, so that none drowns the others.
 * Without words it is 0, to which everything is equally near.
 */
export function phraseVector(words: readonly Word[], dimensions: number): Float32Array {
  const sum = new Float32Array(dimensions);
  for (const { vector } of words) {
    const length = Math.sqrt(vector.reduce((total, value) => total + value * value, 0)) || 1;
    for (let j = 0; j < dimensions; j++) sum[j] += vector[j] / length;
  }
  return sum;
}
