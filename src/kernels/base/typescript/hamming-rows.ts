import { type HashCodes, popcount } from '../../../core/hash-codes.ts';
import type { CodeLayout, HitList } from './hamming-hits.ts';

const PAIRS = 0x55555555;
const NIBBLES = 0x33333333;
const BYTES = 0x0f0f0f0f;

/**
 * Codes of more than 32 bits as they come, rows of words. Int32 arrays, since values of Uint32Array
 * may leave the range of the engine's integers.
 */
export class CodeRows implements CodeLayout {
  readonly #words: Int32Array;
  readonly #stride: number;

  constructor(codes: HashCodes) {
    this.#words = new Int32Array(codes.words);
    this.#stride = codes.wordsPerCode;
  }

  prepare(query: Uint32Array): Int32Array {
    return new Int32Array(query);
  }

  scan(query: Int32Array, first: number, end: number, hits: HitList): void {
    if (this.#stride === 2) scanPairs(this.#words, query, first, end, hits);
    else scanRows(this.#words, this.#stride, query, first, end, hits);
  }

  distances(query: Int32Array, first: number, end: number, out: Uint16Array): void {
    const stride = this.#stride;
    for (let i = first; i < end; i++) {
      out[i - first] = distanceTo(this.#words, i * stride, query, stride);
    }
  }
}

function scanPairs(
  words: Int32Array,
  query: Int32Array,
  first: number,
  end: number,
  hits: HitList,
): void {
  const low = query[0];
  const high = query[1];
  let limit = hits.limit;
  for (let i = first, at = 2 * first; i < end; i++, at += 2) {
    const distance = popcountOfTwo(words[at] ^ low, words[at + 1] ^ high);
    if (distance > limit) continue;
    hits.add(i, distance);
    limit = hits.limit;
  }
}

function scanRows(
  words: Int32Array,
  stride: number,
  query: Int32Array,
  first: number,
  end: number,
  hits: HitList,
): void {
  let limit = hits.limit;
  for (let i = first, at = first * stride; i < end; i++, at += stride) {
    const distance = distanceTo(words, at, query, stride);
    if (distance > limit) continue;
    hits.add(i, distance);
    limit = hits.limit;
  }
}

function distanceTo(words: Int32Array, at: number, query: Int32Array, stride: number): number {
  let distance = 0;
  let w = 0;
  for (; w + 4 <= stride; w += 4, at += 4) {
    distance += popcountOfFour(
      words[at] ^ query[w],
      words[at + 1] ^ query[w + 1],
      words[at + 2] ^ query[w + 2],
      words[at + 3] ^ query[w + 3],
    );
  }
  if (w + 2 <= stride) {
    distance += popcountOfTwo(words[at] ^ query[w], words[at + 1] ^ query[w + 1]);
    w += 2;
    at += 2;
  }
  return w < stride ? distance + popcount(words[at] ^ query[w]) : distance;
}

/** Popcounts of both words, added as soon as the fields have room. */
function popcountOfTwo(x: number, y: number): number {
  const counts = (nibbleCounts(x) + nibbleCounts(y)) | 0;
  return Math.imul(((counts & BYTES) + ((counts >>> 4) & BYTES)) | 0, 0x01010101) >>> 24;
}

/** A full and a half adder leave sums and carries: three words to count for four. */
function popcountOfFour(x: number, y: number, z: number, w: number): number {
  const xy = x ^ y;
  const xyz = xy ^ z;
  const carries = (nibbleCounts((x & y) | (xy & z)) + nibbleCounts(xyz & w)) | 0;
  const ones = nibbleCounts(xyz ^ w);
  const twice = ((carries & BYTES) + ((carries >>> 4) & BYTES)) << 1;
  const once = ((ones & BYTES) + ((ones >>> 4) & BYTES)) | 0;
  return Math.imul((twice + once) | 0, 0x01010101) >>> 24;
}

function nibbleCounts(x: number): number {
  x = (x - ((x >>> 1) & PAIRS)) | 0;
  return ((x & NIBBLES) + ((x >>> 2) & NIBBLES)) | 0;
}
