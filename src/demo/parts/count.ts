/**
 * A whole number with commas. `toLocaleString` says the same, but loads its tables when it is first called: 30 ms, in
 * which a page stands still.
 */
export function count(number: number): string {
  return String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
