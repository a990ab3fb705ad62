/** Beyond these a number is written with a power of ten. */
const [LEAST, MOST] = [1e-4, 1e15];
/** What float32 sums know, about. */
const DIGITS = 6;

/**
 * A distance for people: six digits at most, as many decimals for all that are alike, `0` for nothing
 * and `1.2e-7` for next to nothing. Programs read `--json`, which has every digit.
 */
export function distanceText(distance: number): string {
  const size = Math.abs(distance);
  if (size === 0) return '0';
  if (size < LEAST) return distance.toExponential(1);
  if (size >= MOST) return distance.toExponential(DIGITS - 1);
  const whole = size < 1 ? 0 : Math.floor(Math.log10(size)) + 1;
  if (whole <= DIGITS) return distance.toFixed(DIGITS - whole);
  return Number(distance.toPrecision(DIGITS)).toLocaleString('en-US');
}
