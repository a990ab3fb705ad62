/** Where a substring lies in a code. */
export interface Substring {
  readonly offset: number;
  readonly width: number;
}

/** `count` substrings of almost equal length, the longer ones first. */
export function substringsOf(bits: number, count: number): Substring[] {
  const width = Math.floor(bits / count);
  const longer = bits % count;
  return Array.from({ length: count }, (_, t) => ({
    offset: t * width + Math.min(t, longer),
    width: t < longer ? width + 1 : width,
  }));
}
