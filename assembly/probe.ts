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
    store<u32>(perRadius + (<usize>t << 2), <u32>((output - before) >> 2));
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

/** All codes at distance t >= 1, by hash. */
function ring(bits: u32, t: u32): void {
  const q = queryCode;
  const last = lastUpper(bits, t);
  // The upper t - 1 bits; with none, every place is below them.
  let upper: u64 = firstUpper(t);
  while (true) {
    const places = upper == 0 ? bits : <u32>ctz<u64>(upper);
    const base = q ^ upper;
    for (let i: u32 = 0; i < places; i++) {
      const code = base ^ (<u64>1 << i);
      const h = hash(code);
      const word = h >>> bitmapShift;
      if ((load<u32>(bitmap + ((<usize>word >> 5) << 2)) >>> (word & 31)) & 1) chase(code, h);
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
      const slot = load<u32>(slots + (<usize>(base ^ (1 << i)) << 2));
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
  return t == 1 ? 0 : (((<u64>1 << (t - 1)) - 1) << 1);
}

/** The largest number of t - 1 bits below 2^bits. */
// @ts-ignore: decorator
@inline
function lastUpper(bits: u32, t: u32): u64 {
  return t == 1 ? 0 : (((<u64>1 << (t - 1)) - 1) << (bits - (t - 1)));
}

/** Mixes a code to 32 bits; the same function stands in src/kernels/bucket-layout.ts. */
// @ts-ignore: decorator
@inline
function hash(code: u64): u32 {
  let h = <u32>code * 0x9e3779b1;
  h = (h ^ (<u32>(code >> 32) * 0x85ebca6b)) * 0xc2b2ae35;
  return h ^ (h >>> 15);
}

function chase(code: u64, h: u32): void {
  let at = h & slotMask;
  while (true) {
    const slot = load<u32>(slots + (<usize>at << 2));
    if (slot == 0) return;
    if (codeAt(slot - 1) == code) {
      store<u32>(output, slot - 1);
      output += 4;
      return;
    }
    at = (at + 1) & slotMask;
  }
}

// @ts-ignore: decorator
@inline
function codeAt(position: u32): u64 {
  return wide ? load<u64>(table + (<usize>position << 3)) : <u64>load<u32>(table + (<usize>position << 2));
}

function lookUp(code: u64): void {
  if (bitmap != 0) {
    chase(code, hash(code));
    return;
  }
  const slot = load<u32>(slots + (<usize>(<u32>code) << 2));
  if (slot != 0) {
    store<u32>(output, slot - 1);
    output += 4;
  }
}
