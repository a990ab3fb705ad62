/**
 * A number with commas, to one decimal at most. `toLocaleString` says the same, but loads its tables
 * when it is first called: 30 ms, in which a page stands still.
 */
export function count(value: number): string {
  const [whole, ...fraction] = String(Math.round(value * 10) / 10).split('.');
  return [whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ','), ...fraction].join('.');
}

/** "1 row", "2 rows" */
export const plural = (n: number, word: string): string =>
  `${count(n)} ${word}${n === 1 ? '' : 's'}`;

/** A moment as ISO 8601 in the words of people: "2026-01-02 03:04:05 UTC". */
export const moment = (iso: string): string => iso.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
