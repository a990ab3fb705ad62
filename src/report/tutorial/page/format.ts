// Numbers as the terminal's tables show them.

/** Three decimals; "–" where there is no number. */
export const fraction = (value: number | null): string => (value === null ? '–' : value.toFixed(3));

export const millis = (value: number): string => value.toFixed(value < 0.1 ? 3 : 2);

export const percent = (value: number): string => `${(value * 100).toFixed(0)}%`;
