// One of the eight lanes (k mod 8) of sums over rows and queries, for ./nearest-batch: a row is read at
// every eighth value, and the queries' values of the lane lie side by side, eight queries a step.
// Loops are not unrolled, as in ./projection.

/** Products of 4 rows x 8 queries, 128 bytes of sums to `out`. */
export function products(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  bytes: usize,
  planes: usize,
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
    const low = v128.load(planes + k),
      high = v128.load(planes + k, 16);
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

/** Squared differences in the same way. */
export function squares(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  bytes: usize,
  planes: usize,
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
    const low = v128.load(planes + k),
      high = v128.load(planes + k, 16);
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
function storeTile(
  out: usize,
  a0: v128,
  b0: v128,
  a1: v128,
  b1: v128,
  a2: v128,
  b2: v128,
  a3: v128,
  b3: v128,
): void {
  v128.store(out, a0);
  v128.store(out, b0, 16);
  v128.store(out, a1, 32);
  v128.store(out, b1, 48);
  v128.store(out, a2, 64);
  v128.store(out, b2, 80);
  v128.store(out, a3, 96);
  v128.store(out, b3, 112);
}

/** `products` of one row, without SIMD. */
export function productsOfRow(x: usize, bytes: usize, planes: usize, out: usize): void {
  let s0: f32 = 0,
    s1: f32 = 0,
    s2: f32 = 0,
    s3: f32 = 0,
    s4: f32 = 0,
    s5: f32 = 0,
    s6: f32 = 0,
    s7: f32 = 0;
  const end = x + bytes;
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
  storeEight(out, s0, s1, s2, s3, s4, s5, s6, s7);
}

/** `squares` of one row, without SIMD. */
export function squaresOfRow(x: usize, bytes: usize, planes: usize, out: usize): void {
  let s0: f32 = 0,
    s1: f32 = 0,
    s2: f32 = 0,
    s3: f32 = 0,
    s4: f32 = 0,
    s5: f32 = 0,
    s6: f32 = 0,
    s7: f32 = 0;
  const end = x + bytes;
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
  storeEight(out, s0, s1, s2, s3, s4, s5, s6, s7);
}

// @ts-ignore: decorator
@inline
function storeEight(
  out: usize,
  s0: f32,
  s1: f32,
  s2: f32,
  s3: f32,
  s4: f32,
  s5: f32,
  s6: f32,
  s7: f32,
): void {
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
