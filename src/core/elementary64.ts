// Functions of float64 for tables, from + - x / and square roots alone: every engine gives the same
// bits, which it need not for those of Math.

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** exp(x) of x <= 0, with a relative error below 1e-15; 0 below -700. */
export function exp64(x: number): number {
  if (x < -700) return 0;
  const n = Math.floor(x / LN2_HIGH + 0.5);
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  let sum = 1;
  // |r| <= ln 2 / 2: the first term that is left out is below 1e-17.
  for (let k = 14; k > 0; k--) sum = 1 + (r * sum) / k;
  return sum * 2 ** n;
}

/** cos(2 pi k / n) of whole numbers, with an error below 1e-15. */
export function cosOfTurn(k: number, n: number): number {
  // In eighths of a turn, exactly: the cosine is even and turns its sign at a quarter.
  const whole = ((k % n) + n) % n;
  const part = 2 * whole > n ? n - whole : whole;
  if (4 * part > n) return -cosOfTurn(n - 2 * part, 2 * n);
  if (8 * part <= n) return cosSeries((2 * Math.PI * part) / n);
  return sinSeries((Math.PI * (n - 4 * part)) / (2 * n));
}

/** sin(2 pi k / n) of whole numbers, with an error below 1e-15. */
export function sinOfTurn(k: number, n: number): number {
  return cosOfTurn(4 * k - n, 4 * n);
}

/** cos(x), |x| <= pi / 4. */
function cosSeries(x: number): number {
  const square = x * x;
  let sum = 1;
  for (let k = 16; k > 0; k -= 2) sum = 1 - (square * sum) / (k * (k - 1));
  return sum;
}

/** sin(x), |x| <= pi / 4. */
function sinSeries(x: number): number {
  const square = x * x;
  let sum = 1;
  for (let k = 17; k > 1; k -= 2) sum = 1 - (square * sum) / (k * (k - 1));
  return x * sum;
}

/** The angle of (x, y) in (-pi, pi], with an error below 1e-15; 0 of (0, 0). */
export function angle64(y: number, x: number): number {
  if (y === 0) return x < 0 ? Math.PI : 0;
  if (y < 0) return -angle64(-y, x);
  if (x < 0) return Math.PI - angle64(y, -x);
  return y > x ? Math.PI / 2 - arcTangent(x / y) : arcTangent(y / x);
}

/** arctan(t), 0 <= t <= 1. */
function arcTangent(t: number): number {
  // Halving the angle twice: t is at most tan(pi / 16) = 0.2 then.
  const half = t / (1 + Math.sqrt(1 + t * t));
  const quarter = half / (1 + Math.sqrt(1 + half * half));
  const square = quarter * quarter;
  let sum = 0;
  for (let k = 21; k > 0; k -= 2) sum = 1 / k - square * sum;
  return 4 * quarter * sum;
}
