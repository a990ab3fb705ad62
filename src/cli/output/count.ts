/** A number of things for people: `1 vector`, `2,000 vectors`, `3 queries`. */
export function count(number: number, what = '', several = `${what}s`): string {
  const shown = number.toLocaleString('en-US');
  return what === '' ? shown : `${shown} ${number === 1 ? what : several}`;
}
