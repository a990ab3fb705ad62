// Averaged stochastic subgradient descent on one linear SVM per bit (Pegasos), all in float32.
//
// The iterate after step t is u / (lambda t), u being the sum of y x over the steps whose point
// violated the margin: neither shrinking nor a step size is ever multiplied in, so u is as exact
// as a float32 sum can be. The average needs only v, the same sum with weights t.

import { addScaled16, dot16, dot16Pair } from './lanes';

// Hyperplanes that see all rows together; u and v of one group stay near L1.
const GROUP: usize = 8;

/**
 * One pass over the rows named by `order`: steps first + 1, first + 2, ...
 * @param sums bits x stride floats, u
 * @param weighted bits x stride floats, v
 * @param scratch 8 bytes
 */
export function pegasosEpoch(
  points: usize,
  stride: usize,
  signs: usize,
  bits: usize,
  lambda: f64,
  first: f64,
  sums: usize,
  weighted: usize,
  order: usize,
  count: usize,
  scratch: usize,
): void {
  const bytes = stride << 2;
  for (let group: usize = 0; group < bits; group += GROUP) {
    const end = min(group + GROUP, bits);
    for (let c: usize = 0; c < count; c++) {
      const row = <usize>load<u32>(order + (c << 2));
      const x = points + row * bytes;
      const before = first + <f64>c;
      const margin = <f32>(lambda * before);
      const t = <f32>(before + 1);
      let bit = group;
      for (; bit + 2 <= end; bit += 2) {
        const at = bit * bytes;
        dot16Pair(x, sums + at, sums + at + bytes, bytes, scratch, scratch + 4);
        const sign = signs + row * bits + bit;
        update(
          x,
          load<f32>(scratch),
          <f32>load<i8>(sign),
          margin,
          t,
          sums + at,
          weighted + at,
          bytes,
        );
        update(
          x,
          load<f32>(scratch, 4),
          <f32>load<i8>(sign, 1),
          margin,
          t,
          sums + at + bytes,
          weighted + at + bytes,
          bytes,
        );
      }
      if (bit < end) {
        const at = bit * bytes;
        const y = <f32>load<i8>(signs + row * bits + bit);
        update(x, dot16(x, sums + at, bytes), y, margin, t, sums + at, weighted + at, bytes);
      }
    }
  }
}

// `<=`: the first step, from zero hyperplanes, violates the margin.
// @ts-ignore: decorator
@inline
function update(
  x: usize,
  dot: f32,
  y: f32,
  margin: f32,
  t: f32,
  u: usize,
  v: usize,
  bytes: usize,
): void {
  if (y * dot <= margin) {
    addScaled16(u, y, x, bytes);
    addScaled16(v, y * t, x, bytes);
  }
}
