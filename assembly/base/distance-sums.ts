// Dot products and squared distances in float32 over eight lanes (k mod 8), for ./distances: of one
// vector with four rows at once, or with one. `bytes` is a multiple of 32.

/** Sum of eight lanes: l with l + 4, then (0 + 1) + (2 + 3). */
// @ts-ignore: decorator
@inline
function total(low: v128, high: v128): f32 {
  const s = f32x4.add(low, high);
  return (
    f32x4.extract_lane(s, 0) +
    f32x4.extract_lane(s, 1) +
    (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3))
  );
}

export function dotFour(
  q: usize,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  bytes: usize,
  out: usize,
): void {
  const zero = f32x4.splat(0);
  let a0 = zero,
    b0 = zero,
    a1 = zero,
    b1 = zero,
    a2 = zero,
    b2 = zero,
    a3 = zero,
    b3 = zero;
  let k: usize = 0;
  do {
    const low = v128.load(q + k),
      high = v128.load(q + k, 16);
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

export function euclideanFour(
  q: usize,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  bytes: usize,
  out: usize,
): void {
  const zero = f32x4.splat(0);
  let a0 = zero,
    b0 = zero,
    a1 = zero,
    b1 = zero,
    a2 = zero,
    b2 = zero,
    a3 = zero,
    b3 = zero;
  let k: usize = 0;
  do {
    const low = v128.load(q + k),
      high = v128.load(q + k, 16);
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

export function dotOne(q: usize, x: usize, bytes: usize): f32 {
  if (ASC_FEATURE_SIMD) {
    let low = f32x4.splat(0),
      high = f32x4.splat(0);
    for (let k: usize = 0; k < bytes; k += 32) {
      low = f32x4.add(low, f32x4.mul(v128.load(q + k), v128.load(x + k)));
      high = f32x4.add(high, f32x4.mul(v128.load(q + k, 16), v128.load(x + k, 16)));
    }
    return total(low, high);
  } else {
    let s0: f32 = 0,
      s1: f32 = 0,
      s2: f32 = 0,
      s3: f32 = 0,
      s4: f32 = 0,
      s5: f32 = 0,
      s6: f32 = 0,
      s7: f32 = 0;
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
    return s0 + s4 + (s1 + s5) + (s2 + s6 + (s3 + s7));
  }
}

export function euclideanOne(q: usize, x: usize, bytes: usize): f32 {
  if (ASC_FEATURE_SIMD) {
    let low = f32x4.splat(0),
      high = f32x4.splat(0);
    for (let k: usize = 0; k < bytes; k += 32) {
      low = addSquare(low, v128.load(q + k), v128.load(x + k));
      high = addSquare(high, v128.load(q + k, 16), v128.load(x + k, 16));
    }
    return total(low, high);
  } else {
    let s0: f32 = 0,
      s1: f32 = 0,
      s2: f32 = 0,
      s3: f32 = 0,
      s4: f32 = 0,
      s5: f32 = 0,
      s6: f32 = 0,
      s7: f32 = 0;
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
    return s0 + s4 + (s1 + s5) + (s2 + s6 + (s3 + s7));
  }
}

// @ts-ignore: decorator
@inline
function square(x: f32): f32 {
  return x * x;
}
