/**
 * Probability that |t| of Student's distribution with whole degrees of freedom is at most `t`, by
 * the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4. Cost: O(freedom).
 */
export function withinT(t: number, freedom: number): number {
  const angle = Math.atan(Math.abs(t) / Math.sqrt(freedom));
  const cos = Math.cos(angle);
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cos : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= (cos * cos * (k - 1)) / k;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** The t that |t| exceeds with probability 1 - `level`: by bisection, to double precision. */
export function quantileOfT(level: number, freedom: number): number {
  let low = 0;
  let high = 1;
  while (withinT(high, freedom) < level) high *= 2;
  for (let i = 0; i < 200 && low < high; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (withinT(middle, freedom) < level) low = middle;
    else high = middle;
  }
  return high;
}
