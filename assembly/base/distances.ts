// Exact distances of one query to many vectors, in float32 over eight lanes (k mod 8).
//
// Vectors are stored with a stride that is a multiple of 8, padded with zeros: x + 0 * 0 leaves a
// lane as it is (lanes start at +0 and so never hold -0), hence no tails.

const COSINE: u32 = 0;
const EUCLIDEAN: u32 = 2;

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
  const r0 = rowOf(ids, c), r1 = rowOf(ids, c + 1), r2 = rowOf(ids, c + 2), r3 = rowOf(ids, c + 3);
  const x0 = vectors + r0 * bytes, x1 = vectors + r1 * bytes, x2 = vectors + r2 * bytes, x3 = vectors + r3 * bytes;
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
    store<f32>(out + (row << 2), sqrt<f32>(dotOne(x, x, bytes)));
  }
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
    store<f32>(at, scale == 0 ? 1 : 1 - dot / scale);
  } else {
    store<f32>(at, -dot);
  }
}

/** Sum of eight lanes: l with l + 4, then (0 + 1) + (2 + 3). */
// @ts-ignore: decorator
@inline
function total(low: v128, high: v128): f32 {
  const s = f32x4.add(low, high);
  return (f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1)) + (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3));
}

function dotFour(q: usize, x0: usize, x1: usize, x2: usize, x3: usize, bytes: usize, out: usize): void {
  const zero = f32x4.splat(0);
  let a0 = zero, b0 = zero, a1 = zero, b1 = zero, a2 = zero, b2 = zero, a3 = zero, b3 = zero;
  let k: usize = 0;
  do {
    const low = v128.load(q + k), high = v128.load(q + k, 16);
    a0 = f32x4.add(a0, f32x4.mul(low, v128.load(x0 + k)));
    b0 = f32x4.add(b0, f32x4.mul(high, v128.load(x0 + k, 16)));
    a1 = f32x4.add(a1, f32x4.mul(low, v128.load(x1 + k)));
    b1 = f32x4.add(b1, f32x4.mul(high, v128.load(x1 + k, 16)));
    a2 = f32x4.add(a2, f32x4.mul(low, v128.load(x2 + k)));
    b2 = f32x4.add(b2, f32x4.mul(high, v128.load(x2 + k, 16)));
    a3 = f32x4.add(a3, f32x4.mul(low, v128.load(x3 + k)));
    b3 = f32x4.add(b3, f32x4.mul(high, v128.load(x3 + k, 16)));
    k += 32;
  } while (k < bytes);
  store<f32>(out, total(a0, b0));
  store<f32>(out, total(a1, b1), 4);
  store<f32>(out, total(a2, b2), 8);
  store<f32>(out, total(a3, b3), 12);
}

function euclideanFour(q: usize, x0: usize, x1: usize, x2: usize, x3: usize, bytes: usize, out: usize): void {
  const zero = f32x4.splat(0);
  let a0 = zero, b0 = zero, a1 = zero, b1 = zero, a2 = zero, b2 = zero, a3 = zero, b3 = zero;
  let k: usize = 0;
  do {
    const low = v128.load(q + k), high = v128.load(q + k, 16);
    a0 = addSquare(a0, low, v128.load(x0 + k));
    b0 = addSquare(b0, high, v128.load(x0 + k, 16));
    a1 = addSquare(a1, low, v128.load(x1 + k));
    b1 = addSquare(b1, high, v128.load(x1 + k, 16));
    a2 = addSquare(a2, low, v128.load(x2 + k));
    b2 = addSquare(b2, high, v128.load(x2 + k, 16));
    a3 = addSquare(a3, low, v128.load(x3 + k));
    b3 = addSquare(b3, high, v128.load(x3 + k, 16));
    k += 32;
  } while (k < bytes);
  store<f32>(out, total(a0, b0));
  store<f32>(out, total(a1, b1), 4);
  store<f32>(out, total(a2, b2), 8);
  store<f32>(out, total(a3, b3), 12);
}

// @ts-ignore: decorator
@inline
function addSquare(sum: v128, q: v128, x: v128): v128 {
  const d = f32x4.sub(q, x);
  return f32x4.add(sum, f32x4.mul(d, d));
}

function dotOne(q: usize, x: usize, bytes: usize): f32 {
  if (ASC_FEATURE_SIMD) {
    let low = f32x4.splat(0), high = f32x4.splat(0);
    for (let k: usize = 0; k < bytes; k += 32) {
      low = f32x4.add(low, f32x4.mul(v128.load(q + k), v128.load(x + k)));
      high = f32x4.add(high, f32x4.mul(v128.load(q + k, 16), v128.load(x + k, 16)));
    }
    return total(low, high);
  } else {
    let s0: f32 = 0, s1: f32 = 0, s2: f32 = 0, s3: f32 = 0, s4: f32 = 0, s5: f32 = 0, s6: f32 = 0, s7: f32 = 0;
    for (let k: usize = 0; k < bytes; k += 32) {
      s0 += load<f32>(q + k) * load<f32>(x + k);
      s1 += load<f32>(q + k, 4) * load<f32>(x + k, 4);
      s2 += load<f32>(q + k, 8) * load<f32>(x + k, 8);
      s3 += load<f32>(q + k, 12) * load<f32>(x + k, 12);
      s4 += load<f32>(q + k, 16) * load<f32>(x + k, 16);
      s5 += load<f32>(q + k, 20) * load<f32>(x + k, 20);
      s6 += load<f32>(q + k, 24) * load<f32>(x + k, 24);
      s7 += load<f32>(q + k, 28) * load<f32>(x + k, 28);
    }
    return ((s0 + s4) + (s1 + s5)) + ((s2 + s6) + (s3 + s7));
  }
}

function euclideanOne(q: usize, x: usize, bytes: usize): f32 {
  if (ASC_FEATURE_SIMD) {
    let low = f32x4.splat(0), high = f32x4.splat(0);
    for (let k: usize = 0; k < bytes; k += 32) {
      low = addSquare(low, v128.load(q + k), v128.load(x + k));
      high = addSquare(high, v128.load(q + k, 16), v128.load(x + k, 16));
    }
    return total(low, high);
  } else {
    let s0: f32 = 0, s1: f32 = 0, s2: f32 = 0, s3: f32 = 0, s4: f32 = 0, s5: f32 = 0, s6: f32 = 0, s7: f32 = 0;
    for (let k: usize = 0; k < bytes; k += 32) {
      s0 += square(load<f32>(q + k) - load<f32>(x + k));
      s1 += square(load<f32>(q + k, 4) - load<f32>(x + k, 4));
      s2 += square(load<f32>(q + k, 8) - load<f32>(x + k, 8));
      s3 += square(load<f32>(q + k, 12) - load<f32>(x + k, 12));
      s4 += square(load<f32>(q + k, 16) - load<f32>(x + k, 16));
      s5 += square(load<f32>(q + k, 20) - load<f32>(x + k, 20));
      s6 += square(load<f32>(q + k, 24) - load<f32>(x + k, 24));
      s7 += square(load<f32>(q + k, 28) - load<f32>(x + k, 28));
    }
    return ((s0 + s4) + (s1 + s5)) + ((s2 + s6) + (s3 + s7));
  }
}

// @ts-ignore: decorator
@inline
function square(x: f32): f32 {
  return x * x;
}
