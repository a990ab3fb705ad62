// Row norms, column sums and centring. Sums run in float64; each has a fixed order.

/** out = points with every row divided by its Euclidean norm; zero rows stay zero. */
export function normaliseRows(points: usize, rows: usize, cols: usize, out: usize): void {
  const bytes = cols << 2;
  for (let row: usize = 0; row < rows; row++, points += bytes, out += bytes) {
    scale(points, inverseOf(sumOfSquares(points, bytes)), bytes, out);
  }
}

/**
 * Prepares rows in place, one after another: divides each by its norm, as normaliseRows does, and
 * subtracts a mean, as subtractRow does, where these are asked for.
 * @param normalise 1 or 0
 * @param mean cols floats; 0 for none
 * @returns 1 if all values were finite, else 0, and the rows mean nothing
 */
export function prepareRows(
  points: usize,
  rows: usize,
  cols: usize,
  normalise: i32,
  mean: usize,
): i32 {
  const bytes = cols << 2;
  // Adds x * 0 or, where it is at hand, a sum of squares * 0 for each row: NaN once one is not finite.
  let zero: f64 = 0;
  for (let row: usize = 0; row < rows; row++, points += bytes) {
    if (normalise) {
      // Squares of float32 values never overflow in float64.
      const squares = sumOfSquares(points, bytes);
      zero += squares * 0;
      scale(points, inverseOf(squares), bytes, points);
    } else {
      zero += sumOfZeros(points, bytes);
    }
    if (mean != 0) subtractRow(points, 1, cols, mean, points);
  }
  return i32(zero == 0);
}

// @ts-ignore: decorator
@inline
function inverseOf(squares: f64): f64 {
  return squares > 0 ? 1 / sqrt<f64>(squares) : 0;
}

/** Float64 sum of squares over four lanes (k mod 4), added as (0 + 1) + (2 + 3). */
export function sumOfSquares(x: usize, bytes: usize): f64 {
  let s0: f64 = 0,
    s1: f64 = 0,
    s2: f64 = 0,
    s3: f64 = 0;
  const whole = bytes & ~15;
  let k: usize = 0;
  if (ASC_FEATURE_SIMD) {
    let low = f64x2.splat(0),
      high = f64x2.splat(0);
    for (; k < whole; k += 16) {
      const four = v128.load(x + k);
      const left = f64x2.promote_low_f32x4(four),
        right = promoteHigh(four);
      low = f64x2.add(low, f64x2.mul(left, left));
      high = f64x2.add(high, f64x2.mul(right, right));
    }
    s0 = f64x2.extract_lane(low, 0);
    s1 = f64x2.extract_lane(low, 1);
    s2 = f64x2.extract_lane(high, 0);
    s3 = f64x2.extract_lane(high, 1);
  } else {
    for (; k < whole; k += 16) {
      s0 += square(load<f32>(x + k));
      s1 += square(load<f32>(x + k, 4));
      s2 += square(load<f32>(x + k, 8));
      s3 += square(load<f32>(x + k, 12));
    }
  }
  if (k < bytes) s0 += square(load<f32>(x + k));
  if (k + 4 < bytes) s1 += square(load<f32>(x + k, 4));
  if (k + 8 < bytes) s2 += square(load<f32>(x + k, 8));
  return s0 + s1 + (s2 + s3);
}

// @ts-ignore: decorator
@inline
function square(x: f32): f64 {
  return <f64>x * <f64>x;
}

/** The upper two of four float32 values as float64. */
// @ts-ignore: decorator
@inline
function promoteHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(i32x4.shuffle(x, x, 2, 3, 2, 3));
}

/** out = x * factor in float64, rounded once. */
export function scale(x: usize, factor: f64, bytes: usize, out: usize): void {
  let k: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const both = f64x2.splat(factor);
    for (; k + 16 <= bytes; k += 16) {
      const four = v128.load(x + k);
      const low = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.promote_low_f32x4(four), both));
      const high = f32x4.demote_f64x2_zero(f64x2.mul(promoteHigh(four), both));
      v128.store(out + k, i64x2.shuffle(low, high, 0, 2));
    }
  }
  for (; k < bytes; k += 4) store<f32>(out + k, <f32>(<f64>load<f32>(x + k) * factor));
}

/** 0 if all values are finite, else NaN. */
function sumOfZeros(x: usize, bytes: usize): f64 {
  let k: usize = 0;
  let sum: f32 = 0;
  if (ASC_FEATURE_SIMD) {
    const zero = f32x4.splat(0);
    let low = zero,
      high = zero;
    for (; k + 32 <= bytes; k += 32) {
      low = f32x4.add(low, f32x4.mul(v128.load(x + k), zero));
      high = f32x4.add(high, f32x4.mul(v128.load(x + k, 16), zero));
    }
    const all = f32x4.add(low, high);
    sum = f32x4.extract_lane(all, 0) + f32x4.extract_lane(all, 1);
    sum += f32x4.extract_lane(all, 2) + f32x4.extract_lane(all, 3);
  }
  for (; k < bytes; k += 4) sum += load<f32>(x + k) * 0;
  return <f64>sum;
}

/** sums += the rows of points, one float64 per column, in order of rows. */
export function addColumnSums(points: usize, rows: usize, cols: usize, sums: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    let k: usize = 0;
    if (ASC_FEATURE_SIMD) {
      for (; k + 4 <= cols; k += 4, points += 16) {
        const x = v128.load(points);
        const at = sums + (k << 3);
        v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(x)));
        v128.store(at, f64x2.add(v128.load(at, 16), promoteHigh(x)), 16);
      }
    }
    for (; k < cols; k++, points += 4) {
      const at = sums + (k << 3);
      store<f64>(at, load<f64>(at) + <f64>load<f32>(points));
    }
  }
}

/** out = points with `offset` subtracted from every row. */
export function subtractRow(
  points: usize,
  rows: usize,
  cols: usize,
  offset: usize,
  out: usize,
): void {
  for (let row: usize = 0; row < rows; row++) {
    let k: usize = 0;
    if (ASC_FEATURE_SIMD) {
      for (; k + 4 <= cols; k += 4, points += 16, out += 16) {
        v128.store(out, f32x4.sub(v128.load(points), v128.load(offset + (k << 2))));
      }
    }
    for (; k < cols; k++, points += 4, out += 4) {
      store<f32>(out, load<f32>(points) - load<f32>(offset + (k << 2)));
    }
  }
}
