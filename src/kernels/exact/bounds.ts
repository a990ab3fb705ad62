import type { Metric } from '../api.ts';

/** The most dimensions that the bounds are proven for. */
export const MOST_DIMENSIONS = 2 ** 16;
/** Norms between which they are. */
const LEAST_NORM = 2 ** -40;
const LARGEST_NORM = 2 ** 60;
/** The largest magnitude of a query's whole numbers: 14 bits. */
const LARGEST_VALUE = 8191;
const LARGEST_ROW_VALUE = 127;

/**
 * What turns the product I of whole numbers of a row and a query into bounds: the key is
 * `square` |x|^2 - `scale` s I, and a distance (less what is the same for all rows) is within
 * `error` e + `norm` |x| + `squares` |x|^2 + `constant` of it. In the order in which the kernel reads them.
 */
export type Factors = readonly [
  square: number,
  scale: number,
  error: number,
  norm: number,
  squares: number,
  constant: number,
];

/**
 * The relative error of the float32 sums of d values over eight lanes, and some: G = (d / 8 + 8) 2^-24.
 *
 * A product is rounded once, added to its lane at most d / 8 times and with other lanes three times:
 * (1 + u)^n with u = 2^-24 and n < d / 8 + 5, which for d <= 2^16 is below 1 + (d / 8 + 6) u. At norms of
 * 2^-40 or more, what underflows is below d 2^-149 < u |q||x|.
 */
export function spreadOf(dimensions: number): number {
  return (dimensions / 8 + 8) * 2 ** -24;
}

/**
 * Rounds a query to whole numbers, written to `values`, whose products with a row of `values.length`
 * bytes fit 32 bits; returns its factors, or null if its norm is too small or too large.
 *
 * **The bounds.** Let x = s X + e and q = t Y + f, where X and Y are the whole numbers, s and t the
 * float32 scales and I = X.Y, which is exact. Then q.x = s t I + (t Y).e + f.x, so by Cauchy and Schwarz
 *
 *     |q.x - s t I| <= (|q| + |f|) |e| + |f| |x|.
 *
 * - **dot.** The float32 product is within G |q||x| of q.x. The key - t s I is computed with errors below
 *   4 u |t s I|, the bounds with less than 8 u of themselves: 8 G |q||x| covers them all, since G >= 8 u.
 * - **cosine.** The kernel divides by float32 norms, each within G / 2 + u of itself; its cosine is within
 *   2 G + 5 u of (q.x) / (|q||x|). The key is computed with errors below G / 2 + 12 u. 1 - cosine is rounded
 *   and clipped to [0, 2]: two rows may tie though their cosines differ by 2 u, or if both exceed 1, which
 *   they do by at most 2 G + 5 u. A row that is left out must be strictly farther than k others, ties being
 *   ranked by row. 8 G is more than all these.
 * - **euclidean.** |q - x|^2 = |q|^2 + |x|^2 - 2 q.x, where |q|^2 is the same for all rows. The float32 sum is
 *   within (G + 3 u) of its own size, which is at most 2 (|q|^2 + |x|^2); |x|^2 and the key are computed with
 *   errors below 32 u (|q|^2 + |x|^2). 8 G (|q|^2 + |x|^2) covers them.
 *
 * A row of which k others have upper bounds below its lower bound is not among the k nearest. Norms and
 * errors are rounded up (1 + 2^-20 below and (1 + G) in the kernel); a zero row has no error, and its
 * cosine counts as 0, as in the kernel.
 */
export function roundQuery(
  query: Float32Array,
  metric: Metric,
  values: Int16Array,
): Factors | null {
  let largest = 0;
  let squares = 0;
  for (let k = 0; k < query.length; k++) {
    largest = Math.max(largest, Math.abs(query[k]));
    squares += query[k] * query[k];
  }
  const length = Math.sqrt(squares);
  if (!(length >= LEAST_NORM && length <= LARGEST_NORM)) return null;
  const most = Math.min(
    LARGEST_VALUE,
    Math.floor((2 ** 31 - 1) / (LARGEST_ROW_VALUE * values.length)),
  );
  const scale = Math.fround(largest / most);
  let left = 0;
  values.fill(0, query.length);
  for (let k = 0; k < query.length; k++) {
    const value = Math.max(-most, Math.min(most, Math.floor(query[k] / scale + 0.5)));
    values[k] = value;
    left += (query[k] - scale * value) ** 2;
  }
  const up = 1 + 2 ** -20;
  const norm = length * up;
  const error = Math.sqrt(left) * up + norm * 2 ** -40;
  return factorsOf(metric, scale, norm, error, spreadOf(query.length));
}

/** @param norm, error - |q| and |f|, rounded up. */
function factorsOf(
  metric: Metric,
  scale: number,
  norm: number,
  error: number,
  spread: number,
): Factors {
  const up = 1 + 2 ** -20;
  const slack = 8 * spread * up;
  const ofError = (norm + error) * up;
  if (metric === 'dot') return [0, scale, ofError, error * up + slack * norm, 0, 0];
  if (metric === 'euclidean') {
    return [1, 2 * scale, 2 * ofError, 2 * error * up, slack, slack * norm * norm];
  }
  const length = norm / up;
  const share = (error / length) * up;
  return [0, scale / length, (1 + share) * (1 + 2 * spread) * up, 0, 0, share + slack];
}
