/** Numbers as the terminal's tables show them; "–" where there is none. */
export const fraction = (value: number | null): string => (value === null ? '–' : value.toFixed(3));

export const count = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: 1 });

export const millis = (value: number): string => value.toFixed(value < 0.1 ? 3 : 2);

export const percent = (value: number): string => `${(value * 100).toFixed(0)}%`;

/** "1 row", "2 rows" */
export const plural = (n: number, word: string): string =>
  `${count(n)} ${word}${n === 1 ? '' : 's'}`;
