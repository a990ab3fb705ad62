// Sums of the entries that the nibbles of codes name in a query's tables: 32 codes at a time by
// swizzle16, in bytes as long as these can't overflow, then in 16 bits, then in 32.
import { swizzle16 } from '../shared/bytes';
import { CODES } from './blocks';
import { QUERY, TABLES } from './query';

/** Sums of 32 codes for each of two queries, u32; ./scan puts the distances in their places. */
export const sums = memory.data(256, 16);

/** Sums for one query. */
export function sumOne(block: usize, nibbles: usize, bits: u32, tables: usize): void {
  if (ASC_FEATURE_SIMD) {
    const chunk = chunkOf(bits);
    for (let done: usize = 0; done < nibbles; done += chunk) {
      const end = block + (min(nibbles, done + chunk) << 4);
      const skip = done << 4;
      const isFirst = done == 0;
      if (bits == 1) sumBytes(block + skip, end, tables + skip, 8, isFirst);
      else if (bits == 2) sumBytes(block + skip, end, tables + skip, 4, isFirst);
      else sumBytes(block + skip, end, tables + skip, 1, isFirst);
    }
  } else {
    sumCodes(block, nibbles, tables, sums);
  }
}

/** Sums for two queries, which read the codes once. */
export function sumPair(block: usize, nibbles: usize, bits: u32, query: usize): void {
  const tables = <usize>load<u32>(query, TABLES),
    others = <usize>load<u32>(query + QUERY, TABLES);
  if (ASC_FEATURE_SIMD) {
    const chunk = chunkOf(bits);
    for (let done: usize = 0; done < nibbles; done += chunk) {
      const end = block + (min(nibbles, done + chunk) << 4);
      const skip = done << 4;
      const isFirst = done == 0;
      if (bits == 1) sumBytesOfPair(block + skip, end, tables + skip, others + skip, 8, isFirst);
      else if (bits == 2)
        sumBytesOfPair(block + skip, end, tables + skip, others + skip, 4, isFirst);
      else sumBytesOfPair(block + skip, end, tables + skip, others + skip, 1, isFirst);
    }
  } else {
    sumCodes(block, nibbles, tables, sums);
    sumCodes(block, nibbles, others, sums + 128);
  }
}

/** Nibbles whose entries a sum of 16 bits takes. */
// @ts-ignore: decorator
@inline
function chunkOf(bits: u32): usize {
  return bits == 1 ? 2048 : bits == 2 ? 1024 : 256;
}

/** What the nibbles of codes 0..15 name in a table. */
// @ts-ignore: decorator
@inline
function lower(table: v128, codes: v128): v128 {
  return swizzle16(table, v128.and(codes, i8x16.splat(15)));
}

/** What the nibbles of codes 16..31 name. */
// @ts-ignore: decorator
@inline
function upper(table: v128, codes: v128): v128 {
  return swizzle16(table, v128.and(i16x8.shr_u(codes, 4), i8x16.splat(15)));
}

/** Adds up the nibbles of a chunk, `run` of them in bytes at a time: 1, or four at each step. */
// @ts-ignore: decorator
@inline
function sumBytes(at: usize, end: usize, tables: usize, run: u32, isFirst: bool): void {
  const zero = i32x4.splat(0);
  // Of codes 0..15 and 16..31: all bytes as 16-bit numbers, and those of odd codes alone.
  let low = zero,
    lowOdd = zero,
    high = zero,
    highOdd = zero;
  do {
    let a = zero,
      b = zero;
    if (run == 1) {
      const codes = v128.load(at),
        table = v128.load(tables);
      a = lower(table, codes);
      b = upper(table, codes);
      at += 16;
      tables += 16;
    } else {
      for (let i: u32 = 0; i < run; i += 4, at += 64, tables += 64) {
        const codes0 = v128.load(at),
          table0 = v128.load(tables);
        a = i8x16.add(a, lower(table0, codes0));
        b = i8x16.add(b, upper(table0, codes0));
        const codes1 = v128.load(at, 16),
          table1 = v128.load(tables, 16);
        a = i8x16.add(a, lower(table1, codes1));
        b = i8x16.add(b, upper(table1, codes1));
        const codes2 = v128.load(at, 32),
          table2 = v128.load(tables, 32);
        a = i8x16.add(a, lower(table2, codes2));
        b = i8x16.add(b, upper(table2, codes2));
        const codes3 = v128.load(at, 48),
          table3 = v128.load(tables, 48);
        a = i8x16.add(a, lower(table3, codes3));
        b = i8x16.add(b, upper(table3, codes3));
      }
    }
    low = i16x8.add(low, a);
    lowOdd = i16x8.add(lowOdd, i16x8.shr_u(a, 8));
    high = i16x8.add(high, b);
    highOdd = i16x8.add(highOdd, i16x8.shr_u(b, 8));
  } while (at < end);
  addSums(low, lowOdd, sums, isFirst);
  addSums(high, highOdd, sums + 64, isFirst);
}

/** `sumBytes` for two queries. */
// @ts-ignore: decorator
@inline
function sumBytesOfPair(
  at: usize,
  end: usize,
  tables: usize,
  others: usize,
  run: u32,
  isFirst: bool,
): void {
  const zero = i32x4.splat(0);
  let low0 = zero,
    lowOdd0 = zero,
    high0 = zero,
    highOdd0 = zero,
    low1 = zero,
    lowOdd1 = zero,
    high1 = zero,
    highOdd1 = zero;
  do {
    let a0 = zero,
      b0 = zero,
      a1 = zero,
      b1 = zero;
    if (run == 1) {
      const codes = v128.load(at),
        left = v128.and(codes, i8x16.splat(15)),
        right = v128.and(i16x8.shr_u(codes, 4), i8x16.splat(15)),
        table = v128.load(tables),
        other = v128.load(others);
      a0 = swizzle16(table, left);
      b0 = swizzle16(table, right);
      a1 = swizzle16(other, left);
      b1 = swizzle16(other, right);
      at += 16;
      tables += 16;
      others += 16;
    } else {
      for (let i: u32 = 0; i < run; i++, at += 16, tables += 16, others += 16) {
        const codes = v128.load(at),
          left = v128.and(codes, i8x16.splat(15)),
          right = v128.and(i16x8.shr_u(codes, 4), i8x16.splat(15)),
          table = v128.load(tables),
          other = v128.load(others);
        a0 = i8x16.add(a0, swizzle16(table, left));
        b0 = i8x16.add(b0, swizzle16(table, right));
        a1 = i8x16.add(a1, swizzle16(other, left));
        b1 = i8x16.add(b1, swizzle16(other, right));
      }
    }
    low0 = i16x8.add(low0, a0);
    lowOdd0 = i16x8.add(lowOdd0, i16x8.shr_u(a0, 8));
    high0 = i16x8.add(high0, b0);
    highOdd0 = i16x8.add(highOdd0, i16x8.shr_u(b0, 8));
    low1 = i16x8.add(low1, a1);
    lowOdd1 = i16x8.add(lowOdd1, i16x8.shr_u(a1, 8));
    high1 = i16x8.add(high1, b1);
    highOdd1 = i16x8.add(highOdd1, i16x8.shr_u(b1, 8));
  } while (at < end);
  addSums(low0, lowOdd0, sums, isFirst);
  addSums(high0, highOdd0, sums + 64, isFirst);
  addSums(low1, lowOdd1, sums + 128, isFirst);
  addSums(high1, highOdd1, sums + 192, isFirst);
}

/** Adds the sums of 16 codes to `out`, in order of codes; those of the first chunk begin it. */
// @ts-ignore: decorator
@inline
function addSums(all: v128, odd: v128, out: usize, isFirst: bool): void {
  const even = i16x8.sub(all, i16x8.shl(odd, 8));
  const left = i16x8.shuffle(even, odd, 0, 8, 1, 9, 2, 10, 3, 11);
  const right = i16x8.shuffle(even, odd, 4, 12, 5, 13, 6, 14, 7, 15);
  if (!isFirst) {
    addTo(out, left);
    addTo(out + 32, right);
    return;
  }
  v128.store(out, i32x4.extend_low_i16x8_u(left));
  v128.store(out, i32x4.extend_high_i16x8_u(left), 16);
  v128.store(out, i32x4.extend_low_i16x8_u(right), 32);
  v128.store(out, i32x4.extend_high_i16x8_u(right), 48);
}

function addTo(out: usize, eight: v128): void {
  v128.store(out, i32x4.add(v128.load(out), i32x4.extend_low_i16x8_u(eight)));
  v128.store(out, i32x4.add(v128.load(out, 16), i32x4.extend_high_i16x8_u(eight)), 16);
}

/** Sums of 32 codes without SIMD, a code of either half at a time. */
function sumCodes(block: usize, nibbles: usize, tables: usize, out: usize): void {
  for (let c: usize = 0; c < CODES / 2; c++, out += 4) {
    let low: u32 = 0,
      high: u32 = 0;
    let entries = tables;
    for (let at = block + c, end = at + (nibbles << 4); at < end; at += 16, entries += 16) {
      const byte = <usize>load<u8>(at);
      low += <u32>load<u8>(entries + (byte & 15));
      high += <u32>load<u8>(entries + (byte >> 4));
    }
    store<u32>(out, low);
    store<u32>(out, high, CODES << 1);
  }
}
