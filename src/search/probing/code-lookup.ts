import type { HashCodes } from '../../core/hash-codes.ts';

/**
 * Finds distinct codes of any width by value. The hash of a code is the exclusive or of one random
 * word for each of its 1 bits, so that a flipped bit changes it by one operation. Memory: 12 to 20
 * bytes a code.
 */
export class CodeLookup {
  /** What each bit adds to a hash. */
  readonly bitHashes: Uint32Array;
  /** Where the last `find` ended. */
  slot = 0;
  readonly #codes: HashCodes;
  /** Hash values of every byte at every place of a code: bytes x 256. */
  readonly #byteHashes: Uint32Array;
  readonly #hashes: Uint32Array;
  /** Position + 1, 0 where empty: open addressing at load <= 1/2. */
  readonly #slots: Uint32Array;

  constructor(codes: HashCodes) {
    this.#codes = codes;
    const padded = codes.wordsPerCode * 32;
    this.bitHashes = randomWords(padded);
    this.#byteHashes = new Uint32Array((padded / 8) * 256);
    for (let entry = 0; entry < this.#byteHashes.length; entry++) {
      const lowest = entry & -entry & 255;
      if (lowest === 0) continue;
      const bit = 8 * (entry >>> 8) + 31 - Math.clz32(lowest);
      this.#byteHashes[entry] = this.#byteHashes[entry ^ lowest] ^ this.bitHashes[bit];
    }
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(4, codes.count * 2))));
    this.#hashes = new Uint32Array(codes.count);
    for (let i = 0; i < codes.count; i++) this.#insert(i);
  }

  /** Bytes of the tables, without the codes. */
  get memoryBytes(): number {
    return this.#byteHashes.byteLength + this.#hashes.byteLength + this.#slots.byteLength;
  }

  /** The hash of a code. */
  hashOf(words: Uint32Array, at = 0): number {
    let hash = 0;
    for (let w = 0; w < this.#codes.wordsPerCode; w++) {
      const word = words[at + w];
      const entry = w * 1024;
      hash ^=
        this.#byteHashes[entry + (word & 255)] ^
        this.#byteHashes[entry + 256 + ((word >>> 8) & 255)] ^
        this.#byteHashes[entry + 512 + ((word >>> 16) & 255)] ^
        this.#byteHashes[entry + 768 + (word >>> 24)];
    }
    return hash >>> 0;
  }

  /** The first position from slot `from` on whose code has this hash, or -1; see `slot`. */
  find(hash: number, from = hash): number {
    const mask = this.#slots.length - 1;
    const whole = hash >>> 0;
    for (let at = from & mask; this.#slots[at] !== 0; at = (at + 1) & mask) {
      const position = this.#slots[at] - 1;
      if (this.#hashes[position] !== whole) continue;
      this.slot = at;
      return position;
    }
    return -1;
  }

  /** Whether the code at a position is `code`. */
  isAt(position: number, code: Uint32Array): boolean {
    const { words, wordsPerCode } = this.#codes;
    for (let w = 0; w < wordsPerCode; w++) {
      if (words[position * wordsPerCode + w] !== code[w]) return false;
    }
    return true;
  }

  #insert(position: number): void {
    const mask = this.#slots.length - 1;
    const hash = this.hashOf(this.#codes.words, position * this.#codes.wordsPerCode);
    let at = hash & mask;
    while (this.#slots[at] !== 0) at = (at + 1) & mask;
    this.#slots[at] = position + 1;
    this.#hashes[position] = hash;
  }
}

/** Fixed words without a pattern (xorshift32). */
function randomWords(count: number): Uint32Array {
  let state = 0x2545f491;
  return Uint32Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  });
}
