// Row norms, column sums and centring. Sums run in float64; each has a fixed order.

/** out = points with every row divided by its Euclidean norm; zero rows stay zero. */
export function normaliseRows(points: usize, rows: usize, cols: usize, out: usize): void {
  const bytes = cols << 2;
  for (let row: usize = 0; row < rows; row++, points += bytes, out += bytes) {
    const squares = sumOfSquares(points, bytes);
    const inverse: f64 = squares > 0 ? 1 / sqrt<f64>(squares) : 0;
    for (let k: usize = 0; k < bytes; k += 4) {
      store<f32>(out + k, <f32>(<f64>load<f32>(points + k) * inverse));
    }
  }
}

/** Float64 sum of squares over four lanes (k mod 4), added as (0 + 1) + (2 + 3). */
function sumOfSquares(x: usize, bytes: usize): f64 {
  let s0: f64 = 0, s1: f64 = 0, s2: f64 = 0, s3: f64 = 0;
  const whole = bytes & ~15;
  let k: usize = 0;
  for (; k < whole; k += 16) {
    s0 += square(load<f32>(x + k));
    s1 += square(load<f32>(x + k, 4));
    s2 += square(load<f32>(x + k, 8));
    s3 += square(load<f32>(x + k, 12));
  }
  if (k < bytes) s0 += square(load<f32>(x + k));
  if (k + 4 < bytes) s1 += square(load<f32>(x + k, 4));
  if (k + 8 < bytes) s2 += square(load<f32>(x + k, 8));
  return (s0 + s1) + (s2 + s3);
}

// @ts-ignore: decorator
@inline
function square(x: f32): f64 {
  return <f64>x * <f64>x;
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
        const high = i8x16.shuffle(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
        v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(high)), 16);
      }
    }
    for (; k < cols; k++, points += 4) {
      const at = sums + (k << 3);
      store<f64>(at, load<f64>(at) + <f64>load<f32>(points));
    }
  }
}

/** out = points with `offset` subtracted from every row. */
export function subtractRow(points: usize, rows: usize, cols: usize, offset: usize, out: usize): void {
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
