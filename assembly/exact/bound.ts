// Which rows may be among the k nearest of a query: those whose distance is bounded from below by no
// more than the k-th smallest bound from above. Bounds are proven in src/kernels/exact/bounds.ts.
import { offer } from '../base/nearest-heap';
import { fourByOne, fourByTwo } from './products';

const TILE: usize = 4;
// Rows that go through all queries together: they stay in L2.
const GROUP_BYTES: usize = 128 * 1024;
/** How far ahead memory is touched: the streams of a tile are too many for processors to foresee. */
const AHEAD: usize = 4096;
const LINE: usize = 64;

// A query: 32-bit fields, those of `factors` first.
/** Where its values of 16 bits lie, its heap of k bounds from above, and its list of rows. */
const VALUES: usize = 24;
const HEAP: usize = 28;
const LIST: usize = 32;
/** Entries of the list, a row and its bound from below, and how many there is room for. */
const LISTED: usize = 36;
const ROOM: usize = 40;
/** The worst of the heap. */
const LIMIT: usize = 44;
/** Bytes of a query. */
const RECORD: usize = 48;
/** Listed, where bounds leave more rows than there is room for. */
const TOO_MANY: u32 = 0xffffffff;

/** Products of a tile with two queries. */
const sums = memory.data(32, 16);
/** Scales, errors and norms of a tile of rows that do not lie side by side. */
const gathered = memory.data(48, 16);
/** Bounds from above of a tile. */
const uppersAt = memory.data(16, 16);
/** What touching read, so that it is not optimised away. */
const touched = memory.data(4, 4);

/**
 * Lists rows for `queries` queries, records of 48 bytes as above.
 * @param rounded, scales, errors, norms as quantiseRows writes them
 * @param ids the rows to choose from, or 0 for rows 0, 1, ...
 * @param isDense whether memory is touched ahead, which pays where most rows are read
 */
export function boundRows(
  rounded: usize,
  scales: usize,
  errors: usize,
  norms: usize,
  stride: usize,
  ids: usize,
  count: usize,
  records: usize,
  queries: usize,
  k: usize,
  isDense: bool,
): void {
  const group = max(GROUP_BYTES / stride / TILE, 1) * TILE;
  const end = records + queries * RECORD;
  for (let first: usize = 0; first < count; first += group) {
    const last = min(first + group, count);
    for (let record = records; record < end; record += 2 * RECORD) {
      const isPair = record + RECORD < end;
      for (let c = first; c < last; c += TILE) {
        const r0 = rowOf(ids, c, last),
          r1 = rowOf(ids, c + 1, last),
          r2 = rowOf(ids, c + 2, last),
          r3 = rowOf(ids, c + 3, last);
        const x0 = rounded + r0 * stride,
          x1 = rounded + r1 * stride,
          x2 = rounded + r2 * stride,
          x3 = rounded + r3 * stride;
        const isFirst = isDense && record == records;
        const p = load<u32>(record, VALUES);
        if (isPair) {
          if (isFirst) touch(x0 + AHEAD, TILE * stride);
          const q = load<u32>(record + RECORD, VALUES);
          fourByTwo(x0, x1, x2, x3, stride, p, q, sums);
        } else {
          const next = isFirst ? x0 + AHEAD : p;
          fourByOne(x0, x1, x2, x3, stride, p, next, isFirst ? LINE : 0, sums);
        }
        let scale = scales + (c << 2),
          error = errors + (c << 2),
          norm = norms + (c << 2);
        if (ids != 0) {
          gather(scales, r0, r1, r2, r3, gathered);
          gather(errors, r0, r1, r2, r3, gathered + 16);
          gather(norms, r0, r1, r2, r3, gathered + 32);
          scale = gathered;
          error = gathered + 16;
          norm = gathered + 32;
        }
        const mask: u32 = last - c < TILE ? (1 << (<u32>(last - c))) - 1 : 15;
        bound(record, sums, scale, error, norm, mask, ids, c, k);
        if (isPair) bound(record + RECORD, sums + 16, scale, error, norm, mask, ids, c, k);
      }
    }
  }
  for (let record = records; record < end; record += RECORD) {
    if (load<u32>(record, LISTED) != TOO_MANY) shorten(record);
  }
}

/** The row at place c of the list; beyond its end the last one again. */
// @ts-ignore: decorator
@inline
function rowOf(ids: usize, c: usize, end: usize): usize {
  if (ids == 0) return c;
  return <usize>load<u32>(ids + (min(c, end - 1) << 2));
}

/** Reads a word of each line, which brings it into the cache. */
function touch(from: usize, bytes: usize): void {
  let all: u32 = 0;
  const end = from + bytes;
  for (; from < end; from += LINE) all |= load<u32>(from);
  store<u32>(touched, all);
}

// @ts-ignore: decorator
@inline
function gather(values: usize, r0: usize, r1: usize, r2: usize, r3: usize, to: usize): void {
  store<f32>(to, load<f32>(values + (r0 << 2)));
  store<f32>(to, load<f32>(values + (r1 << 2)), 4);
  store<f32>(to, load<f32>(values + (r2 << 2)), 8);
  store<f32>(to, load<f32>(values + (r3 << 2)), 12);
}

/**
 * Bounds of four distances: the key is `square` |x|^2 - `scale` s I for the product I, what may be
 * missing `error` e + `norm` |x| + `squares` |x|^2 + `constant`.
 */
function bound(
  record: usize,
  products: usize,
  scales: usize,
  errors: usize,
  norms: usize,
  mask: u32,
  ids: usize,
  c: usize,
  k: usize,
): void {
  const norm = v128.load(norms);
  const square = f32x4.mul(norm, norm);
  const product = f32x4.mul(f32x4.convert_i32x4_s(v128.load(products)), v128.load(scales));
  const key = f32x4.sub(
    f32x4.mul(v128.load_splat<f32>(record, 0), square),
    f32x4.mul(v128.load_splat<f32>(record, 4), product),
  );
  const error = f32x4.mul(v128.load_splat<f32>(record, 8), v128.load(errors));
  const ofNorm = f32x4.mul(v128.load_splat<f32>(record, 12), norm);
  const ofSquare = f32x4.mul(v128.load_splat<f32>(record, 16), square);
  const constant = v128.load_splat<f32>(record, 20);
  const slack = f32x4.add(f32x4.add(error, ofNorm), f32x4.add(ofSquare, constant));
  const lower = f32x4.sub(key, slack);
  // NaN, where the heap is not full yet, is no limit.
  const isBehind = f32x4.gt(lower, v128.load_splat<f32>(record, LIMIT));
  const near = i32x4.bitmask(v128.not(isBehind)) & mask;
  if (near == 0) return;
  v128.store(products, lower);
  take(record, near, products, f32x4.add(key, slack), ids, c, k);
}

/** Lists the rows of a tile that `near` names, and offers their bounds from above to the heap. */
function take(
  record: usize,
  near: u32,
  lower: usize,
  uppers: v128,
  ids: usize,
  c: usize,
  k: usize,
): void {
  v128.store(uppersAt, uppers);
  for (; near != 0; near &= near - 1) {
    const r = <usize>ctz(near);
    const row = <u32>rowOf(ids, c + r, c + r + 1);
    let listed = load<u32>(record, LISTED);
    if (listed == TOO_MANY) return;
    if (listed == load<u32>(record, ROOM)) {
      listed = shorten(record);
      if (listed > load<u32>(record, ROOM) >> 1) {
        store<u32>(record, TOO_MANY, LISTED);
        return;
      }
    }
    const at = <usize>load<u32>(record, LIST) + ((<usize>listed) << 3);
    store<u32>(at, row);
    store<f32>(at, load<f32>(lower + (r << 2)), 4);
    store<u32>(record, listed + 1, LISTED);
    const upper = load<f32>(uppersAt + (r << 2));
    store<f32>(record, offer(load<u32>(record, HEAP), k, upper, row), LIMIT);
  }
}

/** Takes rows off the list that the limit, which fell meanwhile, excludes; returns how many are left. */
function shorten(record: usize): u32 {
  const list = <usize>load<u32>(record, LIST),
    limit = load<f32>(record, LIMIT);
  const end = list + ((<usize>load<u32>(record, LISTED)) << 3);
  let to = list;
  for (let at = list; at < end; at += 8) {
    if (load<f32>(at, 4) > limit) continue;
    store<u64>(to, load<u64>(at));
    to += 8;
  }
  const listed = <u32>((to - list) >> 3);
  store<u32>(record, listed, LISTED);
  return listed;
}
