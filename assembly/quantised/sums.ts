// Sums of products of float32 values: exact products, added in float64 over four lanes (k mod 4), and the
// lanes as (0 + 1) + (2 + 3).

/** The sum of a[k] b[k] over `bytes` bytes of floats, a multiple of 16. */
export function sumOfProducts(a: usize, b: usize, bytes: usize): f64 {
  if (ASC_FEATURE_SIMD) {
    let low = f64x2.splat(0),
      high = f64x2.splat(0);
    for (let k: usize = 0; k < bytes; k += 16) {
      const x = v128.load(a + k),
        y = v128.load(b + k);
      low = f64x2.add(low, f64x2.mul(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(y)));
      high = f64x2.add(high, f64x2.mul(promoteHigh(x), promoteHigh(y)));
    }
    const left = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1);
    return left + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
  } else {
    let s0: f64 = 0,
      s1: f64 = 0,
      s2: f64 = 0,
      s3: f64 = 0;
    for (let k: usize = 0; k < bytes; k += 16) {
      s0 += <f64>load<f32>(a + k) * <f64>load<f32>(b + k);
      s1 += <f64>load<f32>(a + k, 4) * <f64>load<f32>(b + k, 4);
      s2 += <f64>load<f32>(a + k, 8) * <f64>load<f32>(b + k, 8);
      s3 += <f64>load<f32>(a + k, 12) * <f64>load<f32>(b + k, 12);
    }
    return s0 + s1 + (s2 + s3);
  }
}

// @ts-ignore: decorator
@inline
function promoteHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(i32x4.shuffle(x, x, 2, 3, 2, 3));
}
