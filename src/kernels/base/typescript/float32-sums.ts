// Float32 sums over eight lanes (k mod 8): lane l + lane l + 4, then (0 + 1) + (2 + 3), exactly as
// the compiled kernels add them. V8 rounds to float32 where Math.fround asks for it.
const { fround } = Math;

/** Sums of squares from here on keep their digits: what underflows is below 2^-150 a value. */
export const TINY = 2 ** -100;
/** What brings up values whose squares are below that: the smallest to 2^-49, the largest to 2^50. */
export const UP = 2 ** 100;

/** The Euclidean norm of d values from `at` on. */
export function normOf(x: Float32Array, at: number, d: number): number {
  const own = x.subarray(at, at + d);
  const squares = dotProduct(own, own, 0, d);
  if (!(squares < TINY)) return fround(Math.sqrt(squares));
  const scaled = fround(Math.sqrt(dotProduct(own.map(timesUp), own.map(timesUp), 0, d)));
  return fround(scaled / UP);
}

function timesUp(value: number): number {
  return value * UP;
}

/** x . y, y starting at `at`, in the kernels' float32 order. */
export function dotProduct(x: Float32Array, y: Float32Array, at: number, d: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  let k = 0;
  for (let p = at; k + 8 <= d; k += 8, p += 8) {
    s0 = fround(s0 + fround(x[k] * y[p]));
    s1 = fround(s1 + fround(x[k + 1] * y[p + 1]));
    s2 = fround(s2 + fround(x[k + 2] * y[p + 2]));
    s3 = fround(s3 + fround(x[k + 3] * y[p + 3]));
    s4 = fround(s4 + fround(x[k + 4] * y[p + 4]));
    s5 = fround(s5 + fround(x[k + 5] * y[p + 5]));
    s6 = fround(s6 + fround(x[k + 6] * y[p + 6]));
    s7 = fround(s7 + fround(x[k + 7] * y[p + 7]));
  }
  const product = (i: number) => (k + i < d ? fround(x[k + i] * y[at + k + i]) : 0);
  if (k < d) {
    s0 = fround(s0 + product(0));
    s1 = fround(s1 + product(1));
    s2 = fround(s2 + product(2));
    s3 = fround(s3 + product(3));
    s4 = fround(s4 + product(4));
    s5 = fround(s5 + product(5));
    s6 = fround(s6 + product(6));
  }
  return total(s0, s1, s2, s3, s4, s5, s6, s7);
}

/** |x - y|^2, y starting at `at`, in the kernels' float32 order; times up^2 for a power of two. */
export function squaredDistance(
  x: Float32Array,
  y: Float32Array,
  at: number,
  d: number,
  up = 1,
): number {
  const lanes = new Float32Array(8);
  for (let k = 0; k < d; k++) {
    const difference = fround(fround(x[k] - y[at + k]) * up);
    lanes[k & 7] += fround(difference * difference);
  }
  return total(lanes[0], lanes[1], lanes[2], lanes[3], lanes[4], lanes[5], lanes[6], lanes[7]);
}

function total(
  s0: number,
  s1: number,
  s2: number,
  s3: number,
  s4: number,
  s5: number,
  s6: number,
  s7: number,
): number {
  const low = fround(fround(s0 + s4) + fround(s1 + s5));
  const high = fround(fround(s2 + s6) + fround(s3 + s7));
  return fround(low + high);
}
