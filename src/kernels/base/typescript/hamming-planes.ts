import { type HashCodes, popcount } from '../../../core/hash-codes.ts';
import type { CodeLayout, HitList } from './hamming-hits.ts';

/** Planes of a chunk. */
const CHUNK = 16;
/** From how many hits in a block on all distances are computed at once. */
const MANY = 4;

/**
 * Codes of at most 32 bits as bit planes in blocks of 32 codes, added up by full adders: the method
 * of assembly/base/hamming-sums.ts, where it is explained, with int32 for lanes.
 */
export class CodePlanes implements CodeLayout {
  readonly #planes: Int32Array;
  readonly #bits: number;
  readonly #chunks: number;
  /** Planes of a limit: 2^levels > bits. */
  readonly #levels: number;
  /** The planes that sums start from, and those of the sums. */
  readonly #start = new Int32Array(8);
  readonly #sums = new Int32Array(8);
  /** Distances of a block. */
  readonly #block = new Uint16Array(32);

  constructor(codes: HashCodes) {
    this.#bits = codes.bits;
    this.#chunks = codes.bits <= CHUNK ? 1 : 2;
    this.#levels = this.#chunks + 4;
    const width = this.#chunks * CHUNK;
    const blocks = Math.ceil(codes.count / 32);
    this.#planes = new Int32Array(blocks * width);
    const rows = new Int32Array(32);
    for (let block = 0; block < blocks; block++) {
      rows.fill(0);
      for (let c = 0; c < Math.min(32, codes.count - block * 32); c++) {
        rows[c] = paired(codes.words[block * 32 + c]);
      }
      transpose(rows);
      this.#planes.set(rows.subarray(0, width), block * width);
    }
  }

  prepare(query: Uint32Array): Int32Array {
    const word = paired(query[0]);
    return Int32Array.from({ length: this.#chunks * CHUNK }, (_, i) => -((word >>> i) & 1));
  }

  scan(query: Int32Array, first: number, end: number, hits: HitList): void {
    const lastBlock = (end + 31) >>> 5;
    let limit = hits.limit;
    if (limit < 0) return;
    this.#setLimit(limit);
    for (let block = first >>> 5; ; block++) {
      block = this.#find(query, block, lastBlock);
      if (block >= lastBlock) return;
      this.#collect(block * 32, end, limit, hits);
      if (hits.limit === limit) continue;
      limit = hits.limit;
      if (limit < 0) return;
      this.#setLimit(limit);
    }
  }

  distances(query: Int32Array, first: number, end: number, out: Uint16Array): void {
    this.#setLimit(this.#bits);
    for (let block = first >>> 5; block * 32 < end; block++) {
      this.#find(query, block, block + 1);
      writeDistances(this.#sums, this.#levels, this.#bits, out, block * 32 - first);
    }
  }

  #find(query: Int32Array, first: number, end: number): number {
    return findBlock(this.#planes, this.#chunks, first, end, query, this.#start, this.#sums);
  }

  #setLimit(limit: number): void {
    const bias = biasOf(this.#levels, limit);
    for (let level = 0; level < this.#levels; level++) this.#start[level] = -((bias >>> level) & 1);
  }

  /** Adds the hits of the block found, whose sums were made for `limit`. */
  #collect(position: number, end: number, limit: number, hits: HitList): void {
    const sums = this.#sums;
    const levels = this.#levels;
    let found = ~sums[levels];
    const many = popcount(found) > MANY;
    if (many) writeDistances(sums, levels, limit, this.#block, 0);
    for (; found !== 0; found &= found - 1) {
      const code = 31 - Math.clz32(found & -found);
      // The last block ends in codes that are none.
      if (position + code >= end) return;
      const distance = many ? this.#block[code] : distanceOf(sums, levels, limit, code);
      if (distance <= hits.limit) hits.add(position + code, distance);
    }
  }
}

/** Distance of one code of a block whose sums were made for `limit`. */
function distanceOf(sums: Int32Array, levels: number, limit: number, code: number): number {
  let sum = 0;
  for (let level = 0; level < levels; level++) sum |= ((sums[level] >>> code) & 1) << level;
  return sum - biasOf(levels, limit);
}

/** What sums start from, so that those beyond the limit carry into the plane after the last. */
function biasOf(levels: number, limit: number): number {
  return (1 << levels) - 1 - limit;
}

/** Writes the distances of a block whose sums were made for `limit`, from `at` on. */
function writeDistances(
  sums: Int32Array,
  levels: number,
  limit: number,
  out: Uint16Array,
  at: number,
): void {
  const bias = biasOf(levels, limit);
  for (let code = 0; code < 32; code += 4, at += 4) {
    // Four codes at a time: bit i of the four to the low bit of byte i. No sum passes 127.
    let four = 0;
    for (let level = 0; level <= levels; level++) {
      const bits = (sums[level] >>> code) & 15;
      four |= (Math.imul(bits, 0x00204081) & 0x01010101) << level;
    }
    out[at] = (four & 255) - bias;
    out[at + 1] = ((four >>> 8) & 255) - bias;
    out[at + 2] = ((four >>> 16) & 255) - bias;
    out[at + 3] = (four >>> 24) - bias;
  }
}

/** Bits x, y of each pair as x, x ^ y. */
function paired(word: number): number {
  return word ^ ((word & 0x55555555) << 1);
}

/** Transposes a matrix of 32 x 32 bits (Hacker's Delight, 7-3). */
function transpose(rows: Int32Array): void {
  for (let width = 16, mask = 0x0000ffff; width > 0; width >>>= 1, mask ^= mask << width) {
    for (let i = 0; i < 32; i = (i + width + 1) & ~width) {
      const swapped = ((rows[i] >>> width) ^ rows[i + width]) & mask;
      rows[i + width] ^= swapped;
      rows[i] ^= swapped << width;
    }
  }
}

/** The first of the blocks first..end-1 with a code within the limit, or end; leaves its sums. */
function findBlock(
  planes: Int32Array,
  chunks: number,
  first: number,
  end: number,
  query: Int32Array,
  start: Int32Array,
  sums: Int32Array,
): number {
  let [p, r, v, s, a, b, c, d, e, f, g, h, x, y] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let code = first * chunks * CHUNK; first < end; first++) {
    let ones = start[0];
    let twos = start[1];
    let fours = start[2];
    let level = 3;
    for (let mask = 0; ; mask = CHUNK) {
      p = planes[code + 1] ^ query[mask + 1];
      r = planes[code + 3] ^ query[mask + 3];
      v = p | (planes[code + 0] ^ query[mask + 0] ^ ones);
      s = ones ^ p;
      a = v ^ s;
      b = v ^ ((planes[code + 2] ^ query[mask + 2] ^ s) & ~r);
      ones = s ^ r;
      p = planes[code + 5] ^ query[mask + 5];
      r = planes[code + 7] ^ query[mask + 7];
      v = p | (planes[code + 4] ^ query[mask + 4] ^ ones);
      s = ones ^ p;
      c = v ^ s;
      d = v ^ ((planes[code + 6] ^ query[mask + 6] ^ s) & ~r);
      ones = s ^ r;
      v = b | (a ^ twos);
      s = twos ^ b;
      e = v ^ s;
      f = v ^ ((c ^ s) & ~d);
      twos = s ^ d;
      p = planes[code + 9] ^ query[mask + 9];
      r = planes[code + 11] ^ query[mask + 11];
      v = p | (planes[code + 8] ^ query[mask + 8] ^ ones);
      s = ones ^ p;
      a = v ^ s;
      b = v ^ ((planes[code + 10] ^ query[mask + 10] ^ s) & ~r);
      ones = s ^ r;
      p = planes[code + 13] ^ query[mask + 13];
      r = planes[code + 15] ^ query[mask + 15];
      v = p | (planes[code + 12] ^ query[mask + 12] ^ ones);
      s = ones ^ p;
      c = v ^ s;
      d = v ^ ((planes[code + 14] ^ query[mask + 14] ^ s) & ~r);
      ones = s ^ r;
      v = b | (a ^ twos);
      s = twos ^ b;
      g = v ^ s;
      h = v ^ ((c ^ s) & ~d);
      twos = s ^ d;
      v = f | (e ^ fours);
      s = fours ^ f;
      a = v ^ s;
      b = v ^ ((g ^ s) & ~h);
      fours = s ^ h;
      code += CHUNK;
      if (chunks === 1 || mask > 0) break;
      x = a;
      y = b;
    }
    if (chunks > 1) {
      let eights = start[3];
      v = y | (x ^ eights);
      s = eights ^ y;
      eights = s ^ b;
      b = v ^ ((a ^ s) & ~b);
      a = v ^ s;
      sums[level++] = eights;
    }
    const z = start[level];
    s = z ^ b;
    const carry = (b | (a ^ z)) ^ s;
    const over = start[level + 1] & carry;
    if (over === -1) continue;
    sums[0] = ones;
    sums[1] = twos;
    sums[2] = fours;
    sums[level] = s;
    sums[level + 1] = start[level + 1] ^ carry;
    sums[level + 2] = over;
    return first;
  }
  return end;
}
