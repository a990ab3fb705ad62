// The code of a rotated vector: each value becomes one of 2^bits levels, the odd whole numbers
// 1 - 2^bits .. 2^bits - 1, so that the levels point in nearly the direction of the values.
import { sumOfProducts } from './sums';

/** Steps between levels for the best code of standard normal values (Max 1960). */
const STEP_4_LEVELS: f64 = 0.9957;
const STEP_16_LEVELS: f64 = 0.3352;
/** Keeps the products of zeros numbers where all values are 0. */
const MOST_SCALE: f64 = 1e38;
/** How often the step is fitted to the levels that it led to. */
const FITS = 3;

/**
 * Writes the levels of `count` values as floats. Of several bits the step is fitted to the levels and the
 * levels to the step, in turns: the distance between values and levels falls.
 */
export function quantise(y: usize, count: usize, bits: u32, levels: usize): void {
  if (bits == 1) {
    nearestLevels(y, count, 1, bits, levels);
    return;
  }
  const bytes = count << 2;
  const squares = sumOfProducts(y, y, bytes);
  // Half of the step: levels are odd numbers, two apart.
  const step = bits == 2 ? STEP_4_LEVELS : STEP_16_LEVELS;
  let half = sqrt<f64>(squares / <f64>count) * (step / 2);
  for (let fit = 0; ; fit++) {
    nearestLevels(y, count, <f32>min(0.5 / half, MOST_SCALE), bits, levels);
    if (fit == FITS) return;
    half = sumOfProducts(y, levels, bytes) / sumOfProducts(levels, levels, bytes);
  }
}

/** levels = the odd numbers nearest to 2 y scale; 0 lies above the boundary that it is on. */
function nearestLevels(y: usize, count: usize, scale: f32, bits: u32, levels: usize): void {
  const above = <f32>((1 << (bits - 1)) - 1);
  const below = -above - 1;
  const end = y + (count << 2);
  if (ASC_FEATURE_SIMD) {
    const factor = f32x4.splat(scale),
      most = f32x4.splat(above),
      least = f32x4.splat(below),
      one = f32x4.splat(1);
    for (; y < end; y += 16, levels += 16) {
      const floor = f32x4.floor(f32x4.mul(v128.load(y), factor));
      const kept = f32x4.max(f32x4.min(floor, most), least);
      v128.store(levels, f32x4.add(f32x4.add(kept, kept), one));
    }
  } else {
    for (; y < end; y += 4, levels += 4) {
      const kept = max(min(floor<f32>(load<f32>(y) * scale), above), below);
      store<f32>(levels, kept + kept + 1);
    }
  }
}

/** Packs levels, `bits` bits each from the least significant up; count x bits is a multiple of 32. */
export function packLevels(levels: usize, count: usize, bits: u32, code: usize): void {
  const offset: i32 = (1 << bits) - 1;
  const perWord: u32 = 32 / bits;
  const end = levels + (count << 2);
  for (; levels < end; code += 4) {
    let word: u32 = 0;
    for (let place: u32 = 0; place < perWord; place++, levels += 4) {
      word |= (<u32>((<i32>load<f32>(levels) + offset) >> 1)) << (place * bits);
    }
    store<u32>(code, word);
  }
}
