// exp and cos in float32, operation by operation as assembly/shared/elementary.ts, which says how and how
// exact they are.
const { fround } = Math;

const ROUND = 12582912;
const LOG2E = fround(Math.LOG2E);
const LN2_HIGH = 0.693359375;
const LN2_LOW = fround(-2.1219444e-4);
const LOWEST = -87;
const [E0, E1, E2, E3, E4] = [0.49999993, 0.16666518, 0.041668422, 0.008369064, 0.001381388].map(
  fround,
);
const [S0, S1, S2, S3, S4] = [6.2831852, -41.341655, 81.601004, -76.54978, 39.536695].map(fround);

/** exp(min(0, x)) of a float32. */
export function exp32(value: number): number {
  const x = Math.min(0, value);
  if (x < LOWEST) return 0;
  const n = fround(fround(fround(x * LOG2E) + ROUND) - ROUND);
  const r = fround(fround(x - fround(n * LN2_HIGH)) - fround(n * LN2_LOW));
  let q = fround(fround(E4 * r) + E3);
  q = fround(fround(q * r) + E2);
  q = fround(fround(q * r) + E1);
  q = fround(fround(q * r) + E0);
  const y = fround(fround(fround(fround(r * r) * q) + r) + 1);
  return fround(y * 2 ** n);
}

/** cos(2 pi t) of a float32. */
export function cosTurns32(t: number): number {
  const f = fround(t - fround(fround(t + ROUND) - ROUND));
  const g = fround(0.25 - Math.abs(f));
  const u = fround(g * g);
  let p = fround(fround(S4 * u) + S3);
  p = fround(fround(p * u) + S2);
  p = fround(fround(p * u) + S1);
  p = fround(fround(p * u) + S0);
  return fround(g * p);
}
