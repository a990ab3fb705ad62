// Exact nearest rows of many queries at once: distances equal those of ./distances to the bit.
//
// A sum there runs over eight lanes (k mod 8). Here each lane is summed by itself, for 4 rows x 8
// queries in the lanes of SIMD: the tile of ./projection, with six loads for sixteen operations where
// one query takes ten. Queries come packed as [block of 8][lane][step][8]: value step * 8 + lane of
// eight queries side by side.
import { products, productsOfRow, squares, squaresOfRow } from './lane-sums';
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
      const mask: u32 = queries - q >= WIDTH ? 0xff : (1 << (<u32>(queries - q))) - 1;
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
function sumLane(
  x: usize,
  count: usize,
  bytes: usize,
  planes: usize,
  metric: u32,
  out: usize,
): void {
  const x1 = x + (count > 1 ? bytes : 0);
  const x2 = x1 + (count > 2 ? bytes : 0);
  const x3 = x2 + (count > 3 ? bytes : 0);
  if (ASC_FEATURE_SIMD) {
    if (metric == EUCLIDEAN) squares(x, x1, x2, x3, bytes, planes, out);
    else products(x, x1, x2, x3, bytes, planes, out);
  } else {
    rowLane(x, bytes, planes, metric, out);
    if (count > 1) rowLane(x1, bytes, planes, metric, out + 32);
    if (count > 2) rowLane(x2, bytes, planes, metric, out + 64);
    if (count > 3) rowLane(x3, bytes, planes, metric, out + 96);
  }
}

// @ts-ignore: decorator
@inline
function rowLane(x: usize, bytes: usize, planes: usize, metric: u32, out: usize): void {
  if (metric == EUCLIDEAN) squaresOfRow(x, bytes, planes, out);
  else productsOfRow(x, bytes, planes, out);
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
    return (
      finishFour(tile, metric, queryNorms, norm, worst) |
      (finishFour(tile + 16, metric, queryNorms + 16, norm, worst + 16) << 4)
    );
  } else {
    let near: u32 = 0;
    for (let q: usize = 0; q < WIDTH; q++) {
      const at = q << 2;
      const sum = load<f32>(tile + at);
      let distance = metric == EUCLIDEAN ? sum : -sum;
      if (metric == COSINE) {
        const scale = load<f32>(queryNorms + at) * norm;
        distance = scale == 0 ? 1 : min<f32>(max<f32>(1 - sum / scale, 0), 2);
      }
      store<f32>(tile + at, distance);
      near |= u32(!(distance >= load<f32>(worst + at))) << (<u32>q);
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
    const cosine = f32x4.sub(one, f32x4.div(distance, scale));
    const clipped = f32x4.min(f32x4.max(cosine, f32x4.splat(0)), f32x4.splat(2));
    distance = v128.bitselect(one, clipped, isZero);
  } else if (metric != EUCLIDEAN) {
    distance = f32x4.neg(distance);
  }
  v128.store(tile, distance);
  return i32x4.bitmask(v128.not(f32x4.ge(distance, v128.load(worst))));
}
