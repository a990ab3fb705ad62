// Hamming distances of a whole block of codes at once, by adding bits instead of counting them.
//
// A block holds its codes as bit planes: one lane per bit, one bit of the lane per code (see
// hamming-planes.ts). Adding the planes of query xor code in a tree of full adders gives the
// distances, again as bit planes: with 128 codes to a lane that is about 5 operations per bit of
// code for 128 codes, where counting bits byte by byte costs twice as many.
//
// Planes come in pairs x, y, kept as x and x ^ y, and carries are passed on the same way. That
// saves a fifth of the operations: two full adders take 8 (Demenkov et al. 2010, "New upper bounds
// on the Boolean circuit complexity of symmetric functions"). With z the running sum bit:
//   v = p1 | (x1 ^ z)            the first carry ^ s
//   s = z ^ p1                   the first sum
//   a = v ^ s                    the first carry
//   b = v ^ ((x2 ^ s) & ~p2)     both carries, xored
//   z = s ^ p2                   the second sum
//
// Comparing is free: the sums start from 2^n - 1 - limit, 2^n > bits, so that a distance carries
// into bit n exactly where it is beyond the limit.
import { and, andNot, codesPerBlock, hasZero, or, xor } from './hamming-lanes';

/** Planes of a chunk, the unit of the innermost loop. */
export const CHUNK: usize = 16;
/** Room for the planes of a sum: bits <= 4096, so n <= 13. */
const LEVELS: usize = 16;

// Lanes are 16 bytes or less. `start`: the planes that sums start from. `sums`: the planes of the
// sums. `pairs`: carries of weight 8, a pair per chunk; those beyond the last chunk stay 0.
const start = memory.data(256, 16);
const sums = memory.data(256, 16);
const pairs = memory.data(8192, 16);
/** Distances of a block as u16, when many are wanted. */
const wide = memory.data(256, 16);

/** Chunks of a code. */
// @ts-ignore: decorator
@inline
export function chunksOf(bits: u32): usize {
  return (<usize>bits + CHUNK - 1) / CHUNK;
}

/** n, the planes that a limit takes: 5 for the 16 planes of one chunk, one more each doubling. */
// @ts-ignore: decorator
@inline
function levelsOf(chunks: usize): usize {
  return 5 + 32 - clz<u32>(<u32>chunks - 1);
}

/** Readies `findBlock` for codes of `bits` bits and distances of at most `limit` <= bits. */
export function setLimit<T>(bits: u32, limit: u32): void {
  const levels = levelsOf(chunksOf(bits));
  const bias = biasOf(bits, limit);
  for (let level: usize = 0; level < levels; level++) {
    const plane = -(<i64>(bias >> <u32>level) & 1);
    for (let at: usize = 0; at < sizeof<T>(); at += 8) {
      store<i64>(start + level * sizeof<T>() + at, plane);
    }
  }
  // Pairs beyond the last chunk: wider codes may have left theirs.
  for (
    let at = chunksOf(bits) * 2 * sizeof<T>(), end = sizeof<T>() << (levels - 4);
    at < end;
    at += 8
  ) {
    store<u64>(pairs + at, 0);
  }
}

// @ts-ignore: decorator
@inline
function biasOf(bits: u32, limit: u32): u32 {
  return (1 << (<u32>levelsOf(chunksOf(bits)))) - 1 - limit;
}

/** Plane `i` of query xor code. */
// @ts-ignore: decorator
@inline
function plane<T>(planes: usize, masks: usize, i: usize): T {
  return xor(load<T>(planes + i * sizeof<T>()), load<T>(masks + i * sizeof<T>()));
}

// @ts-ignore: decorator
@inline
function firstCarry<T>(z: T, x: T, p: T): T {
  return or(p, xor(x, z));
}

// @ts-ignore: decorator
@inline
function bothCarries<T>(v: T, s: T, x: T, p: T): T {
  return xor(v, andNot(xor(x, s), p));
}

/**
 * The first of the blocks first..end-1 that has a code within the limit, or end. Leaves the sums of
 * that block for the functions below.
 */
export function findBlock<T>(
  planes: usize,
  chunks: usize,
  first: usize,
  end: usize,
  masks: usize,
): usize {
  const size = sizeof<T>();
  const width = (<usize>1) << (<usize>(levelsOf(chunks) - 5));
  let p: T, r: T, v: T, s: T, a: T, b: T, c: T, d: T, e: T, f: T, g: T, h: T;
  for (let code = planes + first * chunks * (CHUNK * size); first < end; first++) {
    let ones = load<T>(start),
      twos = load<T>(start, sizeof<T>()),
      fours = load<T>(start, 2 * sizeof<T>());
    let mask = masks;
    let pair = pairs;
    for (let chunk = chunks; chunk > 0; chunk--) {
      p = plane<T>(code, mask, 1);
      r = plane<T>(code, mask, 3);
      v = firstCarry<T>(ones, plane<T>(code, mask, 0), p);
      s = xor(ones, p);
      a = xor(v, s);
      b = bothCarries<T>(v, s, plane<T>(code, mask, 2), r);
      ones = xor(s, r);
      p = plane<T>(code, mask, 5);
      r = plane<T>(code, mask, 7);
      v = firstCarry<T>(ones, plane<T>(code, mask, 4), p);
      s = xor(ones, p);
      c = xor(v, s);
      d = bothCarries<T>(v, s, plane<T>(code, mask, 6), r);
      ones = xor(s, r);
      v = firstCarry<T>(twos, a, b);
      s = xor(twos, b);
      e = xor(v, s);
      f = bothCarries<T>(v, s, c, d);
      twos = xor(s, d);
      p = plane<T>(code, mask, 9);
      r = plane<T>(code, mask, 11);
      v = firstCarry<T>(ones, plane<T>(code, mask, 8), p);
      s = xor(ones, p);
      a = xor(v, s);
      b = bothCarries<T>(v, s, plane<T>(code, mask, 10), r);
      ones = xor(s, r);
      p = plane<T>(code, mask, 13);
      r = plane<T>(code, mask, 15);
      v = firstCarry<T>(ones, plane<T>(code, mask, 12), p);
      s = xor(ones, p);
      c = xor(v, s);
      d = bothCarries<T>(v, s, plane<T>(code, mask, 14), r);
      ones = xor(s, r);
      v = firstCarry<T>(twos, a, b);
      s = xor(twos, b);
      g = xor(v, s);
      h = bothCarries<T>(v, s, c, d);
      twos = xor(s, d);
      v = firstCarry<T>(fours, e, f);
      s = xor(fours, f);
      a = xor(v, s);
      b = bothCarries<T>(v, s, g, h);
      fours = xor(s, h);
      store<T>(pair, a);
      store<T>(pair, b, sizeof<T>());
      pair += 2 * size;
      code += CHUNK * size;
      mask += CHUNK * size;
    }
    const over = addPairs<T>(width);
    if (hasZero(over)) {
      store<T>(sums, ones);
      store<T>(sums, twos, sizeof<T>());
      store<T>(sums, fours, 2 * sizeof<T>());
      return first;
    }
  }
  return end;
}

/** Adds the pairs of weight 8 up, in place; returns the plane of the codes beyond the limit. */
// @ts-ignore: decorator
@inline
function addPairs<T>(width: usize): T {
  const size = sizeof<T>();
  let p: T, s: T, v: T, z: T;
  let level: usize = 3 * size;
  for (let left = width >> 1; left > 0; left >>= 1) {
    z = load<T>(start + level);
    let from = pairs;
    for (let to = pairs, end = pairs + left * 2 * size; to < end; to += 2 * size) {
      p = load<T>(from, sizeof<T>());
      v = firstCarry<T>(z, load<T>(from), p);
      s = xor(z, p);
      p = load<T>(from, 3 * sizeof<T>());
      const both = bothCarries<T>(v, s, load<T>(from, 2 * sizeof<T>()), p);
      store<T>(to, xor(v, s));
      store<T>(to, both, sizeof<T>());
      z = xor(s, p);
      from += 4 * size;
    }
    store<T>(sums + level, z);
    level += size;
  }
  // One pair is left, then its carry: two planes to go.
  z = load<T>(start + level);
  p = load<T>(pairs, sizeof<T>());
  s = xor(z, p);
  const carry = xor(firstCarry<T>(z, load<T>(pairs), p), s);
  store<T>(sums + level, s);
  z = load<T>(start + level, sizeof<T>());
  const over = and(z, carry);
  store<T>(sums + level, xor(z, carry), sizeof<T>());
  store<T>(sums + level, over, 2 * sizeof<T>());
  return over;
}

/** 64 codes of the block found: those within the limit, as bits. */
export function hitsOf<T>(bits: u32, group: usize): u64 {
  return ~load<u64>(sums + levelsOf(chunksOf(bits)) * sizeof<T>() + (group << 3));
}

/** Distance of one code of the block found. */
export function distanceOf<T>(bits: u32, limit: u32, code: usize): u32 {
  const levels = levelsOf(chunksOf(bits));
  const at = sums + (code >> 3);
  const shift = <u32>code & 7;
  let sum: u32 = 0;
  for (let level: usize = 0; level <= levels; level++) {
    sum |= ((<u32>load<u8>(at + level * sizeof<T>()) >> shift) & 1) << (<u32>level);
  }
  return sum - biasOf(bits, limit);
}

/** Distances of all codes of the block found, as u16: several times cheaper than one by one. */
export function allDistances<T>(bits: u32, limit: u32): usize {
  const levels = levelsOf(chunksOf(bits));
  const bias = biasOf(bits, limit);
  for (let group: usize = 0; group < sizeof<T>(); group++) {
    if (isVector<T>()) {
      // Eight codes: the byte to all eight lanes, and bit i of it to lane i.
      const own = i16x8(1, 2, 4, 8, 16, 32, 64, 128);
      let sum = i16x8.splat(-(<i16>bias));
      for (let level: usize = 0; level <= levels; level++) {
        const bit = v128.and(i16x8.splat(<i16>load<u8>(sums + level * sizeof<T>() + group)), own);
        const set = i16x8.eq(bit, own);
        sum = i16x8.add(sum, v128.and(set, i16x8.splat(1 << (<i16>level))));
      }
      v128.store(wide + (group << 4), sum);
    } else {
      // Two times four codes: bit i of four to the low bit of lane i of u16.
      let low: u64 = 0,
        high: u64 = 0;
      for (let level: usize = 0; level <= levels; level++) {
        const byte = <u64>load<u8>(sums + level * sizeof<T>() + group);
        low |= spread(byte & 15) << (<u64>level);
        high |= spread(byte >> 4) << (<u64>level);
      }
      const all = <u64>bias * 0x0001000100010001;
      store<u64>(wide + (group << 4), low - all);
      store<u64>(wide + (group << 4), high - all, 8);
    }
  }
  return wide;
}

// @ts-ignore: decorator
@inline
function spread(nibble: u64): u64 {
  return (nibble * 0x0000200040008001) & 0x0001000100010001;
}
