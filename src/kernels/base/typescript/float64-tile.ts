// Sums in float64, which engines compute three times faster than float32 rounded at each step, for
// tiles of 3 rows x 4 columns: twelve sums fit the registers.

/** Hyperplanes or queries per packed block. */
export const COLUMNS = 4;
/** Rows per tile. */
export const ROWS = 3;

/** Vectors of d values as [block][k][4], in float64 so that the inner loop converts nothing. */
export function packColumns(vectors: readonly Float32Array[], d: number): Float64Array {
  const packed = new Float64Array(Math.ceil(vectors.length / COLUMNS) * COLUMNS * d);
  vectors.forEach((vector, j) => {
    const base = Math.floor(j / COLUMNS) * d * COLUMNS + (j % COLUMNS);
    for (let k = 0; k < d; k++) packed[base + k * COLUMNS] = vector[k];
  });
  return packed;
}

/** sums[r][c] = row r of the tile x times column c of the block at `p`. */
export function products(
  x: Float64Array,
  packed: Float64Array,
  p: number,
  d: number,
  sums: Float64Array,
): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  let c0 = 0;
  let c1 = 0;
  let c2 = 0;
  let c3 = 0;
  const d2 = d + d;
  for (let k = 0, at = p; k < d; k++, at += COLUMNS) {
    const x0 = x[k];
    const x1 = x[k + d];
    const x2 = x[k + d2];
    const w0 = packed[at];
    const w1 = packed[at + 1];
    const w2 = packed[at + 2];
    const w3 = packed[at + 3];
    a0 += x0 * w0;
    a1 += x0 * w1;
    a2 += x0 * w2;
    a3 += x0 * w3;
    b0 += x1 * w0;
    b1 += x1 * w1;
    b2 += x1 * w2;
    b3 += x1 * w3;
    c0 += x2 * w0;
    c1 += x2 * w1;
    c2 += x2 * w2;
    c3 += x2 * w3;
  }
  sums[0] = a0;
  sums[1] = a1;
  sums[2] = a2;
  sums[3] = a3;
  sums[4] = b0;
  sums[5] = b1;
  sums[6] = b2;
  sums[7] = b3;
  sums[8] = c0;
  sums[9] = c1;
  sums[10] = c2;
  sums[11] = c3;
}

/** sums[r][c] = squared distance of row r of the tile x and column c of the block at `p`. */
export function squares(
  x: Float64Array,
  packed: Float64Array,
  p: number,
  d: number,
  sums: Float64Array,
): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  let c0 = 0;
  let c1 = 0;
  let c2 = 0;
  let c3 = 0;
  const d2 = d + d;
  for (let k = 0, at = p; k < d; k++, at += COLUMNS) {
    const x0 = x[k];
    const x1 = x[k + d];
    const x2 = x[k + d2];
    const w0 = packed[at];
    const w1 = packed[at + 1];
    const w2 = packed[at + 2];
    const w3 = packed[at + 3];
    a0 += (x0 - w0) ** 2;
    a1 += (x0 - w1) ** 2;
    a2 += (x0 - w2) ** 2;
    a3 += (x0 - w3) ** 2;
    b0 += (x1 - w0) ** 2;
    b1 += (x1 - w1) ** 2;
    b2 += (x1 - w2) ** 2;
    b3 += (x1 - w3) ** 2;
    c0 += (x2 - w0) ** 2;
    c1 += (x2 - w1) ** 2;
    c2 += (x2 - w2) ** 2;
    c3 += (x2 - w3) ** 2;
  }
  sums[0] = a0;
  sums[1] = a1;
  sums[2] = a2;
  sums[3] = a3;
  sums[4] = b0;
  sums[5] = b1;
  sums[6] = b2;
  sums[7] = b3;
  sums[8] = c0;
  sums[9] = c1;
  sums[10] = c2;
  sums[11] = c3;
}
