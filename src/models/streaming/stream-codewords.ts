import { classCodewords } from '../codewords.ts';
import { farthestCodeword } from '../farthest-codeword.ts';

/** Codewords are laid out for so many times the classes that come first. */
const ROOM = 2;

/**
 * The codewords of a stream's classes: those that there are never change. They are laid out for
 * twice as many classes as come first, which costs those nothing; a new class takes that of the
 * spare ones, or later any, which is farthest from the others.
 */
export class StreamCodewords {
  readonly bits: number;
  readonly #seed: number;
  readonly #places = new Map<number, number>();
  #codewords = new Int8Array(0);
  #spare: Int8Array[] = [];
  #first = 0;

  constructor(bits: number, seed: number) {
    this.bits = bits;
    this.#seed = seed;
  }

  /** Classes by label, in the order in which they came. */
  get classes(): number[] {
    return [...this.#places.keys()];
  }

  /** Classes that came first, together. */
  get first(): number {
    return this.#first;
  }

  /** classes x bits, -1 or +1. */
  get codewords(): Int8Array {
    return this.#codewords;
  }

  /** The labels that are new, ascending. */
  newAmong(labels: Int32Array): number[] {
    return [...new Set(labels)].filter((label) => !this.#places.has(label)).sort((a, b) => a - b);
  }

  /** Gives each of these labels a codeword. */
  add(labels: readonly number[]): void {
    if (this.#first === 0) this.#begin(labels.length);
    for (const label of labels) {
      // Those that come first take the first ones, which together are far apart.
      const isFirst = this.#places.size < this.#first;
      const next = isFirst ? this.#spare.shift() : this.#farthestSpare();
      const own = next ?? farthestCodeword(this.#codewords, this.bits, { seed: this.#seed });
      const all = new Int8Array(this.#codewords.length + this.bits);
      all.set(this.#codewords);
      all.set(own, this.#codewords.length);
      this.#codewords = all;
      this.#places.set(label, this.#places.size);
    }
  }

  /** The place of the class of each label. */
  placesOf(labels: Int32Array): Uint32Array {
    return Uint32Array.from(labels, (label) => this.#places.get(label) as number);
  }

  /** Goes on from classes that have these codewords. */
  restore(classes: readonly number[], codewords: Int8Array, first: number): void {
    const { bits } = this;
    this.#begin(first);
    for (const [place, label] of classes.entries()) {
      const own = codewords.subarray(place * bits, (place + 1) * bits).join();
      this.#spare = this.#spare.filter((word) => word.join() !== own);
      this.#places.set(label, place);
    }
    this.#codewords = codewords.slice();
  }

  /** Lays out codewords for these many classes and as many again. */
  #begin(count: number): void {
    if (count === 0) return;
    const { bits } = this;
    const total = ROOM * count;
    const words = classCodewords(total, bits, { seed: this.#seed, distinct: bits });
    // Equal ones, as short codes have them, are no room.
    const seen = new Set<string>();
    this.#spare = Array.from({ length: total }, (_, i) => words.slice(i * bits, (i + 1) * bits));
    this.#spare = this.#spare.filter((word, i) => {
      const isNew = i < count || !seen.has(word.join());
      seen.add(word.join());
      return isNew;
    });
    this.#first = count;
  }

  #farthestSpare(): Int8Array | undefined {
    let best = -1;
    let most = 0;
    for (const [i, word] of this.#spare.entries()) {
      const least = this.#leastDistance(word);
      if (least > most) {
        most = least;
        best = i;
      }
    }
    return best < 0 ? undefined : this.#spare.splice(best, 1)[0];
  }

  #leastDistance(word: Int8Array): number {
    const { bits } = this;
    let least = bits;
    for (let at = 0; at < this.#codewords.length; at += bits) {
      let distance = 0;
      for (let j = 0; j < bits; j++) if (this.#codewords[at + j] !== word[j]) distance++;
      least = Math.min(least, distance);
    }
    return least;
  }
}
