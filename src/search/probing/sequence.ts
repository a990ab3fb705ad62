/** Sets of flips that there is room for at first. */
const FIRST_SETS = 64;

/**
 * The codes around a query in query-directed order (Lv et al., VLDB 2007): by ascending sum of the
 * squared distances to the hyperplanes whose bits are flipped.
 *
 * Bits are sorted by margin. From a set of flips whose largest place is p come two others, which
 * score no less: p moved on by one (shift), and p + 1 added (expand). From {0} they reach every set
 * exactly once, so a heap of what was reached but not yet visited gives all sets in order. Each step
 * costs O(log steps) and adds at most two sets to memory.
 *
 * A score is the sum from the smallest margin up, in float64: `scoreOf` adds in the same order. Among
 * equal scores the order is fixed but means nothing.
 */
export class ProbingSequence {
  /** Score of the flips last visited. */
  score = 0;
  /** Bits by ascending margin. */
  readonly order: Uint32Array;
  readonly #squares: Float64Array;
  readonly #bitHashes: Uint32Array;
  /** Per set: the set without its largest place, that place, a hash of the flips, and the score. */
  #parents = new Int32Array(FIRST_SETS);
  #lasts = new Int32Array(FIRST_SETS);
  #hashes = new Int32Array(FIRST_SETS);
  #scores = new Float64Array(FIRST_SETS);
  #sets = 1;
  /** Sets that were reached but not visited, the next one first. */
  #heap = new Int32Array(FIRST_SETS);
  #waiting = 0;
  #current = -1;

  /**
   * @param squares - squared margin of each bit.
   * @param hash - of the query's code.
   * @param bitHashes - what a flipped bit changes in the hash, by exclusive or.
   */
  constructor(squares: Float64Array, hash: number, bitHashes: Uint32Array) {
    const bits = squares.length;
    this.order = Uint32Array.from(squares.keys()).sort((a, b) => squares[a] - squares[b] || a - b);
    this.#squares = Float64Array.from({ length: bits }, (_, i) => squares[this.order[i]]);
    this.#bitHashes = bitHashes;
    this.#hashes[0] = hash;
    this.#parents[0] = -1;
    this.#lasts[0] = -1;
  }

  /** Score of the next flips; Infinity when all have been visited. */
  get nextScore(): number {
    if (this.#current < 0) return 0;
    return this.#waiting > 0 ? this.#scores[this.#heap[0]] : Number.POSITIVE_INFINITY;
  }

  /** Hash of the code last visited. */
  get hash(): number {
    return this.#hashes[this.#current];
  }

  /** Visits the next flips; the first are none. False when all have been visited. */
  next(): boolean {
    if (this.#current < 0) {
      this.#current = 0;
      this.#push(0, 0);
      return true;
    }
    if (this.#waiting === 0) return false;
    const set = this.#pop();
    this.#current = set;
    this.score = this.#scores[set];
    const place = this.#lasts[set] + 1;
    if (place < this.#squares.length) {
      this.#push(this.#parents[set], place);
      this.#push(set, place);
    }
    return true;
  }

  /** Writes `code` with the bits flipped that were last visited. */
  writeCode(code: Uint32Array, out: Uint32Array): void {
    out.set(code);
    for (let set = this.#current; set > 0; set = this.#parents[set]) {
      const bit = this.order[this.#lasts[set]];
      out[bit >>> 5] ^= 1 << (bit & 31);
    }
  }

  /** The score of the flips in which a code differs from the query's. */
  scoreOf(words: Uint32Array, at: number, code: Uint32Array): number {
    let score = 0;
    for (let place = 0; place < this.order.length; place++) {
      const bit = this.order[place];
      const differs = (words[at + (bit >>> 5)] ^ code[bit >>> 5]) >>> (bit & 31);
      if (differs & 1) score += this.#squares[place];
    }
    return score;
  }

  #push(parent: number, place: number): void {
    if (this.#sets === this.#scores.length) this.#grow();
    const set = this.#sets++;
    this.#parents[set] = parent;
    this.#lasts[set] = place;
    this.#scores[set] = this.#scores[parent] + this.#squares[place];
    this.#hashes[set] = this.#hashes[parent] ^ this.#bitHashes[this.order[place]];
    const heap = this.#heap;
    let at = this.#waiting++;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      if (!this.#isBefore(set, heap[above])) break;
      heap[at] = heap[above];
      at = above;
    }
    heap[at] = set;
  }

  #pop(): number {
    const heap = this.#heap;
    const top = heap[0];
    const size = --this.#waiting;
    const moved = heap[size];
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= size) break;
      if (below + 1 < size && this.#isBefore(heap[below + 1], heap[below])) below++;
      if (!this.#isBefore(heap[below], moved)) break;
      heap[at] = heap[below];
      at = below;
    }
    heap[at] = moved;
    return top;
  }

  /** Doubles the room for sets. */
  #grow(): void {
    const size = 2 * this.#sets;
    const larger = (values: Int32Array<ArrayBuffer>) => {
      const copy = new Int32Array(size);
      copy.set(values);
      return copy;
    };
    this.#parents = larger(this.#parents);
    this.#lasts = larger(this.#lasts);
    this.#hashes = larger(this.#hashes);
    this.#heap = larger(this.#heap);
    const scores = new Float64Array(size);
    scores.set(this.#scores);
    this.#scores = scores;
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#scores[a] - this.#scores[b];
    return difference < 0 || (difference === 0 && a < b);
  }
}
