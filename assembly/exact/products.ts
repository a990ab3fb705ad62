// Products of rows of 8 bits a value with queries of 16, in whole numbers: exact in any order, as long
// as the queries' values are small enough for 32 bits (src/kernels/exact/bounds.ts sees to that).

/**
 * Products of 4 rows and a query, 16 bytes to `out`. `stride` is a multiple of 16 values.
 *
 * Every 16 values a word is read at `next`, which moves on by `step`: that brings rows to come into the
 * cache. Processors foresee this one stream, but not the four of the rows (the scan took 1.5 to 2 times
 * as long without it).
 */
export function fourByOne(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  stride: usize,
  query: usize,
  next: usize,
  step: usize,
  out: usize,
): void {
  let a0 = i32x4.splat(0),
    a1 = a0,
    a2 = a0,
    a3 = a0;
  let touched: u32 = 0;
  let k: usize = 0;
  do {
    touched |= load<u32>(next);
    next += step;
    const low = v128.load(query + (k << 1)),
      high = v128.load(query + (k << 1), 16);
    a0 = i32x4.add(a0, sixteen(x0 + k, low, high));
    a1 = i32x4.add(a1, sixteen(x1 + k, low, high));
    a2 = i32x4.add(a2, sixteen(x2 + k, low, high));
    a3 = i32x4.add(a3, sixteen(x3 + k, low, high));
    k += 16;
  } while (k < stride);
  // Written, and then over, so that reading is not optimised away.
  store<u32>(out, touched);
  v128.store(out, totals(a0, a1, a2, a3));
}

// @ts-ignore: decorator
@inline
function sixteen(x: usize, low: v128, high: v128): v128 {
  return i32x4.add(
    i32x4.dot_i16x8_s(v128.load_ext<i8>(x), low),
    i32x4.dot_i16x8_s(v128.load_ext<i8>(x, 8), high),
  );
}

/** Products of 4 rows and two queries, 32 bytes to `out`. */
export function fourByTwo(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  stride: usize,
  p: usize,
  q: usize,
  out: usize,
): void {
  let a0 = i32x4.splat(0),
    a1 = a0,
    a2 = a0,
    a3 = a0,
    b0 = a0,
    b1 = a0,
    b2 = a0,
    b3 = a0;
  let k: usize = 0;
  do {
    const left = v128.load(p + (k << 1)),
      right = v128.load(q + (k << 1));
    const y0 = v128.load_ext<i8>(x0 + k);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(y0, left));
    b0 = i32x4.add(b0, i32x4.dot_i16x8_s(y0, right));
    const y1 = v128.load_ext<i8>(x1 + k);
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(y1, left));
    b1 = i32x4.add(b1, i32x4.dot_i16x8_s(y1, right));
    const y2 = v128.load_ext<i8>(x2 + k);
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(y2, left));
    b2 = i32x4.add(b2, i32x4.dot_i16x8_s(y2, right));
    const y3 = v128.load_ext<i8>(x3 + k);
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(y3, left));
    b3 = i32x4.add(b3, i32x4.dot_i16x8_s(y3, right));
    k += 8;
  } while (k < stride);
  v128.store(out, totals(a0, a1, a2, a3));
  v128.store(out, totals(b0, b1, b2, b3), 16);
}

/** The sum of each of four vectors. */
// @ts-ignore: decorator
@inline
function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 2, 6), v128.shuffle<i32>(a, b, 1, 5, 3, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 2, 6), v128.shuffle<i32>(c, d, 1, 5, 3, 7));
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}
