import { checkWhole } from './checks.ts';
import { InvalidArgumentError } from './errors.ts';

/** The most bits that a hash code may have. */
export const MAX_BITS = 4096;

/** 32-bit words that a code of `bits` bits takes. */
export function wordsFor(bits: number): number {
  return (bits + 31) >>> 5;
}

/**
 * Packed binary hash codes of equal length. Bit j of code i, the side of hyperplane j on which
 * point i lies, is bit (j & 31) of `words[i * wordsPerCode + (j >>> 5)]`; padding bits are 0.
 */
export class HashCodes {
  readonly words: Uint32Array;
  readonly count: number;
  readonly bits: number;
  readonly wordsPerCode: number;

  /** @throws InvalidArgumentError if sizes don't fit each other or a padding bit is set. */
  constructor(words: Uint32Array, count: number, bits: number) {
    checkWhole('bits', bits, 1, MAX_BITS);
    checkWhole('count', count, 0, 2 ** 32 - 1);
    this.wordsPerCode = wordsFor(bits);
    if (words.length !== count * this.wordsPerCode) {
      throw new InvalidArgumentError(
        `${count} codes of ${bits} bits need ${count * this.wordsPerCode} words, not ${words.length}`,
      );
    }
    for (let i = 1; i <= count; i++) checkPadding(words[i * this.wordsPerCode - 1], bits);
    this.words = words;
    this.count = count;
    this.bits = bits;
  }

  /** The words of code `index`, as a view (no copy). */
  code(index: number): Uint32Array {
    checkWhole('code index', index, 0, this.count - 1);
    return this.words.subarray(index * this.wordsPerCode, (index + 1) * this.wordsPerCode);
  }

  /** Bit `bit` of code `index`: 0 or 1. */
  bit(index: number, bit: number): 0 | 1 {
    checkWhole('bit', bit, 0, this.bits - 1);
    return ((this.code(index)[bit >>> 5] >>> (bit & 31)) & 1) as 0 | 1;
  }

  /**
   * The bucket index of code `index` as the tutorial writes it: the code read as a binary number
   * whose most significant bit belongs to the first hyperplane. A number up to 53 bits, a bigint
   * beyond.
   */
  bucketIndex(index: number): number | bigint {
    const code = this.code(index);
    const bitAt = (j: number) => (code[j >>> 5] >>> (j & 31)) & 1;
    if (this.bits <= 53) {
      let value = 0;
      for (let j = 0; j < this.bits; j++) value = value * 2 + bitAt(j);
      return value;
    }
    let value = 0n;
    for (let j = 0; j < this.bits; j++) value = (value << 1n) | BigInt(bitAt(j));
    return value;
  }

  /**
   * The codes as bytes, ceil(bits / 8) each: bit j is bit (j & 7) of byte (j >>> 3), as in faiss and
   * numpy.packbits(bitorder='little').
   */
  toBytes(): Uint8Array {
    const bytesPerCode = (this.bits + 7) >>> 3;
    const bytes = new Uint8Array(this.count * bytesPerCode);
    for (let i = 0, at = 0; i < this.count; i++) {
      const first = i * this.wordsPerCode;
      for (let b = 0; b < bytesPerCode; b++, at++) {
        bytes[at] = this.words[first + (b >>> 2)] >>> ((b & 3) * 8);
      }
    }
    return bytes;
  }

  /** New codes: those named by `indices`, in that order. */
  select(indices: ArrayLike<number>): HashCodes {
    const words = new Uint32Array(indices.length * this.wordsPerCode);
    for (let i = 0; i < indices.length; i++) {
      words.set(this.code(indices[i]), i * this.wordsPerCode);
    }
    return new HashCodes(words, indices.length, this.bits);
  }
}

/** Throws if the last word of a code has a bit set beyond its `bits`: kernels rely on zeros there. */
export function checkPadding(lastWord: number, bits: number): void {
  if ((bits & 31) !== 0 && lastWord >>> (bits & 31) !== 0) {
    throw new InvalidArgumentError(
      `a code of ${bits} bits must have zeros beyond them, but its last word is ${lastWord}`,
    );
  }
}

/** The number of bits in which two codes, given as equally long words, differ. */
export function hammingDistance(a: Uint32Array, b: Uint32Array): number {
  let distance = 0;
  for (let w = 0; w < a.length; w++) distance += popcount(a[w] ^ b[w]);
  return distance;
}

/** The number of 1 bits of a 32-bit word. */
export function popcount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
