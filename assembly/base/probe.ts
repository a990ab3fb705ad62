// Looks up every code within a Hamming radius of a query among distinct codes.
//
// Masks of t bits are enumerated as: the upper t - 1 bits by Gosper's hack (ascending), the lowest
// bit over all places below them, so that the inner loop is a shift and a look-up.

let queryCode: u64 = 0;
let wide: bool = false;
let slots: usize = 0;
let slotMask: u32 = 0;
let bitmap: usize = 0;
let bitmapShift: u32 = 0;
let table: usize = 0;
let output: usize = 0;

/**
 * Writes the positions of the codes found, in order of distance, and how many lie at each distance;
 * returns how many were found.
 * @param bits 1..64
 * @param slotTable u32 position + 1, 0 where empty: indexed by the code itself if bitmapTable is 0,
 *   else an open-addressing table of slotMaskValue + 1 entries
 * @param bitmapTable one bit per hash value `hash >>> shift`: a miss there costs one load
 * @param codes the distinct codes, words of 32 bits
 * @param perRadius radius + 1 u32 counters
 */
export function probe(
  query: usize,
  bits: u32,
  radius: u32,
  slotTable: usize,
  slotMaskValue: u32,
  bitmapTable: usize,
  shift: u32,
  codes: usize,
  positions: usize,
  perRadius: usize,
): usize {
  wide = bits > 32;
  queryCode = wide ? load<u64>(query) : <u64>load<u32>(query);
  slots = slotTable;
  slotMask = slotMaskValue;
  bitmap = bitmapTable;
  bitmapShift = shift;
  table = codes;
  output = positions;
  const limit = min(radius, bits);
  for (let t: u32 = 0; t <= limit; t++) {
    const before = output;
    if (t == 0) lookUp(queryCode);
    else if (bitmapTable == 0) directRing(bits, t);
    else ring(bits, t);
    store<u32>(perRadius + ((<usize>t) << 2), <u32>((output - before) >> 2));
  }
  return (output - positions) >> 2;
}

/** The next larger number with as many 1 bits (Gosper); x must not be 0. */
// @ts-ignore: decorator
@inline
function nextCombination(x: u64): u64 {
  const low = x & (0 - x);
  const ripple = x + low;
  return ripple | (((x ^ ripple) >> 2) >> ctz<u64>(low));
}

/** All codes at distance t >= 1, by hash; the two halves of a code take turns. */
function ring(bits: u32, t: u32): void {
  const last = lastUpper(bits, t);
  let upper: u64 = firstUpper(t);
  while (true) {
    // The upper t - 1 bits; with none, every place is below them.
    const places = upper == 0 ? bits : <u32>ctz<u64>(upper);
    const base = queryCode ^ upper;
    const low = <u32>base,
      high = <u32>(base >> 32);
    const highPart = high * HIGH_FACTOR;
    const lowPlaces = min<u32>(places, 32);
    for (let i: u32 = 0; i < lowPlaces; i++) {
      const code = low ^ (1 << i);
      const h = mix((code * LOW_FACTOR) ^ highPart);
      if (mayHold(h)) chase(code, high, h);
    }
    const lowPart = low * LOW_FACTOR;
    for (let i: u32 = 32; i < places; i++) {
      const code = high ^ (1 << (i - 32));
      const h = mix(lowPart ^ (code * HIGH_FACTOR));
      if (mayHold(h)) chase(low, code, h);
    }
    if (upper == last) return;
    upper = nextCombination(upper);
  }
}

/** All codes at distance t >= 1, by direct address. */
function directRing(bits: u32, t: u32): void {
  const q = <u32>queryCode;
  const last = lastUpper(bits, t);
  let upper: u64 = firstUpper(t);
  let out = output;
  while (true) {
    const places = upper == 0 ? bits : <u32>ctz<u64>(upper);
    const base = q ^ <u32>upper;
    for (let i: u32 = 0; i < places; i++) {
      const slot = load<u32>(slots + ((<usize>(base ^ (1 << i))) << 2));
      if (slot) {
        store<u32>(out, slot - 1);
        out += 4;
      }
    }
    if (upper == last) break;
    upper = nextCombination(upper);
  }
  output = out;
}

/** The smallest number of t - 1 bits that leaves place 0 free. */
// @ts-ignore: decorator
@inline
function firstUpper(t: u32): u64 {
  return t == 1 ? 0 : (((<u64>1) << (t - 1)) - 1) << 1;
}

/** The largest number of t - 1 bits below 2^bits. */
// @ts-ignore: decorator
@inline
function lastUpper(bits: u32, t: u32): u64 {
  return t == 1 ? 0 : (((<u64>1) << (t - 1)) - 1) << (bits - (t - 1));
}

// Codes are hashed to 32 bits by mix(low * LOW_FACTOR ^ high * HIGH_FACTOR); the same function
// stands in src/kernels/base/bucket-layout.ts.
const LOW_FACTOR: u32 = 0x9e3779b1;
const HIGH_FACTOR: u32 = 0x85ebca6b;

// @ts-ignore: decorator
@inline
function mix(h: u32): u32 {
  h *= 0xc2b2ae35;
  return h ^ (h >>> 15);
}

/** Whether the bitmap has seen this hash value. */
// @ts-ignore: decorator
@inline
function mayHold(h: u32): u32 {
  const bit = h >>> bitmapShift;
  return (load<u32>(bitmap + ((<usize>bit >> 5) << 2)) >>> (bit & 31)) & 1;
}

function chase(low: u32, high: u32, h: u32): void {
  let at = h & slotMask;
  while (true) {
    const slot = load<u32>(slots + ((<usize>at) << 2));
    if (slot == 0) return;
    if (isCodeAt(slot - 1, low, high)) {
      store<u32>(output, slot - 1);
      output += 4;
      return;
    }
    at = (at + 1) & slotMask;
  }
}

// @ts-ignore: decorator
@inline
function isCodeAt(position: u32, low: u32, high: u32): bool {
  if (!wide) return load<u32>(table + ((<usize>position) << 2)) == low;
  const at = table + ((<usize>position) << 3);
  return load<u32>(at) == low && load<u32>(at, 4) == high;
}

function lookUp(code: u64): void {
  const low = <u32>code,
    high = <u32>(code >> 32);
  if (bitmap != 0) {
    chase(low, high, mix((low * LOW_FACTOR) ^ (high * HIGH_FACTOR)));
    return;
  }
  const slot = load<u32>(slots + ((<usize>low) << 2));
  if (slot != 0) {
    store<u32>(output, slot - 1);
    output += 4;
  }
}
