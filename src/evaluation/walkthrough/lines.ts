/** A program of these lines; those that are null are left out. */
export function lines(...all: readonly (string | null)[]): string {
  return all.filter((line) => line !== null).join('\n');
}

/** "1 query", "200 queries". */
export function amount(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : several}`;
}

/** A share for people: 25.3%. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
