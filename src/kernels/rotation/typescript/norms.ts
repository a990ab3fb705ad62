/** Sums of squares from 1 / FAR up to FAR leave room for every sum; rows of others are scaled. */
const FAR = 2 ** 64;

/**
 * Sum of squares in float32 over sixteen lanes (k mod 16); lanes l, l + 4, l + 8, l + 12 are added as
 * (l + (l + 4)) + ((l + 8) + (l + 12)), those four as (0 + 1) + (2 + 3).
 *
 * @param row - of a multiple of 16 values.
 */
export function quickSquares(row: Float32Array): number {
  const column = (lane: number) => {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let k = lane; k < row.length; k += 16) {
      a = Math.fround(a + Math.fround(row[k] * row[k]));
      b = Math.fround(b + Math.fround(row[k + 4] * row[k + 4]));
      c = Math.fround(c + Math.fround(row[k + 8] * row[k + 8]));
      d = Math.fround(d + Math.fround(row[k + 12] * row[k + 12]));
    }
    return Math.fround(Math.fround(a + b) + Math.fround(c + d));
  };
  return Math.fround(Math.fround(column(0) + column(1)) + Math.fround(column(2) + column(3)));
}

/** Whether a row with this sum of squares is finite for certain and needs no scaling. */
export function isNear(squares: number): boolean {
  return squares >= 1 / FAR && squares < FAR;
}

/** The power of two that brings a row with this sum of squares, above 0, to a norm in [1/2, 1). */
export function powerFor(squares: number): number {
  // The exponent in the bits of a float64.
  const high = new Uint32Array(Float64Array.of(Math.sqrt(squares)).buffer)[1];
  return 2 ** (1022 - ((high >>> 20) & 0x7ff));
}
