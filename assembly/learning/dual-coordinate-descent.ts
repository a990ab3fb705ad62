// Dual coordinate descent on one linear SVM per bit (Hsieh et al., ICML 2008), all in float32.
//
// Points and hyperplanes are rows of `stride` floats, a multiple of 16, padded with zeros. What is
// decided once an epoch (thresholds, stopping, unshrinking) is the caller's work, in `state`.

import { addScaled16, dot16, dot16Pair } from './lanes';

// The state of a bit: 9 floats, of which the first four depend on the target (+1, -1).
const UPPER: usize = 0;
const DIAGONAL: usize = 8;
const MAX_OLD: usize = 16;
const MIN_OLD: usize = 20;
const MAX_NEW: usize = 24;
const MIN_NEW: usize = 28;
const DOT: usize = 32;
const STATE_BYTES: usize = 36;

// Eight flags are read as one word. Bits beyond the last one are flagged, too.
const FLAGS: usize = 8;
const ALL_SHRUNK: u64 = 0x0101010101010101;

// Hyperplanes that see all rows together: 512 values each, they take 64 KiB, well within L2. Fewer
// at a time would fit L1, but every point would be fetched more often, which costs more.
const BLOCK: usize = 32;
const NONE: usize = usize.MAX_VALUE;

/** Squared norms of `rows` rows, summed as every dot product here is. */
export function squaredNorms(points: usize, rows: usize, stride: usize, out: usize): void {
  const bytes = stride << 2;
  for (let row: usize = 0; row < rows; row++, points += bytes) {
    store<f32>(out + (row << 2), dot16(points, points, bytes));
  }
}

/** hyperplane_j += (dual_ij y_ij) x_i for all rows i in order. */
export function hyperplanesFromDual(
  points: usize,
  rows: usize,
  stride: usize,
  signs: usize,
  dual: usize,
  bits: usize,
  hyperplanes: usize,
): void {
  const bytes = stride << 2;
  for (let row: usize = 0; row < rows; row++) {
    for (let bit: usize = 0; bit < bits; bit++) {
      const at = row * bits + bit;
      const alpha = load<f32>(dual + (at << 2));
      if (alpha != 0) {
        addScaled16(
          hyperplanes + bit * bytes,
          alpha * <f32>load<i8>(signs + at),
          points + row * bytes,
          bytes,
        );
      }
    }
  }
}

/**
 * One pass over the rows named by `order`.
 *
 * A block of hyperplanes sees all rows before the next one does, so that it stays in cache: bits do
 * not depend on each other, so the order of the loops is free.
 * @param signs rows x bits targets, -1 or +1, as bytes
 * @param dual rows x bits, float32
 * @param flags rows x flagStride bytes, 1 where a row is shrunk for a bit; flagStride is a multiple of 8
 * @param state bits x 9 floats
 */
export function dualEpoch(
  points: usize,
  stride: usize,
  norms: usize,
  signs: usize,
  dual: usize,
  bits: usize,
  flags: usize,
  flagStride: usize,
  hyperplanes: usize,
  state: usize,
  order: usize,
  count: usize,
): void {
  const bytes = stride << 2;
  for (let first: usize = 0; first < bits; first += BLOCK) {
    const width = min(BLOCK, bits - first);
    for (let c: usize = 0; c < count; c++) {
      const row = <usize>load<u32>(order + (c << 2));
      const cell = row * bits + first;
      visit(
        points + row * bytes,
        bytes,
        load<f32>(norms + (row << 2)),
        signs + cell,
        dual + (cell << 2),
        width,
        flags + row * flagStride + first,
        hyperplanes + first * bytes,
        state + first * STATE_BYTES,
      );
    }
  }
}

/** One row and the hyperplanes of one block for which it is not shrunk, two at a time. */
function visit(
  x: usize,
  bytes: usize,
  norm: f32,
  signs: usize,
  dual: usize,
  width: usize,
  flags: usize,
  planes: usize,
  states: usize,
): void {
  let waiting = NONE;
  for (let first: usize = 0; first < width; first += FLAGS) {
    let active = load<u64>(flags + first) ^ ALL_SHRUNK;
    while (active != 0) {
      const j = first + <usize>(ctz(active) >> 3);
      active &= active - 1;
      if (waiting == NONE) {
        waiting = j;
        continue;
      }
      const i = waiting;
      waiting = NONE;
      const wi = planes + i * bytes,
        wj = planes + j * bytes;
      const si = states + i * STATE_BYTES,
        sj = states + j * STATE_BYTES;
      dot16Pair(x, wi, wj, bytes, si + DOT, sj + DOT);
      const di = step(norm, signs + i, dual + (i << 2), flags + i, si);
      const dj = step(norm, signs + j, dual + (j << 2), flags + j, sj);
      if (di != 0) addScaled16(wi, di, x, bytes);
      if (dj != 0) addScaled16(wj, dj, x, bytes);
    }
  }
  if (waiting != NONE) {
    const w = planes + waiting * bytes,
      s = states + waiting * STATE_BYTES;
    store<f32>(s, dot16(x, w, bytes), DOT);
    const d = step(norm, signs + waiting, dual + (waiting << 2), flags + waiting, s);
    if (d != 0) addScaled16(w, d, x, bytes);
  }
}

/**
 * Minimises the dual over one variable, given the dot product in `state`; returns the factor of the
 * point that the hyperplane has to move by. Shrinks the variable where liblinear would.
 */
function step(norm: f32, sign: usize, dual: usize, flag: usize, state: usize): f32 {
  const y = <f32>load<i8>(sign);
  const side = state + (y > 0 ? 0 : 4);
  const upper = load<f32>(side, UPPER);
  const diagonal = load<f32>(side, DIAGONAL);
  const alpha = load<f32>(dual);
  const gradient = y * load<f32>(state, DOT) - 1 + diagonal * alpha;
  let projected = gradient;
  if (alpha == 0) {
    if (gradient > load<f32>(state, MAX_OLD)) {
      store<u8>(flag, 1);
      return 0;
    }
    if (gradient > 0) projected = 0;
  } else if (alpha == upper) {
    if (gradient < load<f32>(state, MIN_OLD)) {
      store<u8>(flag, 1);
      return 0;
    }
    if (gradient < 0) projected = 0;
  }
  if (projected > load<f32>(state, MAX_NEW)) store<f32>(state, projected, MAX_NEW);
  if (projected < load<f32>(state, MIN_NEW)) store<f32>(state, projected, MIN_NEW);
  if (projected == 0) return 0;
  let next = alpha - gradient / (norm + diagonal);
  if (next < 0) next = 0;
  if (next > upper) next = upper;
  store<f32>(dual, next);
  return (next - alpha) * y;
}
