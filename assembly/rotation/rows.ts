// Rotations of rows: their signs against thresholds, or projections.
//
// In linear memory: `signs` are masks of the sign bit, rotations x 3 x size words; `thresholds`
// ceil(outputs / 32) x 32 float32, unscaled; `work` room for 3 x size float32. `size` is what a row
// is padded to: 64, 128, ... or 96, 192, ...
import { scale, sumOfSquares } from '../base/preprocess';
import { isNear, powerFor, quickSquares } from './norms';
import { PROJECTIONS, SIGNS, STORE } from './outputs';
import { round } from './rounds';

/** Outputs that one word of code or one run of values holds. */
const RUN: usize = 32;

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
  return forRows(
    SIGNS,
    points,
    rows,
    dimensions,
    size,
    signs,
    outputs,
    thresholds,
    normalise,
    1,
    work,
    codes,
  );
}

/**
 * Writes (output - norm threshold) times scaling / norm for the outputs of each row, and some more up
 * to a multiple of 32; norm is 1 without `normalise`.
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
  return forRows(
    PROJECTIONS,
    points,
    rows,
    dimensions,
    size,
    signs,
    outputs,
    thresholds,
    normalise,
    scaling,
    work,
    values,
  );
}

/** @param kind what is written, a constant */
// @ts-ignore: decorator
@inline
function forRows(
  kind: i32,
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
  out: usize,
): i32 {
  const rowBytes = dimensions << 2;
  const runs = (outputs + RUN - 1) / RUN;
  const stride = kind == SIGNS ? runs << 2 : runs * (RUN << 2);
  const used = u32(outputs % RUN);
  const mask: u32 = used == 0 ? 0xffffffff : (1 << used) - 1;
  // Of the row that is rotated; ends in zeros.
  const padded = work + (size << 3);
  memory.fill(padded, 0, size << 2);
  let areFinite: i32 = 1;
  for (let row: usize = 0; row < rows; row++, points += rowBytes, out += stride) {
    let source = points;
    if (dimensions < size) {
      source = padded;
      memory.copy(padded, points, rowBytes);
    }
    let squares = <f64>quickSquares(source, size << 2);
    if (!isNear(squares)) {
      squares = sumOfSquares(points, rowBytes);
      if (squares * 0 != 0) areFinite = 0;
      else if (normalise && squares > 0) {
        const power = powerFor(squares);
        scale(points, power, rowBytes, padded);
        source = padded;
        squares *= power * power;
      }
    }
    const norm: f32 = normalise && squares > 0 ? <f32>sqrt<f64>(squares) : 1;
    const factor = <f32>(scaling / <f64>norm);
    rotate(kind, source, size, signs, outputs, thresholds, norm, factor, work, out);
    if (kind == SIGNS) {
      const last = out + stride - 4;
      store<u32>(last, load<u32>(last) & mask);
    }
  }
  return areFinite;
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
