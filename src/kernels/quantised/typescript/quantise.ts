// The code of a rotated vector, as assembly/quantised/quantise.ts makes it.
import type { BitsPerDimension } from '../api.ts';

/** Steps between levels for the best code of standard normal values (Max 1960). */
const STEP_4_LEVELS = 0.9957;
const STEP_16_LEVELS = 0.3352;
const MOST_SCALE = 1e38;
const FITS = 3;

/** The sum of a[k] b[k] of `count` values, a multiple of 4. */
export function sumOfProducts(
  a: Float32Array,
  b: Float32Array,
  count: number,
  startOfB = 0,
): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let k = 0, j = startOfB; k < count; k += 4, j += 4) {
    s0 += a[k] * b[j];
    s1 += a[k + 1] * b[j + 1];
    s2 += a[k + 2] * b[j + 2];
    s3 += a[k + 3] * b[j + 3];
  }
  return s0 + s1 + (s2 + s3);
}

/** Writes the levels of the first `count` values of `y`. */
export function quantise(
  y: Float32Array,
  count: number,
  bits: BitsPerDimension,
  levels: Float32Array,
): void {
  if (bits === 1) {
    nearestLevels(y, count, 1, bits, levels);
    return;
  }
  const squares = sumOfProducts(y, y, count);
  let half = Math.sqrt(squares / count) * ((bits === 2 ? STEP_4_LEVELS : STEP_16_LEVELS) / 2);
  for (let fit = 0; ; fit++) {
    nearestLevels(y, count, Math.fround(Math.min(0.5 / half, MOST_SCALE)), bits, levels);
    if (fit === FITS) return;
    half = sumOfProducts(y, levels, count) / sumOfProducts(levels, levels, count);
  }
}

function nearestLevels(
  y: Float32Array,
  count: number,
  scale: number,
  bits: number,
  levels: Float32Array,
): void {
  const above = 2 ** (bits - 1) - 1;
  const below = -above - 1;
  for (let k = 0; k < count; k++) {
    const floor = Math.floor(Math.fround(y[k] * scale));
    levels[k] = 2 * Math.max(Math.min(floor, above), below) + 1;
  }
}

/** Packs `count` levels, `bits` bits each from the least significant up. */
export function packLevels(
  levels: Float32Array,
  count: number,
  bits: number,
  codes: Uint8Array,
  at: number,
): void {
  const offset = 2 ** bits - 1;
  const perByte = 8 / bits;
  for (let k = 0; k < count; k += perByte) {
    let byte = 0;
    for (let place = 0; place < perByte; place++) {
      byte |= ((levels[k + place] + offset) >>> 1) << (place * bits);
    }
    codes[at++] = byte;
  }
}
