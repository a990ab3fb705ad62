// Estimated distances from queries to blocks of codes. For the sum S of a code, from ./code-sums,
//   distance = (factor (SCALE S + SHIFT) + own WEIGHT) + the query's own, in float32 and in this order.
import { offer } from '../base/nearest-heap';
import { blockBytes, CODES } from './blocks';
import { sumOne, sumPair, sums } from './code-sums';
import { HEAP, OWN, QUERY, SCALE, SHIFT, TABLES, WEIGHT, WORST } from './query';

/** Blocks that go through all queries together: they stay in the L2 cache. */
const GROUP_BYTES: usize = 128 * 1024;

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
