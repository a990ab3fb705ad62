// exp and cos in float32 with + - x and integers alone, so that every backend gives the same bits.
//
// exp(x), x <= 0: n = x / ln 2 rounded to the nearest whole number, r = x - n ln 2 with ln 2 in two
// parts (n times the first is exact), exp(x) = 2^n (1 + r + r^2 q(r)). Below -87 the result is 0.
// Largest relative error 1.3e-7 on [-87, 0], of which the polynomial has 4e-9.
//
// cos(2 pi t), t in turns: f = t minus the nearest whole number, exact, and cos(2 pi f) =
// sin(2 pi g) with g = 1/4 - |f|, an odd polynomial of degree 9. Largest error 2.1e-7 for
// |t| < 2^22, of which the polynomial has 4e-9.
//
// Adding 1.5 x 2^23 rounds to whole numbers, half to even, and leaves the number in the low bits.

const ROUND: f32 = 12582912;
const ROUND_BITS: i32 = 0x4b400000;
const LOG2E: f32 = 1.44269504;
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.1219444e-4;
const LOWEST: f32 = -87;
const E0: f32 = 0.49999993;
const E1: f32 = 0.16666518;
const E2: f32 = 0.041668422;
const E3: f32 = 0.008369064;
const E4: f32 = 0.001381388;
const S0: f32 = 6.2831852;
const S1: f32 = -41.341655;
const S2: f32 = 81.601004;
const S3: f32 = -76.54978;
const S4: f32 = 39.536695;

/** exp(min(0, x)) of one value. */
// @ts-ignore: decorator
@inline
export function expScalar(value: f32): f32 {
  const x = min<f32>(0, value);
  const t = x * LOG2E + ROUND;
  const n = t - ROUND;
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  let q = E4 * r + E3;
  q = q * r + E2;
  q = q * r + E1;
  q = q * r + E0;
  const y = r * r * q + r + 1;
  const power = reinterpret<f32>((reinterpret<i32>(t) - ROUND_BITS + 127) << 23);
  return x < LOWEST ? 0 : y * power;
}

/** exp(min(0, x)) of four values. */
// @ts-ignore: decorator
@inline
export function expSimd(value: v128): v128 {
  const round = f32x4.splat(ROUND);
  const x = f32x4.min(f32x4.splat(0), value);
  const t = f32x4.add(f32x4.mul(x, f32x4.splat(LOG2E)), round);
  const n = f32x4.sub(t, round);
  const high = f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN2_HIGH)));
  const r = f32x4.sub(high, f32x4.mul(n, f32x4.splat(LN2_LOW)));
  let q = f32x4.add(f32x4.mul(f32x4.splat(E4), r), f32x4.splat(E3));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(E2));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(E1));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(E0));
  const y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), q), r), f32x4.splat(1));
  const exponent = i32x4.add(i32x4.sub(t, i32x4.splat(ROUND_BITS)), i32x4.splat(127));
  const power = i32x4.shl(exponent, 23);
  return v128.andnot(f32x4.mul(y, power), f32x4.lt(x, f32x4.splat(LOWEST)));
}

/** cos(2 pi t) of one value. */
// @ts-ignore: decorator
@inline
export function cosScalar(t: f32): f32 {
  const f = t - (t + ROUND - ROUND);
  const g: f32 = 0.25 - abs<f32>(f);
  const u = g * g;
  let p = S4 * u + S3;
  p = p * u + S2;
  p = p * u + S1;
  p = p * u + S0;
  return g * p;
}

/** cos(2 pi t) of four values. */
// @ts-ignore: decorator
@inline
export function cosSimd(t: v128): v128 {
  const round = f32x4.splat(ROUND);
  const f = f32x4.sub(t, f32x4.sub(f32x4.add(t, round), round));
  const g = f32x4.sub(f32x4.splat(0.25), f32x4.abs(f));
  const u = f32x4.mul(g, g);
  let p = f32x4.add(f32x4.mul(f32x4.splat(S4), u), f32x4.splat(S3));
  p = f32x4.add(f32x4.mul(p, u), f32x4.splat(S2));
  p = f32x4.add(f32x4.mul(p, u), f32x4.splat(S1));
  p = f32x4.add(f32x4.mul(p, u), f32x4.splat(S0));
  return f32x4.mul(g, p);
}
