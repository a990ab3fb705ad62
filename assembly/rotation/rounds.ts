// One round of a rotation: signs, the mixing of thirds where there are thirds, and the transform of
// each power of two, of which only the first `kept` outputs are wanted.
import { SIGNS, STORE, PROJECTIONS, projectScalar } from './outputs';
import { radix2, radix4, radix8 } from './passes';
import { DIFFERENCE, PLAIN, run, SUM } from './runs';
import { mixThirds, signed } from './thirds';

/** Bytes of a run of 32 values, with which transforms end. */
const RUN: usize = 128;

/**
 * @param kind what becomes of the outputs, a constant: see outputs.ts
 * @param from size values, which stay as they are
 * @param work room for size values
 * @param size bytes of a vector
 * @param part bytes of what is transformed: `size`, or a third of it
 * @param kept bytes of the outputs that are wanted, a multiple of 128
 * @param to room for what `kind` makes of a run, one after another
 */
// @ts-ignore: decorator
@inline
export function round(
  kind: i32,
  from: usize,
  work: usize,
  signs: usize,
  size: usize,
  part: usize,
  kept: usize,
  to: usize,
  thresholds: usize,
  norm: f32,
  factor: f32,
): void {
  const isMixed = part < size;
  if (isMixed) mixThirds(from, work, signs, part, (kept + part - 1) / part);
  for (let first: usize = 0; first < kept; first += part) {
    const own = min(part, kept - first);
    const values = work + first;
    let length: usize = RUN;
    if (ASC_FEATURE_SIMD) {
      length = isMixed
        ? passes(values, values, part, own)
        : signedPasses(from, work, signs, part, own);
    } else {
      if (!isMixed) multiplySigns(from, work, signs, part);
      levels(values, part, own);
    }
    const target = to + (kind == SIGNS ? first >> 5 : first);
    runs(kind, values, length, own, target, thresholds + first, norm, factor);
  }
}

/** How many equal parts of a block, 2, 4 or 8 in all, hold its first `kept` bytes. */
// @ts-ignore: decorator
@inline
function partsOf(kept: usize, length: usize, parts: usize): usize {
  return kept >= length ? parts : (kept * parts + length - 1) / length;
}

/** Signs and the levels of the first pass, then `passes`. Returns as that does. */
function signedPasses(from: usize, to: usize, signs: usize, part: usize, kept: usize): usize {
  if (part == 2 * RUN) {
    radix2(from, to, signs, true, 1, part, partsOf(kept, part, 2));
    return RUN;
  }
  if (part == 4 * RUN) {
    radix4(from, to, signs, true, 1, part, partsOf(kept, part, 4));
    return RUN;
  }
  radix8(from, to, signs, true, 1, part, partsOf(kept, part, 8));
  return passes(to, to, part >> 3, kept);
}

/**
 * Levels, in place, on blocks of `length` bytes until runs are left, or pairs of runs, whose first
 * level is done by those who read them. Returns which: 128 or 256.
 */
function passes(from: usize, to: usize, length: usize, kept: usize): usize {
  for (; length >= 8 * RUN; length >>= 3) {
    const blocks = (kept + length - 1) / length;
    radix8(from, to, 0, false, blocks, length, partsOf(kept, length, 8));
  }
  if (length == 4 * RUN) {
    const blocks = (kept + length - 1) / length;
    radix4(from, to, 0, false, blocks, length, partsOf(kept, length, 4));
    return RUN;
  }
  return length;
}

function multiplySigns(from: usize, to: usize, signs: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 4) store<f32>(to + at, signed(from + at, signs + at));
}

/** The scalar form of all levels down to single values. */
function levels(values: usize, length: usize, kept: usize): void {
  for (; length > 4; length >>= 1) {
    const half = length >> 1;
    for (let block: usize = 0; block < kept; block += length) {
      const isWhole = kept - block > half;
      for (let x = values + block, end = x + half; x < end; x += 4) {
        const a = load<f32>(x),
          b = load<f32>(x + half);
        store<f32>(x, a + b);
        if (isWhole) store<f32>(x + half, a - b);
      }
    }
  }
}

/** The last levels of all runs, and what becomes of them. */
// @ts-ignore: decorator
@inline
function runs(
  kind: i32,
  from: usize,
  length: usize,
  kept: usize,
  to: usize,
  thresholds: usize,
  norm: f32,
  factor: f32,
): void {
  const step: usize = kind == SIGNS ? 4 : RUN;
  if (ASC_FEATURE_SIMD) {
    if (length == RUN) {
      for (let at: usize = 0; at < kept; at += RUN, to += step) {
        run(PLAIN, from + at, 0, kind, to, thresholds + at, norm, factor);
      }
      return;
    }
    for (let at: usize = 0; at < kept; at += 2 * RUN, to += 2 * step) {
      const other = from + at + RUN;
      run(SUM, from + at, other, kind, to, thresholds + at, norm, factor);
      if (kept - at == RUN) return;
      run(DIFFERENCE, from + at, other, kind, to + step, thresholds + at + RUN, norm, factor);
    }
  } else {
    for (let at: usize = 0; at < kept; at += RUN, to += step) {
      finishScalar(kind, from + at, to, thresholds + at, norm, factor);
    }
  }
}

/** What `run` makes of a run whose levels are done: it transposes each 4 x 4 values. */
// @ts-ignore: decorator
@inline
function finishScalar(
  kind: i32,
  from: usize,
  to: usize,
  thresholds: usize,
  norm: f32,
  factor: f32,
): void {
  let word: u32 = 0;
  for (let j: usize = 0; j < 32; j++) {
    const source = (j & 16) | ((j & 3) << 2) | ((j >> 2) & 3);
    const value = load<f32>(from + (source << 2));
    if (kind == SIGNS) {
      word |= u32(value >= norm * load<f32>(thresholds + (j << 2))) << u32(j);
    } else if (kind == PROJECTIONS) {
      const threshold = load<f32>(thresholds + (j << 2));
      store<f32>(to + (j << 2), projectScalar(value, norm, factor, threshold));
    } else if (kind == STORE) {
      store<f32>(to + (j << 2), value);
    }
  }
  if (kind == SIGNS) store<u32>(to, word);
}
