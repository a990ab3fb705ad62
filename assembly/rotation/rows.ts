// Rotations of rows: their signs against thresholds, or projections.
//
// In linear memory: `signs` are masks of the sign bit, rotations x 3 x size words; `thresholds`
// ceil(outputs / 32) x 32 float32, unscaled; `work` room for 3 x size float32. `size` is what a row
// is padded to: 64, 128, ... or 96, 192, ...
import { scale, sumOfSquares } from '../base/preprocess';
import { PROJECTIONS, SIGNS, STORE } from './outputs';
import { round } from './rounds';

/** Outputs that one word of code or one run of values holds. */
const RUN: usize = 32;
/** Norms from 1 / FAR up to FAR leave room for every sum; rows of others are scaled first. */
const FAR: f64 = 4294967296;

/**
 * Writes a word for each 32 outputs of a row, bit j the sign of output j against its threshold times
 * the row's norm (times 1 without `normalise`); bits beyond `outputs` are 0.
 * @returns 1 if all values were finite, else 0, and what was written means nothing
 */
export function encodeRows(
  points: usize,
  rows: usize,
  dimensions: usize,
  size: usize,
  signs: usize,
  outputs: usize,
  thresholds: usize,
  normalise: i32,
  work: usize,
  codes: usize,
): i32 {
  const stride = ((outputs + RUN - 1) / RUN) << 2;
  const left = u32(outputs % RUN);
  const mask: u32 = left == 0 ? 0xffffffff : (1 << left) - 1;
  let zero: f64 = 0;
  const padded = work + (size << 3);
  memory.fill(padded, 0, size << 2);
  for (let row: usize = 0; row < rows; row++) {
    const squares = sumOfSquares(points, dimensions << 2);
    zero += squares * 0;
    const power = normalise ? powerFor(squares) : 1;
    const norm = normalise ? normOf(squares, power) : 1;
    const source = pad(points, dimensions, size, power, padded);
    rotate(SIGNS, source, size, signs, outputs, thresholds, norm, 1, work, codes);
    const last = codes + stride - 4;
    store<u32>(last, load<u32>(last) & mask);
    points += dimensions << 2;
    codes += stride;
  }
  return i32(zero == 0);
}

/**
 * Writes (output - norm threshold) times scale / norm for the outputs of each row, and some more up to
 * a multiple of 32; norm is 1 without `normalise`.
 * @param values rows x ceil(outputs / 32) x 32 float32
 * @returns as encodeRows
 */
export function projectRows(
  points: usize,
  rows: usize,
  dimensions: usize,
  size: usize,
  signs: usize,
  outputs: usize,
  thresholds: usize,
  normalise: i32,
  scaling: f64,
  work: usize,
  values: usize,
): i32 {
  const stride = ((outputs + RUN - 1) / RUN) * (RUN << 2);
  let zero: f64 = 0;
  const padded = work + (size << 3);
  memory.fill(padded, 0, size << 2);
  for (let row: usize = 0; row < rows; row++) {
    const squares = sumOfSquares(points, dimensions << 2);
    zero += squares * 0;
    const power = normalise ? powerFor(squares) : 1;
    const norm = normalise ? normOf(squares, power) : 1;
    const factor = <f32>(scaling / <f64>norm);
    const source = pad(points, dimensions, size, power, padded);
    rotate(PROJECTIONS, source, size, signs, outputs, thresholds, norm, factor, work, values);
    points += dimensions << 2;
    values += stride;
  }
  return i32(zero == 0);
}

/** The power of two that a row is multiplied with: 1 for all but far norms, which come near 1. */
// @ts-ignore: decorator
@inline
function powerFor(squares: f64): f64 {
  if (squares >= 1 / FAR / FAR && squares < FAR * FAR) return 1;
  // Not finite, or 0.
  if (!(squares * 0 == 0) || squares == 0) return 1;
  const exponent = i64((reinterpret<u64>(sqrt<f64>(squares)) >> 52) & 0x7ff) - 1022;
  return reinterpret<f64>((1023 - exponent) << 52);
}

/** The float32 norm of a row that was multiplied with `power`; 1 for a row of zeros. */
// @ts-ignore: decorator
@inline
function normOf(squares: f64, power: f64): f32 {
  return squares == 0 ? 1 : <f32>(sqrt<f64>(squares) * power);
}

/** Where the row stands as it is rotated: where it is, or in `padded`, which ends in zeros. */
// @ts-ignore: decorator
@inline
function pad(row: usize, dimensions: usize, size: usize, power: f64, padded: usize): usize {
  if (power != 1) scale(row, power, dimensions << 2, padded);
  else if (dimensions < size) memory.copy(padded, row, dimensions << 2);
  else return row;
  return padded;
}

/** All rotations of one row side by side, until there are `outputs` outputs. */
// @ts-ignore: decorator
@inline
function rotate(
  kind: i32,
  row: usize,
  size: usize,
  signs: usize,
  outputs: usize,
  thresholds: usize,
  norm: f32,
  factor: f32,
  work: usize,
  to: usize,
): void {
  const bytes = size << 2;
  const part = size % 3 == 0 ? bytes / 3 : bytes;
  const between = work + bytes;
  const runBytes: usize = kind == SIGNS ? 4 : RUN << 2;
  let left = ((outputs + RUN - 1) / RUN) * (RUN << 2);
  for (;;) {
    const kept = min(left, bytes);
    full(row, work, signs, bytes, part, between);
    full(between, work, signs + bytes, bytes, part, between);
    round(kind, between, work, signs + 2 * bytes, bytes, part, kept, to, thresholds, norm, factor);
    left -= kept;
    if (left == 0) return;
    signs += 3 * bytes;
    thresholds += kept;
    to += (kept / (RUN << 2)) * runBytes;
  }
}

/** A round of which all outputs are stored. Its own function: both kinds call it, twice. */
function full(from: usize, work: usize, signs: usize, size: usize, part: usize, to: usize): void {
  round(STORE, from, work, signs, size, part, size, to, 0, 1, 1);
}
