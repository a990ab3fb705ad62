import { checkWhole, refuse } from './checks.ts';
import { InvalidArgumentError } from './errors.ts';
import { asSingleBytes, type BytesLike, isVectorLike } from './given.ts';
import { Inspectable } from './inspectable.ts';
import { checkOptions } from './options.ts';

/** The most bits that a hash code may have. */
export const MAX_BITS = 4096;

/** 32-bit words that a code of `bits` bits takes. */
export function wordsFor(bits: number): number {
  return (bits + 31) >>> 5;
}

/** In which order the bits of a code fill bytes: from the least or the most significant bit on. */
export type BitOrder = 'little' | 'big';

/** Options of `HashCodes.fromBytes`. */
export interface CodeBytesOptions {
  /** Default `little`. */
  readonly order?: BitOrder | undefined;
  /**
   * What was added to every byte, or taken off it, so that it is a signed one: 128 where
   * sentence-transformers quantised with `precision="binary"`. Default 0: bytes are as they are.
   */
  readonly offset?: 0 | 128 | undefined;
}

/**
 * Packed binary hash codes of equal length. Bit j of code i, the side of hyperplane j on which
 * point i lies, is bit (j & 31) of `words[i * wordsPerCode + (j >>> 5)]`; padding bits are 0.
 */
export class HashCodes extends Inspectable {
  readonly words: Uint32Array;
  readonly count: number;
  readonly bits: number;
  readonly wordsPerCode: number;

  /** @throws InvalidArgumentError if sizes don't fit each other or a padding bit is set. */
  constructor(words: Uint32Array, count: number, bits: number) {
    super();
    checkWhole('bits', bits, 1, MAX_BITS);
    checkWhole('count', count, 0, 2 ** 32 - 1);
    this.wordsPerCode = wordsFor(bits);
    checkWords('words', words);
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
   * The codes as bytes, ceil(bits / 8) each; padding bits are 0. Bit j is in byte (j >>> 3):
   *
   * - `little` (default): at bit (j & 7), as in faiss and `numpy.packbits(bitorder='little')`;
   * - `big`: at bit 7 - (j & 7), as `numpy.packbits` does by itself.
   */
  toBytes(order: BitOrder = 'little'): Uint8Array {
    checkBitOrder(order);
    const bytesPerCode = (this.bits + 7) >>> 3;
    const bytes = new Uint8Array(this.count * bytesPerCode);
    for (let i = 0, at = 0; i < this.count; i++) {
      const first = i * this.wordsPerCode;
      for (let b = 0; b < bytesPerCode; b++, at++) {
        bytes[at] = this.words[first + (b >>> 2)] >>> ((b & 3) * 8);
      }
    }
    return order === 'little' ? bytes : reverseBits(bytes);
  }

  /**
   * The codes that `toBytes` wrote, or faiss or numpy.packbits. Copies.
   *
   * @param bytes - codes of ceil(bits / 8) bytes, one after another: in any array of 8 bits a value,
   *   signed ones being the bytes that they are, in a buffer, or in a plain array of 0 to 255.
   * @param options - or the order of bits alone.
   * @throws InvalidArgumentError if the bytes are no whole number of codes, a padding bit is set, or
   *   they are no bytes.
   */
  static fromBytes(
    bytes: BytesLike | readonly number[],
    bits: number,
    options: BitOrder | CodeBytesOptions = {},
  ): HashCodes {
    const given = typeof options === 'string' ? { order: options } : options;
    checkOptions('HashCodes.fromBytes', given, { order: 1, offset: 1 });
    const { order = 'little', offset = 0 } = given;
    checkWhole('bits', bits, 1, MAX_BITS);
    checkBitOrder(order);
    if (offset !== 0 && offset !== 128) {
      refuse('offset', '0 or 128', offset);
    }
    const own = asSingleBytes('bytes', bytes);
    const bytesPerCode = (bits + 7) >>> 3;
    const count = own.length / bytesPerCode;
    if (!Number.isInteger(count)) {
      throw new InvalidArgumentError(
        `codes of ${bits} bits take ${bytesPerCode} bytes each, which don't fill ${own.length}`,
      );
    }
    // Adding 128 to a byte, or taking it off, turns its highest bit.
    const shifted = offset === 0 ? own : Uint8Array.from(own, (byte) => byte ^ offset);
    const little = order === 'little' ? shifted : reverseBits(shifted);
    const wordsPerCode = wordsFor(bits);
    const words = new Uint32Array(count * wordsPerCode);
    for (let i = 0, at = 0; i < count; i++) {
      for (let b = 0; b < bytesPerCode; b++, at++) {
        words[i * wordsPerCode + (b >>> 2)] |= little[at] << ((b & 3) * 8);
      }
    }
    return codesOf(words, count, bits);
  }

  /**
   * The bits as signs, count x bits: -1 for 0 and +1 for 1, bit j of code i at `i * bits + j`. The form
   * in which graph regularisation and learners take them. Cost: a byte a bit.
   */
  toSigns(): Int8Array<ArrayBuffer> {
    const { words, count, bits, wordsPerCode } = this;
    const signs = new Int8Array(count * bits);
    for (let i = 0, at = 0; i < count; i++) {
      const first = i * wordsPerCode;
      for (let j = 0; j < bits; j++) {
        signs[at++] = (words[first + (j >>> 5)] >>> (j & 31)) & 1 ? 1 : -1;
      }
    }
    return signs;
  }

  /** New codes: those named by `indices`, in that order. */
  select(indices: ArrayLike<number>): HashCodes {
    if (!isVectorLike(indices)) refuse('indices', 'an array of rows', indices);
    const words = new Uint32Array(indices.length * this.wordsPerCode);
    for (let i = 0; i < indices.length; i++) {
      words.set(this.code(indices[i]), i * this.wordsPerCode);
    }
    return codesOf(words, indices.length, this.bits);
  }

  /** The shape, and the first bits of the first code. */
  override toString(): string {
    const shape = `HashCodes ${this.count} x ${this.bits} bits`;
    if (this.count === 0) return shape;
    const shown = Array.from({ length: Math.min(this.bits, 32) }, (_, j) => this.bit(0, j));
    return `${shape}: ${shown.join('')}${this.bits > 32 || this.count > 1 ? '...' : ''}`;
  }
}

/** Outside the class, which keeps its name in bundles so; see Matrix. */
function codesOf(words: Uint32Array, count: number, bits: number): HashCodes {
  return new HashCodes(words, count, bits);
}

function checkBitOrder(order: string): void {
  if (order !== 'little' && order !== 'big') {
    refuse('the order of bits', 'little or big', order);
  }
}

/** The bytes with their bits from the other end; new ones. */
function reverseBits(bytes: Uint8Array): Uint8Array {
  const reversed = Uint8Array.from({ length: 256 }, (_, byte) => {
    let out = 0;
    for (let j = 0; j < 8; j++) out |= ((byte >>> j) & 1) << (7 - j);
    return out;
  });
  return bytes.map((byte) => reversed[byte]);
}

/** Throws if the last word of a code has a bit set beyond its `bits`: kernels rely on zeros there. */
export function checkPadding(lastWord: number, bits: number): void {
  if ((bits & 31) !== 0 && lastWord >>> (bits & 31) !== 0) {
    throw new InvalidArgumentError(
      `a code of ${bits} bits must have zeros beyond them, but its last word is ${lastWord}`,
    );
  }
}

/** Throws unless `codes` are HashCodes. */
export function checkCodes(name: string, codes: HashCodes): void {
  if (codes instanceof HashCodes) return;
  refuse(name, 'HashCodes', codes);
}

/** Throws unless `words` are the packed words of codes. */
export function checkWords(name: string, words: Uint32Array): void {
  if (words instanceof Uint32Array) return;
  refuse(name, 'a Uint32Array', words);
}

/**
 * The number of bits in which two codes, given as equally long words, differ.
 *
 * @throws InvalidArgumentError unless they are words, and as many.
 */
export function hammingDistance(a: Uint32Array, b: Uint32Array): number {
  checkWords('codes', a);
  checkWords('codes', b);
  if (a.length !== b.length) {
    throw new InvalidArgumentError(
      `codes must be of one length, not ${a.length} and ${b.length} words`,
    );
  }
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
