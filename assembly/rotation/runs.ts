// The last five levels of a Walsh-Hadamard transform, on runs of 32 values: three between eight
// vectors, then, with each 4 x 4 values transposed, two between the lanes. They are not transposed
// back. What becomes of the 32 values is the caller's choice.
import { finish } from './outputs';

/** How the values of a run are read: as they are, or as the level before would have made them. */
export const PLAIN: i32 = 0;
export const SUM: i32 = 1;
export const DIFFERENCE: i32 = 2;

// @ts-ignore: decorator
@inline
function read(mode: i32, from: usize, other: usize): v128 {
  const values = v128.load(from);
  if (mode == SUM) return f32x4.add(values, v128.load(other));
  if (mode == DIFFERENCE) return f32x4.sub(values, v128.load(other));
  return values;
}

/**
 * Transforms one run and hands it to `finish` with `kind`.
 * @param mode how values are read, a constant
 * @param other the run that is added or subtracted
 */
// @ts-ignore: decorator
@inline
export function run(
  mode: i32,
  from: usize,
  other: usize,
  kind: i32,
  to: usize,
  thresholds: usize,
  norm: f32,
  factor: f32,
): void {
  const a0 = read(mode, from, other),
    a1 = read(mode, from + 16, other + 16),
    a2 = read(mode, from + 32, other + 32),
    a3 = read(mode, from + 48, other + 48),
    a4 = read(mode, from + 64, other + 64),
    a5 = read(mode, from + 80, other + 80),
    a6 = read(mode, from + 96, other + 96),
    a7 = read(mode, from + 112, other + 112);
  const b0 = f32x4.add(a0, a4),
    b1 = f32x4.add(a1, a5),
    b2 = f32x4.add(a2, a6),
    b3 = f32x4.add(a3, a7),
    b4 = f32x4.sub(a0, a4),
    b5 = f32x4.sub(a1, a5),
    b6 = f32x4.sub(a2, a6),
    b7 = f32x4.sub(a3, a7);
  let c0 = f32x4.add(b0, b2),
    c1 = f32x4.add(b1, b3),
    c2 = f32x4.sub(b0, b2),
    c3 = f32x4.sub(b1, b3);
  const low0 = f32x4.add(c0, c1),
    low1 = f32x4.sub(c0, c1),
    low2 = f32x4.add(c2, c3),
    low3 = f32x4.sub(c2, c3);
  c0 = f32x4.add(b4, b6);
  c1 = f32x4.add(b5, b7);
  c2 = f32x4.sub(b4, b6);
  c3 = f32x4.sub(b5, b7);
  const high0 = f32x4.add(c0, c1),
    high1 = f32x4.sub(c0, c1),
    high2 = f32x4.add(c2, c3),
    high3 = f32x4.sub(c2, c3);

  let u0 = i32x4.shuffle(low0, low1, 0, 4, 1, 5),
    u1 = i32x4.shuffle(low2, low3, 0, 4, 1, 5),
    u2 = i32x4.shuffle(low0, low1, 2, 6, 3, 7),
    u3 = i32x4.shuffle(low2, low3, 2, 6, 3, 7);
  let t0 = i64x2.shuffle(u0, u1, 0, 2),
    t1 = i64x2.shuffle(u0, u1, 1, 3),
    t2 = i64x2.shuffle(u2, u3, 0, 2),
    t3 = i64x2.shuffle(u2, u3, 1, 3);
  c0 = f32x4.add(t0, t2);
  c1 = f32x4.add(t1, t3);
  c2 = f32x4.sub(t0, t2);
  c3 = f32x4.sub(t1, t3);
  const out0 = f32x4.add(c0, c1),
    out1 = f32x4.sub(c0, c1),
    out2 = f32x4.add(c2, c3),
    out3 = f32x4.sub(c2, c3);

  u0 = i32x4.shuffle(high0, high1, 0, 4, 1, 5);
  u1 = i32x4.shuffle(high2, high3, 0, 4, 1, 5);
  u2 = i32x4.shuffle(high0, high1, 2, 6, 3, 7);
  u3 = i32x4.shuffle(high2, high3, 2, 6, 3, 7);
  t0 = i64x2.shuffle(u0, u1, 0, 2);
  t1 = i64x2.shuffle(u0, u1, 1, 3);
  t2 = i64x2.shuffle(u2, u3, 0, 2);
  t3 = i64x2.shuffle(u2, u3, 1, 3);
  c0 = f32x4.add(t0, t2);
  c1 = f32x4.add(t1, t3);
  c2 = f32x4.sub(t0, t2);
  c3 = f32x4.sub(t1, t3);
  const out4 = f32x4.add(c0, c1),
    out5 = f32x4.sub(c0, c1),
    out6 = f32x4.add(c2, c3),
    out7 = f32x4.sub(c2, c3);
  finish(kind, to, thresholds, norm, factor, out0, out1, out2, out3, out4, out5, out6, out7);
}
