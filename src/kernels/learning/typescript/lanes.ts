// Dot products and updates in float32 over 16 lanes (lane k mod 16), as assembly/learning/lanes.ts.
const { fround } = Math;

/**
 * The dot product of `stride` values of x from `p` and of w from `q`, stride a multiple of 16. Lane
 * l is added as (l + (l + 4)) + ((l + 8) + (l + 12)), the four sums as (0 + 1) + (2 + 3).
 */
export function dot16(
  x: Float32Array,
  p: number,
  w: Float32Array,
  q: number,
  stride: number,
): number {
  const low = fround(column(x, p, w, q, stride) + column(x, p + 1, w, q + 1, stride));
  const high = fround(column(x, p + 2, w, q + 2, stride) + column(x, p + 3, w, q + 3, stride));
  return fround(low + high);
}

/** The sum of the lanes 0, 4, 8 and 12. Four accumulators: sixteen at once are no faster. */
function column(x: Float32Array, p: number, w: Float32Array, q: number, stride: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (const end = p + stride; p < end; p += 16, q += 16) {
    a = fround(a + fround(x[p] * w[q]));
    b = fround(b + fround(x[p + 4] * w[q + 4]));
    c = fround(c + fround(x[p + 8] * w[q + 8]));
    d = fround(d + fround(x[p + 12] * w[q + 12]));
  }
  return fround(fround(a + b) + fround(c + d));
}

/** w += scale * x for `stride` values of w from `q` and of x from `p`; `scale` is a float32. */
export function addScaled16(
  w: Float32Array,
  q: number,
  scale: number,
  x: Float32Array,
  p: number,
  stride: number,
): void {
  for (const end = q + stride; q < end; q += 4, p += 4) {
    w[q] += fround(scale * x[p]);
    w[q + 1] += fround(scale * x[p + 1]);
    w[q + 2] += fround(scale * x[p + 2]);
    w[q + 3] += fround(scale * x[p + 3]);
  }
}
