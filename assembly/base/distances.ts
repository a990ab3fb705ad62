// Exact distances of one query to many vectors, in float32 over eight lanes (k mod 8).
//
// Vectors are stored with a stride that is a multiple of 8, padded with zeros: x + 0 * 0 leaves a
// lane as it is (lanes start at +0 and so never hold -0), hence no tails.

import { dotFour, dotOne, euclideanFour, euclideanOne } from './distance-sums';

const COSINE: u32 = 0;
const EUCLIDEAN: u32 = 2;
/** How far ahead a scan touches memory; the vectors have so many bytes behind them. */
const AHEAD: usize = 4096;
const LINE: usize = 64;

/** Sums of squares from here on keep their digits. */
const TINY: f32 = 7.888609052210118e-31; // 2^-100
const UP: f32 = 1.2676506002282294e30; // 2^100

/** The sums of `tinyNorm`. */
const lanes = memory.data(32, 16);
/** What touching read, so that it is not optimised away. */
const touched = memory.data(4, 4);

/**
 * Writes `count` distances of `query` to the rows named by `ids`, or to rows 0, 1, ... if ids is 0.
 * @param metric 0 cosine, 1 dot, 2 squared Euclidean
 * @param stride floats of one stored row, a multiple of 8
 * @param norms rows floats, read for cosine only
 */
export function distances(
  query: usize,
  queryNorm: f32,
  metric: u32,
  vectors: usize,
  norms: usize,
  stride: usize,
  ids: usize,
  count: usize,
  out: usize,
): void {
  const bytes = stride << 2;
  let c: usize = 0;
  if (ASC_FEATURE_SIMD) {
    for (; c + 4 <= count; c += 4) {
      if (ids == 0) touch(vectors + c * bytes + AHEAD, bytes << 2);
      four(query, queryNorm, metric, vectors, norms, bytes, ids, c, out);
    }
    // The last rows: four that overlap those before. A second caller also keeps the optimiser from
    // inlining the loop over dimensions here, which would make it spill registers.
    if (c < count && count >= 4) {
      four(query, queryNorm, metric, vectors, norms, bytes, ids, count - 4, out);
      return;
    }
  }
  for (; c < count; c++) {
    const row = rowOf(ids, c);
    const at = out + (c << 2);
    if (metric == EUCLIDEAN) {
      store<f32>(at, euclideanOne(query, vectors + row * bytes, bytes));
    } else {
      store<f32>(at, dotOne(query, vectors + row * bytes, bytes));
      finish(metric, queryNorm, norms + (row << 2), at);
    }
  }
}

/**
 * Reads a word of each line, which brings it into the cache: processors foresee this one stream, but
 * not the four that a tile reads side by side (a quarter to a half of a scan's time).
 */
function touch(from: usize, bytes: usize): void {
  let all: u32 = 0;
  const end = from + bytes;
  for (; from < end; from += LINE) all |= load<u32>(from);
  store<u32>(touched, all);
}

/** Distances of four rows, from place c of the list on. */
function four(
  query: usize,
  queryNorm: f32,
  metric: u32,
  vectors: usize,
  norms: usize,
  bytes: usize,
  ids: usize,
  c: usize,
  out: usize,
): void {
  const r0 = rowOf(ids, c),
    r1 = rowOf(ids, c + 1),
    r2 = rowOf(ids, c + 2),
    r3 = rowOf(ids, c + 3);
  const x0 = vectors + r0 * bytes,
    x1 = vectors + r1 * bytes,
    x2 = vectors + r2 * bytes,
    x3 = vectors + r3 * bytes;
  const at = out + (c << 2);
  if (metric == EUCLIDEAN) {
    euclideanFour(query, x0, x1, x2, x3, bytes, at);
    return;
  }
  dotFour(query, x0, x1, x2, x3, bytes, at);
  finish(metric, queryNorm, norms + (r0 << 2), at);
  finish(metric, queryNorm, norms + (r1 << 2), at + 4);
  finish(metric, queryNorm, norms + (r2 << 2), at + 8);
  finish(metric, queryNorm, norms + (r3 << 2), at + 12);
}

/** Writes the Euclidean norms of `rows` stored rows. */
export function norms(vectors: usize, rows: usize, stride: usize, out: usize): void {
  const bytes = stride << 2;
  for (let row: usize = 0; row < rows; row++) {
    const x = vectors + row * bytes;
    const squares = dotOne(x, x, bytes);
    store<f32>(out + (row << 2), squares < TINY ? tinyNorm(x, bytes) : sqrt<f32>(squares));
  }
}

/** The norm of a row whose squares underflow, from values times 2^100, summed in the same order. */
function tinyNorm(x: usize, bytes: usize): f32 {
  memory.fill(lanes, 0, 32);
  for (let k: usize = 0; k < bytes; k += 4) {
    const value = load<f32>(x + k) * UP;
    const lane = lanes + (k & 28);
    store<f32>(lane, load<f32>(lane) + value * value);
  }
  const low = pair(0) + pair(4);
  return sqrt<f32>(low + (pair(8) + pair(12))) / UP;
}

// @ts-ignore: decorator
@inline
function pair(lane: usize): f32 {
  return load<f32>(lanes + lane) + load<f32>(lanes + lane, 16);
}

// @ts-ignore: decorator
@inline
function rowOf(ids: usize, c: usize): usize {
  return ids == 0 ? c : <usize>load<u32>(ids + (c << 2));
}

/** Turns a dot product in place into the distance. */
// @ts-ignore: decorator
@inline
function finish(metric: u32, queryNorm: f32, norm: usize, at: usize): void {
  const dot = load<f32>(at);
  if (metric == COSINE) {
    const scale = queryNorm * load<f32>(norm);
    store<f32>(at, scale == 0 ? 1 : min<f32>(max<f32>(1 - dot / scale, 0), 2));
  } else {
    store<f32>(at, -dot);
  }
}
