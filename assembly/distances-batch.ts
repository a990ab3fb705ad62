// Exact distances of many queries to many vectors: those of `distances`, bit for bit. A tile of 2
// queries x 2 rows loads each value for two products; eight rows stay in the first cache while all
// queries pass.
import { euclideanPair, EUCLIDEAN, finish, distanceOne, total } from './distances';

const ROW_GROUP: usize = 8;

/**
 * Writes queryCount x count distances to the rows from `first` on, one query after the other.
 * @param queryNorms queryCount floats, read for cosine only
 * @param outStride floats from one query's distances to the next one's
 */
export function distancesBatch(
  queries: usize,
  queryNorms: usize,
  queryCount: usize,
  metric: u32,
  vectors: usize,
  norms: usize,
  stride: usize,
  first: usize,
  count: usize,
  out: usize,
  outStride: usize,
): void {
  const bytes = stride << 2;
  const outBytes = outStride << 2;
  const end = first + count;
  for (let group = first; group < end; group += ROW_GROUP) {
    const groupEnd = min(group + ROW_GROUP, end);
    let q: usize = 0;
    for (; q + 2 <= queryCount; q += 2) {
      const x = queries + q * bytes;
      const column = out + q * outBytes;
      let row = group;
      if (ASC_FEATURE_SIMD) {
        for (; row + 2 <= groupEnd; row += 2) {
          const y = vectors + row * bytes;
          const at = column + ((row - first) << 2);
          if (metric == EUCLIDEAN) euclideanTile(x, y, bytes, at, outBytes);
          else dotTile(x, y, bytes, at, outBytes);
        }
      }
      if (metric != EUCLIDEAN) finishTile(metric, queryNorms + (q << 2), norms, group, row, first, column, outBytes);
      for (; row < groupEnd; row++) {
        const y = vectors + row * bytes;
        const at = column + ((row - first) << 2);
        distanceOne(x, load<f32>(queryNorms + (q << 2)), metric, y, norms + (row << 2), bytes, at);
        distanceOne(x + bytes, load<f32>(queryNorms + (q << 2), 4), metric, y, norms + (row << 2), bytes, at + outBytes);
      }
    }
    if (q < queryCount) {
      const x = queries + q * bytes;
      for (let row = group; row < groupEnd; row++) {
        const at = out + q * outBytes + ((row - first) << 2);
        distanceOne(x, load<f32>(queryNorms + (q << 2)), metric, vectors + row * bytes, norms + (row << 2), bytes, at);
      }
    }
  }
}

/** Turns the dot products of two queries with rows `from` up to `to` into distances. */
function finishTile(
  metric: u32,
  queryNorms: usize,
  norms: usize,
  from: usize,
  to: usize,
  first: usize,
  column: usize,
  outBytes: usize,
): void {
  for (let row = from; row < to; row++) {
    const at = column + ((row - first) << 2);
    finish(metric, load<f32>(queryNorms), norms + (row << 2), at);
    finish(metric, load<f32>(queryNorms, 4), norms + (row << 2), at + outBytes);
  }
}

/** Dot products of two queries, side by side in memory, with two rows. */
function dotTile(x: usize, y: usize, bytes: usize, out: usize, outBytes: usize): void {
  const zero = f32x4.splat(0);
  let a00 = zero, b00 = zero, a01 = zero, b01 = zero, a10 = zero, b10 = zero, a11 = zero, b11 = zero;
  const x1 = x + bytes, y1 = y + bytes;
  let k: usize = 0;
  do {
    const p0 = v128.load(x + k), p1 = v128.load(x1 + k);
    const q0 = v128.load(y + k), q1 = v128.load(y1 + k);
    a00 = f32x4.add(a00, f32x4.mul(p0, q0));
    a01 = f32x4.add(a01, f32x4.mul(p0, q1));
    a10 = f32x4.add(a10, f32x4.mul(p1, q0));
    a11 = f32x4.add(a11, f32x4.mul(p1, q1));
    const r0 = v128.load(x + k, 16), r1 = v128.load(x1 + k, 16);
    const s0 = v128.load(y + k, 16), s1 = v128.load(y1 + k, 16);
    b00 = f32x4.add(b00, f32x4.mul(r0, s0));
    b01 = f32x4.add(b01, f32x4.mul(r0, s1));
    b10 = f32x4.add(b10, f32x4.mul(r1, s0));
    b11 = f32x4.add(b11, f32x4.mul(r1, s1));
    k += 32;
  } while (k < bytes);
  store<f32>(out, total(a00, b00));
  store<f32>(out, total(a01, b01), 4);
  store<f32>(out + outBytes, total(a10, b10));
  store<f32>(out + outBytes, total(a11, b11), 4);
}

/** Squared distances of two queries, side by side in memory, to two rows. */
function euclideanTile(x: usize, y: usize, bytes: usize, out: usize, outBytes: usize): void {
  euclideanPair(x, y, bytes, out);
  euclideanPair(x + bytes, y, bytes, out + outBytes);
}
