import type { HashCodes } from '../../../core/hash-codes.ts';
import type { Buckets } from '../../api.ts';
import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import { type BucketLayout, bucketLayout, hashCode } from '../bucket-layout.ts';

/**
 * Look-up of every code within a radius. Masks come in the order of the compiled kernel: the upper
 * t - 1 bits as ascending numbers, the lowest bit over all places below them.
 */
export class TypeScriptBuckets extends TypeScriptResident implements Buckets {
  readonly count: number;
  readonly #bits: number;
  readonly #stride: number;
  readonly #words: Uint32Array;
  readonly #layout: BucketLayout;

  constructor(codes: HashCodes) {
    super('bucket table');
    this.count = codes.count;
    this.#bits = codes.bits;
    this.#stride = codes.wordsPerCode;
    this.#words = codes.words.slice();
    this.#layout = bucketLayout(codes);
  }

  probe(
    query: Uint32Array,
    radius: number,
    positions: Uint32Array,
    perRadius: Uint32Array,
  ): number {
    this.checkAlive();
    const low = query[0];
    const high = this.#stride > 1 ? query[1] : 0;
    perRadius.fill(0, 0, radius + 1);
    let found = this.#lookUp(low, high, positions, 0);
    perRadius[0] = found;
    for (let t = 1; t <= Math.min(radius, this.#bits); t++) {
      const before = found;
      found = this.#ring(low, high, t, positions, found);
      perRadius[t] = found - before;
    }
    return found;
  }

  /** All codes at distance t >= 1; `upper` holds the places of the upper t - 1 bits, ascending. */
  #ring(low: number, high: number, t: number, positions: Uint32Array, start: number): number {
    const upper = new Int32Array(t - 1);
    for (let i = 0; i < t - 1; i++) upper[i] = i + 1;
    let found = start;
    do {
      let baseLow = low;
      let baseHigh = high;
      for (const place of upper) {
        if (place < 32) baseLow ^= 1 << place;
        else baseHigh ^= 1 << (place & 31);
      }
      const places = t === 1 ? this.#bits : upper[0];
      const lowPlaces = Math.min(places, 32);
      for (let i = 0; i < lowPlaces; i++) {
        found = this.#lookUp(baseLow ^ (1 << i), baseHigh, positions, found);
      }
      for (let i = 32; i < places; i++) {
        found = this.#lookUp(baseLow, baseHigh ^ (1 << (i & 31)), positions, found);
      }
    } while (nextCombination(upper, this.#bits));
    return found;
  }

  #lookUp(low: number, high: number, positions: Uint32Array, found: number): number {
    const { slots, slotMask, bitmap, bitmapShift } = this.#layout;
    if (!bitmap) {
      const slot = slots[low];
      if (slot === 0) return found;
      positions[found] = slot - 1;
      return found + 1;
    }
    const hash = hashCode(low, high);
    const bit = hash >>> bitmapShift;
    if (((bitmap[bit >>> 5] >>> (bit & 31)) & 1) === 0) return found;
    for (let at = hash & slotMask; slots[at] !== 0; at = (at + 1) & slotMask) {
      const position = slots[at] - 1;
      const p = position * this.#stride;
      if (
        this.#words[p] === low >>> 0 &&
        (this.#stride === 1 || this.#words[p + 1] === high >>> 0)
      ) {
        positions[found] = position;
        return found + 1;
      }
    }
    return found;
  }
}

/** Steps to the next combination in order of the number it spells; false after the last. */
function nextCombination(places: Int32Array, bits: number): boolean {
  const n = places.length;
  for (let i = 0; i < n; i++) {
    const limit = i + 1 < n ? places[i + 1] : bits;
    if (places[i] + 1 < limit) {
      places[i]++;
      for (let below = 0; below < i; below++) places[below] = below + 1;
      return true;
    }
  }
  return false;
}
