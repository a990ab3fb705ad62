import type { HashCodes } from '../../core/hash-codes.ts';

/** Up to this width a bucket is found by its code as an array index (4 MiB at most). */
const DIRECT_BITS = 20;

/** How distinct codes are found by value: shared by all backends, so that they agree. */
export interface BucketLayout {
  /** Position + 1 of a code, 0 where there is none. */
  readonly slots: Uint32Array;
  /** `slots.length - 1` where slots is an open-addressing table. */
  readonly slotMask: number;
  /** One bit per `hash >>> bitmapShift`; null where slots is indexed by the code itself. */
  readonly bitmap: Uint32Array | null;
  readonly bitmapShift: number;
}

/** Mixes a code of up to 64 bits to 32; the same function stands in assembly/base/probe.ts. */
export function hashCode(low: number, high: number): number {
  const h = Math.imul(Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b), 0xc2b2ae35);
  return (h ^ (h >>> 15)) >>> 0;
}

/**
 * Lays out distinct codes of at most 64 bits for look-up. Wide codes get a bitmap of 16 to 32 bits
 * a code in front of an open-addressing table at load <= 1/2: most probes miss, and a miss then
 * costs one load from a small array.
 */
export function bucketLayout(codes: HashCodes): BucketLayout {
  const { words, count, bits, wordsPerCode } = codes;
  if (bits <= DIRECT_BITS) {
    const slots = new Uint32Array(2 ** bits);
    for (let i = 0; i < count; i++) slots[words[i]] = i + 1;
    return { slots, slotMask: 0, bitmap: null, bitmapShift: 0 };
  }
  const capacity = 2 ** Math.ceil(Math.log2(Math.max(4, count * 2)));
  const bitmapBits = Math.min(32, Math.ceil(Math.log2(Math.max(64, count * 16))));
  const layout = {
    slots: new Uint32Array(capacity),
    slotMask: capacity - 1,
    bitmap: new Uint32Array(2 ** (bitmapBits - 5)),
    bitmapShift: 32 - bitmapBits,
  };
  for (let i = 0; i < count; i++) {
    const low = words[i * wordsPerCode];
    const h = hashCode(low, wordsPerCode > 1 ? words[i * wordsPerCode + 1] : 0);
    let at = h & layout.slotMask;
    while (layout.slots[at] !== 0) at = (at + 1) & layout.slotMask;
    layout.slots[at] = i + 1;
    const bit = h >>> layout.bitmapShift;
    layout.bitmap[bit >>> 5] |= 1 << (bit & 31);
  }
  return layout;
}
