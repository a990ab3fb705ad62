// Exact nearest rows of many queries at once: distances equal those of ./distances to the bit.
//
// A sum there runs over eight lanes (k mod 8). Here each lane is summed by itself, for 4 rows x 8
// queries in the lanes of SIMD: the tile of ./projection, with six loads for sixteen operations where
// one query takes ten. Queries come packed as [block of 8][lane][step][8]: value step * 8 + lane of
// eight queries side by side.
import { offer } from './nearest-heap';

const COSINE: u32 = 0;
const EUCLIDEAN: u32 = 2;
const WIDTH: usize = 8;
const TILE: usize = 4;
/** Bytes of a tile of distances: 4 rows x 8 queries. */
const TILE_BYTES: usize = 128;
// Rows that go through all queries together: they stay in L2 while a block of queries stays in L1.
const GROUP_BYTES: usize = 128 * 1024;

/** The sums of each lane, a tile for each; the distances end up in the first. */
const sums = memory.data(1024, 16);

/** Packs `count` queries of `stride` floats, a multiple of 8; pads with zeros to whole blocks. */
export function packQueries(queries: usize, count: usize, stride: usize, packed: usize): void {
  const steps = stride / WIDTH;
  const blockBytes = (stride * WIDTH) << 2;
  memory.fill(packed, 0, ((count + WIDTH - 1) / WIDTH) * blockBytes);
  for (let q: usize = 0; q < count; q++) {
    const out = packed + (q / WIDTH) * blockBytes + ((q % WIDTH) << 2);
    for (let k: usize = 0; k < stride; k++, queries += 4) {
      store<f32>(out + (((k % WIDTH) * steps + k / WIDTH) << 5), load<f32>(queries));
    }
  }
}

/**
 * Finds the k nearest of all rows for each query.
 * @param packed the queries by `packQueries`
 * @param queryNorms their norms, padded to whole blocks
 * @param metric 0 cosine, 1 dot, 2 squared Euclidean
 * @param stride floats of one stored row, a multiple of 8
 * @param heaps one a query, see ./nearest-heap
 * @param worst the distance of the worst row in each heap, padded to whole blocks
 */
export function nearestBatch(
  packed: usize,
  queryNorms: usize,
  queries: usize,
  metric: u32,
  vectors: usize,
  norms: usize,
  rows: usize,
  stride: usize,
  k: usize,
  heaps: usize,
  worst: usize,
): void {
  const bytes = stride << 2;
  const group = max(GROUP_BYTES / bytes / TILE, 1) * TILE;
  for (let first: usize = 0; first < rows; first += group) {
    const end = min(first + group, rows);
    for (let q: usize = 0; q < queries; q += WIDTH) {
      const block = packed + q * bytes;
      const at = q << 2;
      const mask: u32 = queries - q >= WIDTH ? 0xff : (1 << <u32>(queries - q)) - 1;
      for (let row = first; row < end; row += TILE) {
        sumLanes(vectors + row * bytes, min(end - row, TILE), bytes, block, metric);
        addLanes();
        for (let r: usize = 0; r < TILE && row + r < end; r++) {
          const tile = sums + (r << 5);
          const norm = load<f32>(norms + ((row + r) << 2));
          const near = finish(tile, metric, queryNorms + at, norm, worst + at) & mask;
          if (near != 0) take(near, tile, <u32>(row + r), heaps + ((q * k) << 3), k, worst + at);
        }
      }
    }
  }
}

/** Offers the distances of one row to the heaps of a block that `near` names. */
function take(near: u32, tile: usize, row: u32, heaps: usize, k: usize, worst: usize): void {
  for (; near != 0; near &= near - 1) {
    const q = <usize>ctz(near);
    store<f32>(worst + (q << 2), offer(heaps + ((q * k) << 3), k, load<f32>(tile + (q << 2)), row));
  }
}

/** Sums each lane for a tile; rows beyond `count` repeat the last one. */
function sumLanes(x: usize, count: usize, bytes: usize, block: usize, metric: u32): void {
  const half = WIDTH / 2;
  let out = sums;
  for (let lane: usize = 0; lane < half; lane++, x += 4, block += bytes, out += TILE_BYTES) {
    // Two callers: with one, the optimiser would inline the loops here and make them spill registers.
    sumLane(x, count, bytes, block, metric, out);
    sumLane(x + (half << 2), count, bytes, block + half * bytes, metric, out + half * TILE_BYTES);
  }
}

// @ts-ignore: decorator
@inline
function sumLane(x: usize, count: usize, bytes: usize, planes: usize, metric: u32, out: usize): void {
  const x1 = x + (count > 1 ? bytes : 0);
  const x2 = x1 + (count > 2 ? bytes : 0);
  const x3 = x2 + (count > 3 ? bytes : 0);
  if (ASC_FEATURE_SIMD) {
    if (metric == EUCLIDEAN) squares(x, x1, x2, x3, bytes, planes, out);
    else products(x, x1, x2, x3, bytes, planes, out);
  } else {
    oneRow(x, bytes, planes, metric, out);
    if (count > 1) oneRow(x1, bytes, planes, metric, out + 32);
    if (count > 2) oneRow(x2, bytes, planes, metric, out + 64);
    if (count > 3) oneRow(x3, bytes, planes, metric, out + 96);
  }
}

/** Adds the lanes of a tile: l and l + 4, then (0 + 1) + (2 + 3). */
function addLanes(): void {
  if (ASC_FEATURE_SIMD) {
    for (let at = sums; at < sums + TILE_BYTES; at += 16) {
      const low = f32x4.add(pair128(at), pair128(at + TILE_BYTES));
      const high = f32x4.add(pair128(at + 2 * TILE_BYTES), pair128(at + 3 * TILE_BYTES));
      v128.store(at, f32x4.add(low, high));
    }
  } else {
    for (let at = sums; at < sums + TILE_BYTES; at += 4) {
      const low = pair(at) + pair(at + TILE_BYTES);
      store<f32>(at, low + (pair(at + 2 * TILE_BYTES) + pair(at + 3 * TILE_BYTES)));
    }
  }
}

// @ts-ignore: decorator
@inline
function pair128(at: usize): v128 {
  return f32x4.add(v128.load(at), v128.load(at, 4 * TILE_BYTES));
}

// @ts-ignore: decorator
@inline
function pair(at: usize): f32 {
  return load<f32>(at) + load<f32>(at, 4 * TILE_BYTES);
}

/**
 * Makes distances of the sums of one row and eight queries; returns, a bit a query, which of them may
 * rank before the worst of their heap: NaN on either side says maybe.
 */
function finish(tile: usize, metric: u32, queryNorms: usize, norm: f32, worst: usize): u32 {
  if (ASC_FEATURE_SIMD) {
    return finishFour(tile, metric, queryNorms, norm, worst) |
      (finishFour(tile + 16, metric, queryNorms + 16, norm, worst + 16) << 4);
  } else {
    let near: u32 = 0;
    for (let q: usize = 0; q < WIDTH; q++) {
      const at = q << 2;
      const sum = load<f32>(tile + at);
      let distance = metric == EUCLIDEAN ? sum : -sum;
      if (metric == COSINE) {
        const scale = load<f32>(queryNorms + at) * norm;
        distance = scale == 0 ? 1 : 1 - sum / scale;
      }
      store<f32>(tile + at, distance);
      near |= u32(!(distance >= load<f32>(worst + at))) << <u32>q;
    }
    return near;
  }
}

// @ts-ignore: decorator
@inline
function finishFour(tile: usize, metric: u32, queryNorms: usize, norm: f32, worst: usize): u32 {
  let distance = v128.load(tile);
  if (metric == COSINE) {
    const one = f32x4.splat(1);
    const scale = f32x4.mul(v128.load(queryNorms), f32x4.splat(norm));
    const isZero = f32x4.eq(scale, f32x4.splat(0));
    distance = v128.bitselect(one, f32x4.sub(one, f32x4.div(distance, scale)), isZero);
  } else if (metric != EUCLIDEAN) {
    distance = f32x4.neg(distance);
  }
  v128.store(tile, distance);
  return i32x4.bitmask(v128.not(f32x4.ge(distance, v128.load(worst))));
}

// Not unrolled, like the tile of ./projection.
function products(x0: usize, x1: usize, x2: usize, x3: usize, bytes: usize, planes: usize, out: usize): void {
  const zero = f32x4.splat(0);
  let a0 = zero, b0 = zero, a1 = zero, b1 = zero, a2 = zero, b2 = zero, a3 = zero, b3 = zero;
  let k: usize = 0;
  do {
    const low = v128.load(planes + k), high = v128.load(planes + k, 16);
    const p0 = v128.load_splat<f32>(x0 + k);
    a0 = f32x4.add(a0, f32x4.mul(p0, low));
    b0 = f32x4.add(b0, f32x4.mul(p0, high));
    const p1 = v128.load_splat<f32>(x1 + k);
    a1 = f32x4.add(a1, f32x4.mul(p1, low));
    b1 = f32x4.add(b1, f32x4.mul(p1, high));
    const p2 = v128.load_splat<f32>(x2 + k);
    a2 = f32x4.add(a2, f32x4.mul(p2, low));
    b2 = f32x4.add(b2, f32x4.mul(p2, high));
    const p3 = v128.load_splat<f32>(x3 + k);
    a3 = f32x4.add(a3, f32x4.mul(p3, low));
    b3 = f32x4.add(b3, f32x4.mul(p3, high));
    k += 32;
  } while (k < bytes);
  storeTile(out, a0, b0, a1, b1, a2, b2, a3, b3);
}

function squares(x0: usize, x1: usize, x2: usize, x3: usize, bytes: usize, planes: usize, out: usize): void {
  const zero = f32x4.splat(0);
  let a0 = zero, b0 = zero, a1 = zero, b1 = zero, a2 = zero, b2 = zero, a3 = zero, b3 = zero;
  let k: usize = 0;
  do {
    const low = v128.load(planes + k), high = v128.load(planes + k, 16);
    const p0 = v128.load_splat<f32>(x0 + k);
    a0 = addSquare(a0, low, p0);
    b0 = addSquare(b0, high, p0);
    const p1 = v128.load_splat<f32>(x1 + k);
    a1 = addSquare(a1, low, p1);
    b1 = addSquare(b1, high, p1);
    const p2 = v128.load_splat<f32>(x2 + k);
    a2 = addSquare(a2, low, p2);
    b2 = addSquare(b2, high, p2);
    const p3 = v128.load_splat<f32>(x3 + k);
    a3 = addSquare(a3, low, p3);
    b3 = addSquare(b3, high, p3);
    k += 32;
  } while (k < bytes);
  storeTile(out, a0, b0, a1, b1, a2, b2, a3, b3);
}

// @ts-ignore: decorator
@inline
function addSquare(sum: v128, q: v128, x: v128): v128 {
  const d = f32x4.sub(q, x);
  return f32x4.add(sum, f32x4.mul(d, d));
}

// @ts-ignore: decorator
@inline
function storeTile(out: usize, a0: v128, b0: v128, a1: v128, b1: v128, a2: v128, b2: v128, a3: v128, b3: v128): void {
  v128.store(out, a0);
  v128.store(out, b0, 16);
  v128.store(out, a1, 32);
  v128.store(out, b1, 48);
  v128.store(out, a2, 64);
  v128.store(out, b2, 80);
  v128.store(out, a3, 96);
  v128.store(out, b3, 112);
}

/** One lane of one row with eight queries, without SIMD. */
function oneRow(x: usize, bytes: usize, planes: usize, metric: u32, out: usize): void {
  let s0: f32 = 0, s1: f32 = 0, s2: f32 = 0, s3: f32 = 0, s4: f32 = 0, s5: f32 = 0, s6: f32 = 0, s7: f32 = 0;
  const end = x + bytes;
  if (metric == EUCLIDEAN) {
    for (; x < end; x += 32, planes += 32) {
      const p = load<f32>(x);
      s0 += square(load<f32>(planes) - p);
      s1 += square(load<f32>(planes, 4) - p);
      s2 += square(load<f32>(planes, 8) - p);
      s3 += square(load<f32>(planes, 12) - p);
      s4 += square(load<f32>(planes, 16) - p);
      s5 += square(load<f32>(planes, 20) - p);
      s6 += square(load<f32>(planes, 24) - p);
      s7 += square(load<f32>(planes, 28) - p);
    }
  } else {
    for (; x < end; x += 32, planes += 32) {
      const p = load<f32>(x);
      s0 += p * load<f32>(planes);
      s1 += p * load<f32>(planes, 4);
      s2 += p * load<f32>(planes, 8);
      s3 += p * load<f32>(planes, 12);
      s4 += p * load<f32>(planes, 16);
      s5 += p * load<f32>(planes, 20);
      s6 += p * load<f32>(planes, 24);
      s7 += p * load<f32>(planes, 28);
    }
  }
  store<f32>(out, s0);
  store<f32>(out, s1, 4);
  store<f32>(out, s2, 8);
  store<f32>(out, s3, 12);
  store<f32>(out, s4, 16);
  store<f32>(out, s5, 20);
  store<f32>(out, s6, 24);
  store<f32>(out, s7, 28);
}

// @ts-ignore: decorator
@inline
function square(x: f32): f32 {
  return x * x;
}
