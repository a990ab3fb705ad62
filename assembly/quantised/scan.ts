// Estimated distances from queries to blocks of codes. The entries that the nibbles of a code name in a
// query's tables are added: 32 codes at a time by i8x16.swizzle, in bytes as long as these can't overflow,
// then in 16 bits, then in 32. For the sum S of a code,
//   distance = (factor (SCALE S + SHIFT) + own WEIGHT) + the query's own, in float32 and in this order.
import { offer } from '../base/nearest-heap';
import { blockBytes, CODES } from './blocks';
import { HEAP, OWN, QUERY, SCALE, SHIFT, TABLES, WEIGHT, WORST } from './query';

/** Blocks that go through all queries together: they stay in the L2 cache. */
const GROUP_BYTES: usize = 128 * 1024;

/** Sums of 32 codes for each of two queries, u32; the distances end up in the same places. */
const sums = memory.data(256, 16);

// A list of codes, 32 bits a field.
const BLOCKS: usize = 0;
const COUNT: usize = 4;
/** u32 each: the rows of its codes; 0 if they are 0, 1, ... */
const ROWS: usize = 8;
export const LIST: usize = 16;

/**
 * Offers the codes of the lists that a query visits to its heap.
 * @param visits u32 list, f32 OWN each
 * @param excluded a bit a row: those to be left out; 0 for none
 */
export function visitLists(
  lists: usize,
  visits: usize,
  visitCount: u32,
  nibbles: usize,
  bits: u32,
  excluded: usize,
  query: usize,
  k: usize,
): void {
  for (let i: u32 = 0; i < visitCount; i++, visits += 8) {
    store<f32>(query, load<f32>(visits, 4), OWN);
    scanList(lists + <usize>load<u32>(visits) * LIST, nibbles, bits, excluded, query, 1, k);
  }
}

/** Offers the codes of one list to the heaps of several queries, whose OWN is set. */
export function scanList(
  list: usize,
  nibbles: usize,
  bits: u32,
  excluded: usize,
  queries: usize,
  queryCount: u32,
  k: usize,
): void {
  const bytes = blockBytes(nibbles);
  const count = <usize>load<u32>(list, COUNT);
  const rows = <usize>load<u32>(list, ROWS);
  const group = max(GROUP_BYTES / bytes, 1) * CODES;
  for (let start: usize = 0; start < count; start += group) {
    const end = min(start + group, count);
    for (let q: u32 = 0; q < queryCount; q += 2) {
      const query = queries + <usize>q * QUERY;
      const isPair = q + 1 < queryCount;
      let block = <usize>load<u32>(list, BLOCKS) + (start / CODES) * bytes;
      for (let first = start; first < end; first += CODES, block += bytes) {
        const filled: u32 = end - first >= CODES ? 0xffffffff : (1 << (<u32>(end - first))) - 1;
        if (isPair) sumPair(block, nibbles, bits, query);
        else sumOne(block, nibbles, bits, load<u32>(query, TABLES));
        const factors = block + (nibbles << 4);
        const near = finish(sums, factors, query) & filled;
        if (near != 0) take(near, sums, rows, first, excluded, query, k);
        if (isPair) {
          const other = query + QUERY;
          const nearOther = finish(sums + 128, factors, other) & filled;
          if (nearOther != 0) take(nearOther, sums + 128, rows, first, excluded, other, k);
        }
      }
    }
  }
}

/** Offers the codes that `near` names to a query's heap. */
function take(
  near: u32,
  distances: usize,
  rows: usize,
  first: usize,
  excluded: usize,
  query: usize,
  k: usize,
): void {
  for (; near != 0; near &= near - 1) {
    const place = <usize>ctz(near);
    const at = first + place;
    const row = rows == 0 ? <u32>at : load<u32>(rows + (at << 2));
    if (excluded != 0 && (load<u8>(excluded + <usize>(row >>> 3)) >>> (row & 7)) & 1) continue;
    const heap = <usize>load<u32>(query, HEAP);
    store<f32>(query, offer(heap, k, load<f32>(distances + (place << 2)), row), WORST);
  }
}

/** Makes distances of sums; returns, a bit a code, which of them may rank before the worst of the heap. */
function finish(out: usize, factors: usize, query: usize): u32 {
  let near: u32 = 0;
  if (ASC_FEATURE_SIMD) {
    const scale = v128.load_splat<f32>(query + SCALE),
      shift = v128.load_splat<f32>(query + SHIFT),
      own = v128.load_splat<f32>(query + OWN),
      weight = v128.load_splat<f32>(query + WEIGHT),
      worst = v128.load_splat<f32>(query + WORST);
    for (let c: usize = 0; c < CODES; c += 4, out += 16, factors += 16) {
      const sum = f32x4.convert_i32x4_s(v128.load(out));
      const product = f32x4.add(f32x4.mul(sum, scale), shift);
      const ofRow = f32x4.mul(v128.load(factors, CODES << 2), weight);
      const parts = f32x4.add(f32x4.mul(v128.load(factors), product), ofRow);
      const distance = f32x4.add(parts, own);
      v128.store(out, distance);
      near |= (i32x4.bitmask(f32x4.ge(distance, worst)) ^ 15) << (<u32>c);
    }
  } else {
    const scale = load<f32>(query, SCALE),
      shift = load<f32>(query, SHIFT),
      own = load<f32>(query, OWN),
      weight = load<f32>(query, WEIGHT),
      worst = load<f32>(query, WORST);
    for (let c: u32 = 0; c < <u32>CODES; c++, out += 4, factors += 4) {
      const product = <f32>load<u32>(out) * scale + shift;
      const ofRow = load<f32>(factors, CODES << 2) * weight;
      const distance = load<f32>(factors) * product + ofRow + own;
      store<f32>(out, distance);
      near |= u32(!(distance >= worst)) << c;
    }
  }
  return near;
}

/** Sums for one query. */
function sumOne(block: usize, nibbles: usize, bits: u32, tables: usize): void {
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
function sumPair(block: usize, nibbles: usize, bits: u32, query: usize): void {
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
  return i8x16.swizzle(table, v128.and(codes, i8x16.splat(15)));
}

/** What the nibbles of codes 16..31 name. */
// @ts-ignore: decorator
@inline
function upper(table: v128, codes: v128): v128 {
  return i8x16.swizzle(table, v128.and(i16x8.shr_u(codes, 4), i8x16.splat(15)));
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
      a0 = i8x16.swizzle(table, left);
      b0 = i8x16.swizzle(table, right);
      a1 = i8x16.swizzle(other, left);
      b1 = i8x16.swizzle(other, right);
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
        a0 = i8x16.add(a0, i8x16.swizzle(table, left));
        b0 = i8x16.add(b0, i8x16.swizzle(table, right));
        a1 = i8x16.add(a1, i8x16.swizzle(other, left));
        b1 = i8x16.add(b1, i8x16.swizzle(other, right));
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
