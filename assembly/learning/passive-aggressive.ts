// Passive-aggressive learning of one hyperplane per bit, all in float32, in lanes as the SVM's.
import { addScaled16, dot16, dot16Pair } from './lanes';

// Hyperplanes that see all rows together stay near L1.
const GROUP: usize = 8;

/**
 * One step on each row, in order.
 * @param points rows x stride floats
 * @param signs rows x bits bytes, -1 or +1
 * @param limit C for the first variant, 0 for the second
 * @param slack 0 for the first variant, 1 / (2C) for the second
 * @param hyperplanes bits x stride floats
 * @param norms rows floats of scratch, and 8 bytes more
 */
export function passiveAggressiveSteps(
  points: usize,
  rows: usize,
  stride: usize,
  signs: usize,
  bits: usize,
  limit: f32,
  slack: f32,
  hyperplanes: usize,
  norms: usize,
): void {
  const bytes = stride << 2;
  const scratch = norms + (rows << 2);
  for (let row: usize = 0; row < rows; row++) {
    const x = points + row * bytes;
    store<f32>(norms + (row << 2), dot16(x, x, bytes) + slack);
  }
  for (let group: usize = 0; group < bits; group += GROUP) {
    const end = min(group + GROUP, bits);
    for (let row: usize = 0; row < rows; row++) {
      const x = points + row * bytes;
      const norm = load<f32>(norms + (row << 2));
      const sign = signs + row * bits;
      let bit = group;
      for (; bit + 2 <= end; bit += 2) {
        const w = hyperplanes + bit * bytes;
        dot16Pair(x, w, w + bytes, bytes, scratch, scratch + 4);
        step(x, load<f32>(scratch), <f32>load<i8>(sign + bit), norm, limit, w, bytes);
        step(x, load<f32>(scratch, 4), <f32>load<i8>(sign + bit, 1), norm, limit, w + bytes, bytes);
      }
      if (bit < end) {
        const w = hyperplanes + bit * bytes;
        step(x, dot16(x, w, bytes), <f32>load<i8>(sign + bit), norm, limit, w, bytes);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function step(x: usize, dot: f32, y: f32, norm: f32, limit: f32, w: usize, bytes: usize): void {
  const loss: f32 = 1 - y * dot;
  if (!(loss > 0) || !(norm > 0)) return;
  let tau = loss / norm;
  if (limit > 0 && tau > limit) tau = limit;
  addScaled16(w, tau * y, x, bytes);
}
