// Numbers of the story as text, beside those of the report's pages.

/** A minus as typesetters set it, as wide as a plus. */
const MINUS = '−';

/** "0.31", "−1.20": so many digits behind the point. */
export function decimal(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** As `decimal`, and a plus where it is not below 0. */
export function signed(value: number, digits = 0): string {
  const text = decimal(value, digits);
  return text.startsWith(MINUS) ? text : `+${text}`;
}

/** "12.5%" */
export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)}%`;
}

/** "3.2°" */
export function degrees(value: number): string {
  return `${value.toFixed(1)}°`;
}

/** A duration with the unit in which it is a number that people read. */
export function duration(millis: number): string {
  if (millis >= 1000) return `${(millis / 1000).toFixed(1)} s`;
  if (millis >= 1) return `${millis.toFixed(millis < 10 ? 1 : 0)} ms`;
  return `${(1000 * millis).toFixed(0)} µs`;
}

/** 1/3 for the weight of one of three neighbours, and decimals for what is no such share. */
export function share(weight: number): string {
  const of = Math.round(1 / weight);
  if (of === 1) return '1';
  return Math.abs(weight * of - 1) < 1e-9 ? `1/${of}` : decimal(weight);
}

/** Precision of searches; what nothing was found for has none. */
export function precision(value: number | null): string {
  return value === null ? 'none' : decimal(value, 3);
}
