// A query: rotated about the mean, and a table for each nibble of a code. Entry p of the table of nibble n
// is the part of <q, t> that four, two or one dimension of q have where the nibble is p, rounded to a whole
// number of steps above the least of the table.
import {
  bitsOf,
  codedOf,
  DOT,
  meanOf,
  metricOf,
  residual,
  residualAcross,
  rotateResidual,
} from './model';

// What a scan needs of a query, 32 bits a field.
/** f32 each: <q, t> is -(SCALE S + SHIFT) for the sum S of a code's entries. */
export const SCALE: usize = 0;
export const SHIFT: usize = 4;
/** What belongs to the query of a distance: it may differ by centre. */
export const OWN: usize = 8;
/** The estimate of the worst row in the heap. */
export const WORST: usize = 12;
export const TABLES: usize = 16;
export const HEAP: usize = 20;
/** f32: by which the own part of a row is multiplied, 1 but of dot. */
export const WEIGHT: usize = 24;
export const QUERY: usize = 32;

/** The largest entry of a table: so many may be added in a byte as ./scan adds. */
// @ts-ignore: decorator
@inline
function mostOf(bits: u32): f32 {
  return bits == 1 ? 31 : bits == 2 ? 63 : 255;
}

/**
 * Makes the tables of a query, whose values may be changed, and fills in SCALE, SHIFT and WEIGHT; the other fields
 * are the caller's.
 * @param scratch room for a rotated vector
 */
export function prepareQuery(model: usize, point: usize, scratch: usize, query: usize): void {
  const bits = bitsOf(model);
  let weight: f32 = 1;
  if (metricOf(model) == DOT) weight = -residualAcross(model, point, scratch);
  else residual(model, point, meanOf(model), scratch);
  store<f32>(query, weight, WEIGHT);
  rotateResidual(model, scratch);
  const count = codedOf(model);
  const most = mostOf(bits);
  const widest = widestTable(scratch, count, bits);
  const inverse: f32 = widest > 0 ? most / widest : 0;
  const shift = makeTables(scratch, count, bits, inverse, <usize>load<u32>(query, TABLES));
  store<f32>(query, -(widest / most), SCALE);
  store<f32>(query, shift, SHIFT);
}

/** The largest difference between two entries of a table. */
function widestTable(y: usize, count: usize, bits: u32): f32 {
  let widest: f32 = 0;
  const perNibble: usize = 4 / bits;
  for (const end = y + (count << 2); y < end; y += perNibble << 2) {
    widest = max(widest, leastOf(y, bits));
  }
  return widest + widest;
}

/** Minus the least entry of a table before it is rounded, which is also the largest. */
// @ts-ignore: decorator
@inline
function leastOf(y: usize, bits: u32): f32 {
  const first = abs(load<f32>(y));
  if (bits == 4) return 15 * first;
  const second = abs(load<f32>(y, 4));
  if (bits == 2) return 3 * first + 3 * second;
  return first + second + (abs(load<f32>(y, 8)) + abs(load<f32>(y, 12)));
}

/** Writes the tables; returns the sum of `leastOf`, in order. */
function makeTables(y: usize, count: usize, bits: u32, inverse: f32, tables: usize): f32 {
  let sum: f32 = 0;
  const perNibble: usize = 4 / bits;
  for (const end = y + (count << 2); y < end; y += perNibble << 2, tables += 16) {
    const least = leastOf(y, bits);
    sum += least;
    const a = load<f32>(y);
    if (bits == 1) {
      const c = load<f32>(y, 8),
        d = load<f32>(y, 12);
      const plus = c + d,
        minus = c - d;
      makeTable(bits, a, load<f32>(y, 4), -plus, minus, -minus, plus, least, inverse, tables);
    } else {
      const b: f32 = bits == 2 ? load<f32>(y, 4) : 4 * a;
      makeTable(bits, a, 0, -3 * b, -b, b, 3 * b, least, inverse, tables);
    }
  }
  return sum;
}

/**
 * Entry i + 4 j, for i and j of 0..3, is made of high[j] and of the sum of a and b with their signs as
 * bits 0 and 1 of i have them, or of (2 i - 3) a where there are several bits.
 */
// @ts-ignore: decorator
@inline
function makeTable(
  bits: u32,
  a: f32,
  b: f32,
  high0: f32,
  high1: f32,
  high2: f32,
  high3: f32,
  least: f32,
  inverse: f32,
  out: usize,
): void {
  if (ASC_FEATURE_SIMD) {
    const left = bits == 1 ? f32x4(-1, 1, -1, 1) : f32x4(-3, -1, 1, 3);
    const low = f32x4.add(
      f32x4.mul(f32x4.splat(a), left),
      f32x4.mul(f32x4.splat(b), f32x4(-1, -1, 1, 1)),
    );
    const factor = f32x4.splat(inverse),
      offset = f32x4.splat(least);
    v128.store(
      out,
      i8x16.narrow_i16x8_u(
        i16x8.narrow_i32x4_s(
          fourEntries(low, high0, offset, factor),
          fourEntries(low, high1, offset, factor),
        ),
        i16x8.narrow_i32x4_s(
          fourEntries(low, high2, offset, factor),
          fourEntries(low, high3, offset, factor),
        ),
      ),
    );
  } else {
    const low0 = bits == 1 ? -a - b : -3 * a,
      low1 = bits == 1 ? a - b : -a;
    store<u32>(out, fourEntriesOf(low0, low1, high0, least, inverse));
    store<u32>(out, fourEntriesOf(low0, low1, high1, least, inverse), 4);
    store<u32>(out, fourEntriesOf(low0, low1, high2, least, inverse), 8);
    store<u32>(out, fourEntriesOf(low0, low1, high3, least, inverse), 12);
  }
}

// @ts-ignore: decorator
@inline
function fourEntries(low: v128, high: f32, least: v128, inverse: v128): v128 {
  const above = f32x4.add(f32x4.add(low, f32x4.splat(high)), least);
  return i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.mul(above, inverse), f32x4.splat(0.5)));
}

/** The lows are symmetrical about 0: those of i = 2 and 3 are -low1 and -low0. */
function fourEntriesOf(low0: f32, low1: f32, high: f32, least: f32, inverse: f32): u32 {
  return (
    entryOf(low0, high, least, inverse) |
    (entryOf(low1, high, least, inverse) << 8) |
    (entryOf(-low1, high, least, inverse) << 16) |
    (entryOf(-low0, high, least, inverse) << 24)
  );
}

// @ts-ignore: decorator
@inline
function entryOf(low: f32, high: f32, least: f32, inverse: f32): u32 {
  // Rounding may leave a least entry of 4 bits a little below 0: truncation makes it 0.
  return <u32>(<i32>((low + high + least) * inverse + 0.5));
}
