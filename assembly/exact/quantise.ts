// Rows rounded to 8 bits a value, and how far that moved them.
//
// All figures of a row are float32. Sums over eight lanes are off by at most G = (d / 8 + 8) 2^-24 of
// themselves (src/kernels/exact/bounds.ts), so what must not be too small is taken (1 + G) times.

const COSINE: u32 = 0;
// Between these norms no square underflows or overflows by which a bound could fail.
const LEAST_NORM: f32 = 9.094947e-13; // 2^-40
const LARGEST_NORM: f32 = 1.1529215e18; // 2^60

/**
 * Rounds rows to multiples of their largest magnitude / 127, and writes three figures a row: what an
 * integer product is to be multiplied by, the norm of what rounding left, and the norm; for the cosine
 * the first two are divided by the norm, and the third is 0. A row whose norm the bounds are not proven
 * for has an infinite error.
 *
 * @param stride floats of one given row, a multiple of 16, padded with zeros
 * @param rounded rows of `stride` bytes
 * @param spread G, as above
 */
export function quantiseRows(
  points: usize,
  count: usize,
  stride: usize,
  metric: u32,
  spread: f32,
  rounded: usize,
  scales: usize,
  errors: usize,
  norms: usize,
): void {
  const bytes = stride << 2;
  for (let i: usize = 0; i < count; i++, points += bytes, rounded += stride) {
    const largest = largestMagnitude(points, bytes);
    const scale = largest / 127;
    const norm = sqrt<f32>(sumOfSquares(points, bytes));
    const at = i << 2;
    if (!(norm >= LEAST_NORM && norm <= LARGEST_NORM)) {
      memory.fill(rounded, 0, stride);
      store<f32>(scales + at, 0);
      store<f32>(errors + at, largest == 0 ? 0 : Infinity);
      store<f32>(norms + at, 0);
      continue;
    }
    // Rounding of the products and differences is below 2^-24 of each value, of each twice.
    const error = sqrt<f32>(roundRow(points, bytes, scale, rounded)) * (1 + spread) + norm * 2.4e-7;
    store<f32>(scales + at, metric == COSINE ? scale / norm : scale);
    store<f32>(errors + at, metric == COSINE ? (error / norm) * (1 + spread) : error);
    store<f32>(norms + at, metric == COSINE ? 0 : norm * (1 + spread));
  }
}

function largestMagnitude(x: usize, bytes: usize): f32 {
  let most = f32x4.splat(0);
  const end = x + bytes;
  for (; x < end; x += 16) most = f32x4.max(most, f32x4.abs(v128.load(x)));
  const half = f32x4.max(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1));
  return max(f32x4.extract_lane(half, 0), f32x4.extract_lane(half, 1));
}

function sumOfSquares(x: usize, bytes: usize): f32 {
  let low = f32x4.splat(0),
    high = low;
  const end = x + bytes;
  for (; x < end; x += 32) {
    const a = v128.load(x),
      b = v128.load(x, 16);
    low = f32x4.add(low, f32x4.mul(a, a));
    high = f32x4.add(high, f32x4.mul(b, b));
  }
  return total(f32x4.add(low, high));
}

/** Rounds one row; returns the sum of the squares of what that left. */
function roundRow(x: usize, bytes: usize, scale: f32, rounded: usize): f32 {
  const step = f32x4.splat(scale),
    inverse = f32x4.splat(1 / scale);
  let low = f32x4.splat(0),
    high = low;
  const end = x + bytes;
  for (; x < end; x += 64, rounded += 16) {
    const a = rounding(x, inverse),
      b = rounding(x + 16, inverse),
      c = rounding(x + 32, inverse),
      d = rounding(x + 48, inverse);
    low = f32x4.add(low, f32x4.add(left(x, a, step), left(x + 32, c, step)));
    high = f32x4.add(high, f32x4.add(left(x + 16, b, step), left(x + 48, d, step)));
    v128.store(
      rounded,
      i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)),
    );
  }
  return total(f32x4.add(low, high));
}

// @ts-ignore: decorator
@inline
function rounding(x: usize, inverse: v128): v128 {
  const value = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x), inverse)));
  return i32x4.max_s(i32x4.min_s(value, i32x4.splat(127)), i32x4.splat(-127));
}

// @ts-ignore: decorator
@inline
function left(x: usize, rounded: v128, step: v128): v128 {
  const e = f32x4.sub(v128.load(x), f32x4.mul(f32x4.convert_i32x4_s(rounded), step));
  return f32x4.mul(e, e);
}

// @ts-ignore: decorator
@inline
function total(s: v128): f32 {
  return (
    f32x4.extract_lane(s, 0) +
    f32x4.extract_lane(s, 1) +
    (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3))
  );
}
