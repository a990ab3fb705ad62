// Mixing the thirds of a vector whose length is three times a power of two.

/** 2/3, by which the sum of the thirds is multiplied. */
const TWO_THIRDS: f32 = <f32>(2.0 / 3.0);

/**
 * Subtracts t = (a + b + c) 2/3 from each third a, b, c of the values at `from`, which are multiplied
 * by signs (masks of the sign bit) before; the first `kept` thirds are written to `to`.
 * @param third bytes of a third, a multiple of 16
 */
export function mixThirds(from: usize, to: usize, signs: usize, third: usize, kept: usize): void {
  const second = third,
    last = third << 1;
  if (ASC_FEATURE_SIMD) {
    const share = f32x4.splat(TWO_THIRDS);
    for (let at: usize = 0; at < third; at += 16) {
      const x = from + at,
        s = signs + at,
        y = to + at;
      const a = v128.xor(v128.load(x), v128.load(s));
      const b = v128.xor(v128.load(x + second), v128.load(s + second));
      const c = v128.xor(v128.load(x + last), v128.load(s + last));
      const t = f32x4.mul(f32x4.add(f32x4.add(a, b), c), share);
      v128.store(y, f32x4.sub(a, t));
      if (kept > 1) v128.store(y + second, f32x4.sub(b, t));
      if (kept > 2) v128.store(y + last, f32x4.sub(c, t));
    }
  } else {
    for (let at: usize = 0; at < third; at += 4) {
      const x = from + at,
        s = signs + at,
        y = to + at;
      const a = signed(x, s),
        b = signed(x + second, s + second),
        c = signed(x + last, s + last);
      const t = (a + b + c) * TWO_THIRDS;
      store<f32>(y, a - t);
      if (kept > 1) store<f32>(y + second, b - t);
      if (kept > 2) store<f32>(y + last, c - t);
    }
  }
}

/** A value times its sign, which is a mask of the sign bit. */
// @ts-ignore: decorator
@inline
export function signed(value: usize, sign: usize): f32 {
  return reinterpret<f32>(load<u32>(value) ^ load<u32>(sign));
}
