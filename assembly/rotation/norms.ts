// Norms of rows, of which rotations need to know little: thresholds are multiplied by them.

/** Sums of squares from 1 / FAR up to FAR leave room for every sum; rows of others are scaled. */
const FAR: f64 = 4294967296.0 * 4294967296.0;

/**
 * Sum of squares in float32 over sixteen lanes (k mod 16); lanes l, l + 4, l + 8, l + 12 are added as
 * (l + (l + 4)) + ((l + 8) + (l + 12)), those four as (0 + 1) + (2 + 3).
 * @param bytes of the row, a multiple of 64
 */
// @ts-ignore: decorator
@inline
export function quickSquares(row: usize, bytes: usize): f32 {
  if (ASC_FEATURE_SIMD) {
    let a = f32x4.splat(0),
      b = a,
      c = a,
      d = a;
    for (const end = row + bytes; row < end; row += 64) {
      const x = v128.load(row),
        y = v128.load(row, 16),
        z = v128.load(row, 32),
        w = v128.load(row, 48);
      a = f32x4.add(a, f32x4.mul(x, x));
      b = f32x4.add(b, f32x4.mul(y, y));
      c = f32x4.add(c, f32x4.mul(z, z));
      d = f32x4.add(d, f32x4.mul(w, w));
    }
    const sums = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
    const left = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
    return left + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
  }
  const left = column(row, bytes) + column(row + 4, bytes);
  return left + (column(row + 8, bytes) + column(row + 12, bytes));
}

/** Lanes l, l + 4, l + 8 and l + 12 of `quickSquares`, added. */
function column(row: usize, bytes: usize): f32 {
  let a: f32 = 0,
    b: f32 = 0,
    c: f32 = 0,
    d: f32 = 0;
  for (const end = row + bytes; row < end; row += 64) {
    const x = load<f32>(row),
      y = load<f32>(row, 16),
      z = load<f32>(row, 32),
      w = load<f32>(row, 48);
    a += x * x;
    b += y * y;
    c += z * z;
    d += w * w;
  }
  return a + b + (c + d);
}

/** Whether a row with this sum of squares is finite for certain and needs no scaling. */
// @ts-ignore: decorator
@inline
export function isNear(squares: f64): bool {
  return squares >= 1 / FAR && squares < FAR;
}

/** The power of two that brings a row with this sum of squares, above 0, to a norm in [1/2, 1). */
export function powerFor(squares: f64): f64 {
  const exponent = i64((reinterpret<u64>(sqrt<f64>(squares)) >> 52) & 0x7ff) - 1022;
  return reinterpret<f64>((1023 - exponent) << 52);
}
