import type { HashCodes } from '../../core/hash-codes.ts';
import type { CodeLookup } from './code-lookup.ts';
import { ProbingSequence } from './sequence.ts';

/**
 * The buckets of one table in query-directed order. Once as many codes were looked up as there are
 * buckets, an unlimited sequence compares the query with the buckets that are left and takes them in
 * the order in which they would have been probed: wide codes would be probed for ever.
 */
export class BucketSequence {
  /** Codes looked up or compared so far. */
  probes = 0;
  readonly #distinct: HashCodes;
  readonly #lookup: CodeLookup;
  readonly #code: Uint32Array;
  readonly #sequence: ProbingSequence;
  readonly #scratch: Uint32Array;
  readonly #visited: number[] = [];
  readonly #mostProbes: number;
  /** Buckets left to a scan, the next one last, with the score of each bucket. */
  #left: { readonly positions: Uint32Array; readonly scores: Float64Array; next: number } | null =
    null;

  /** @param isLimited - whether the caller limits the probes, so that no scan may cut in. */
  constructor(
    distinct: HashCodes,
    lookup: CodeLookup,
    code: Uint32Array,
    squares: Float64Array,
    isLimited: boolean,
  ) {
    this.#distinct = distinct;
    this.#lookup = lookup;
    this.#code = code;
    this.#sequence = new ProbingSequence(squares, lookup.hashOf(code), lookup.bitHashes);
    this.#scratch = new Uint32Array(code.length);
    this.#mostProbes = isLimited ? Number.POSITIVE_INFINITY : distinct.count;
  }

  /** Score of the next probe; Infinity when there is none. Here a scan cuts in when it is due. */
  get nextScore(): number {
    const isDone = this.#visited.length === this.#distinct.count;
    if (isDone && !this.#left) return Number.POSITIVE_INFINITY;
    if (this.probes >= this.#mostProbes) this.#left ??= this.#scan();
    const left = this.#left;
    if (!left) return this.#sequence.nextScore;
    if (left.next === left.positions.length) return Number.POSITIVE_INFINITY;
    return left.scores[left.positions[left.next]];
  }

  /** Probes once more: the position of the bucket found, or -1. Ask for `nextScore` before. */
  next(): number {
    const left = this.#left;
    if (left) return left.positions[left.next++];
    this.probes++;
    this.#sequence.next();
    const position = this.#lookUp(this.#sequence.hash);
    if (position >= 0) this.#visited.push(position);
    return position;
  }

  /** The position of the code last visited, or -1. It is spelt out only where its hash is known. */
  #lookUp(hash: number): number {
    let position = this.#lookup.find(hash);
    if (position < 0) return -1;
    this.#sequence.writeCode(this.#code, this.#scratch);
    while (position >= 0 && !this.#lookup.isAt(position, this.#scratch)) {
      position = this.#lookup.find(hash, this.#lookup.slot + 1);
    }
    return position;
  }

  #scan() {
    const { count, words, wordsPerCode } = this.#distinct;
    const scores = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      scores[i] = this.#sequence.scoreOf(words, i * wordsPerCode, this.#code);
    }
    for (const position of this.#visited) scores[position] = -1;
    const positions = Uint32Array.from(scores.keys())
      .filter((position) => scores[position] >= 0)
      .sort((a, b) => scores[a] - scores[b] || a - b);
    this.probes += positions.length;
    return { positions, scores, next: 0 };
  }
}
