export const count = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: 1 });

/** "1 row", "2 rows" */
export const plural = (n: number, word: string): string =>
  `${count(n)} ${word}${n === 1 ? '' : 's'}`;

/** A moment as ISO 8601 in the words of people: "2026-01-02 03:04:05 UTC". */
export const moment = (iso: string): string => iso.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
