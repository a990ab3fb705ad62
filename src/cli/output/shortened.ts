/** Longer bucket indices are shown by their ends. */
const MOST_DIGITS = 20;

/** A bucket index for people: `3209`, `12345678…87654321 (309 digits)`. */
export function shortened(index: string): string {
  if (index.length <= MOST_DIGITS) return index;
  return `${index.slice(0, 8)}…${index.slice(-8)} (${index.length} digits)`;
}
