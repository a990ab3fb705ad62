// What becomes of a run of 32 transformed values.

/** Stored, for the next round. */
export const STORE: i32 = 0;
/** Compared with thresholds: a word of code, bit j for value j. */
export const SIGNS: i32 = 1;
/** Their differences to thresholds, scaled, as float32. */
export const PROJECTIONS: i32 = 2;

/** Smallest float32 above 0. */
const TINY: i32 = 1;

/** @param kind what becomes of the values, a constant */
// @ts-ignore: decorator
@inline
export function finish(
  kind: i32,
  to: usize,
  thresholds: usize,
  norm: f32,
  factor: f32,
  v0: v128,
  v1: v128,
  v2: v128,
  v3: v128,
  v4: v128,
  v5: v128,
  v6: v128,
  v7: v128,
): void {
  if (kind == SIGNS) {
    const n = f32x4.splat(norm);
    const a = i16x8.narrow_i32x4_s(above(v0, n, thresholds), above(v1, n, thresholds + 16));
    const b = i16x8.narrow_i32x4_s(above(v2, n, thresholds + 32), above(v3, n, thresholds + 48));
    const c = i16x8.narrow_i32x4_s(above(v4, n, thresholds + 64), above(v5, n, thresholds + 80));
    const d = i16x8.narrow_i32x4_s(above(v6, n, thresholds + 96), above(v7, n, thresholds + 112));
    const low = i8x16.bitmask(i8x16.narrow_i16x8_s(a, b));
    const high = i8x16.bitmask(i8x16.narrow_i16x8_s(c, d));
    store<u32>(to, low | (high << 16));
    return;
  }
  if (kind == PROJECTIONS) {
    const n = f32x4.splat(norm),
      f = f32x4.splat(factor);
    v128.store(to, project(v0, n, f, thresholds));
    v128.store(to, project(v1, n, f, thresholds + 16), 16);
    v128.store(to, project(v2, n, f, thresholds + 32), 32);
    v128.store(to, project(v3, n, f, thresholds + 48), 48);
    v128.store(to, project(v4, n, f, thresholds + 64), 64);
    v128.store(to, project(v5, n, f, thresholds + 80), 80);
    v128.store(to, project(v6, n, f, thresholds + 96), 96);
    v128.store(to, project(v7, n, f, thresholds + 112), 112);
    return;
  }
  v128.store(to, v0);
  v128.store(to, v1, 16);
  v128.store(to, v2, 32);
  v128.store(to, v3, 48);
  v128.store(to, v4, 64);
  v128.store(to, v5, 80);
  v128.store(to, v6, 96);
  v128.store(to, v7, 112);
}

// @ts-ignore: decorator
@inline
function above(value: v128, norm: v128, thresholds: usize): v128 {
  return f32x4.ge(value, f32x4.mul(norm, v128.load(thresholds)));
}

/** (value - norm x threshold) factor; never -0 where the difference is below 0. */
// @ts-ignore: decorator
@inline
function project(value: v128, norm: v128, factor: v128, thresholds: usize): v128 {
  const difference = f32x4.sub(value, f32x4.mul(norm, v128.load(thresholds)));
  const scaled = f32x4.mul(difference, factor);
  const zero = f32x4.splat(0);
  const vanished = v128.and(f32x4.lt(difference, zero), f32x4.eq(scaled, zero));
  return v128.or(scaled, v128.and(vanished, i32x4.splat(TINY)));
}

/** One value of `project`. */
export function projectScalar(value: f32, norm: f32, factor: f32, threshold: f32): f32 {
  const difference = value - norm * threshold;
  const scaled = difference * factor;
  return difference < 0 && scaled == 0 ? reinterpret<f32>(i32.MIN_VALUE | TINY) : scaled;
}
