// Dot products and updates in float32 over 16 lanes (lane k mod 16), shared by the SVM kernels.
//
// Vectors are padded with zeros to a multiple of 16 floats: lanes start at +0, so x + 0 * 0 leaves
// them as they are and no tail is needed. Lane l is added as (l + (l + 4)) + ((l + 8) + (l + 12)),
// the four sums as (0 + 1) + (2 + 3).

/** x . w over `bytes` bytes, a multiple of 64. */
export function dot16(x: usize, w: usize, bytes: usize): f32 {
  if (ASC_FEATURE_SIMD) {
    const zero = f32x4.splat(0);
    let a = zero,
      b = zero,
      c = zero,
      d = zero;
    for (let k: usize = 0; k < bytes; k += 64) {
      a = f32x4.add(a, f32x4.mul(v128.load(x + k), v128.load(w + k)));
      b = f32x4.add(b, f32x4.mul(v128.load(x + k, 16), v128.load(w + k, 16)));
      c = f32x4.add(c, f32x4.mul(v128.load(x + k, 32), v128.load(w + k, 32)));
      d = f32x4.add(d, f32x4.mul(v128.load(x + k, 48), v128.load(w + k, 48)));
    }
    return total(a, b, c, d);
  } else {
    // Lanes 0, 4, 8, 12 first, then the next four: more accumulators at once would spill.
    return (
      column(x, w, bytes) +
      column(x + 4, w + 4, bytes) +
      (column(x + 8, w + 8, bytes) + column(x + 12, w + 12, bytes))
    );
  }
}

/** Dot products of x with two vectors: x is loaded once for both. */
export function dot16Pair(
  x: usize,
  w0: usize,
  w1: usize,
  bytes: usize,
  out0: usize,
  out1: usize,
): void {
  if (ASC_FEATURE_SIMD) {
    const zero = f32x4.splat(0);
    let a0 = zero,
      b0 = zero,
      c0 = zero,
      d0 = zero,
      a1 = zero,
      b1 = zero,
      c1 = zero,
      d1 = zero;
    for (let k: usize = 0; k < bytes; k += 64) {
      const a = v128.load(x + k);
      a0 = f32x4.add(a0, f32x4.mul(a, v128.load(w0 + k)));
      a1 = f32x4.add(a1, f32x4.mul(a, v128.load(w1 + k)));
      const b = v128.load(x + k, 16);
      b0 = f32x4.add(b0, f32x4.mul(b, v128.load(w0 + k, 16)));
      b1 = f32x4.add(b1, f32x4.mul(b, v128.load(w1 + k, 16)));
      const c = v128.load(x + k, 32);
      c0 = f32x4.add(c0, f32x4.mul(c, v128.load(w0 + k, 32)));
      c1 = f32x4.add(c1, f32x4.mul(c, v128.load(w1 + k, 32)));
      const d = v128.load(x + k, 48);
      d0 = f32x4.add(d0, f32x4.mul(d, v128.load(w0 + k, 48)));
      d1 = f32x4.add(d1, f32x4.mul(d, v128.load(w1 + k, 48)));
    }
    store<f32>(out0, total(a0, b0, c0, d0));
    store<f32>(out1, total(a1, b1, c1, d1));
  } else {
    store<f32>(out0, dot16(x, w0, bytes));
    store<f32>(out1, dot16(x, w1, bytes));
  }
}

/** w += scale * x over `bytes` bytes, a multiple of 64. */
export function addScaled16(w: usize, scale: f32, x: usize, bytes: usize): void {
  const end = w + bytes;
  if (ASC_FEATURE_SIMD) {
    const s = f32x4.splat(scale);
    for (; w < end; w += 32, x += 32) {
      v128.store(w, f32x4.add(v128.load(w), f32x4.mul(s, v128.load(x))));
      v128.store(w, f32x4.add(v128.load(w, 16), f32x4.mul(s, v128.load(x, 16))), 16);
    }
  } else {
    for (; w < end; w += 16, x += 16) {
      store<f32>(w, load<f32>(w) + scale * load<f32>(x));
      store<f32>(w, load<f32>(w, 4) + scale * load<f32>(x, 4), 4);
      store<f32>(w, load<f32>(w, 8) + scale * load<f32>(x, 8), 8);
      store<f32>(w, load<f32>(w, 12) + scale * load<f32>(x, 12), 12);
    }
  }
}

// @ts-ignore: decorator
@inline
function total(a: v128, b: v128, c: v128, d: v128): f32 {
  const s = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  return (
    f32x4.extract_lane(s, 0) +
    f32x4.extract_lane(s, 1) +
    (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3))
  );
}

/** The sum of the lanes 0, 4, 8 and 12 of x . w. */
function column(x: usize, w: usize, bytes: usize): f32 {
  let a: f32 = 0,
    b: f32 = 0,
    c: f32 = 0,
    d: f32 = 0;
  for (let k: usize = 0; k < bytes; k += 64) {
    a += load<f32>(x + k) * load<f32>(w + k);
    b += load<f32>(x + k, 16) * load<f32>(w + k, 16);
    c += load<f32>(x + k, 32) * load<f32>(w + k, 32);
    d += load<f32>(x + k, 48) * load<f32>(w + k, 48);
  }
  return a + b + (c + d);
}
