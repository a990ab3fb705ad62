/** Cholesky factorisation row by row, four rows at a time where their columns are whole. */
export function factorise(matrix: Float64Array, rows: number, size: number): number {
  // A failed factorisation leaves the matrix as it was.
  const a = matrix.slice();
  let row = 0;
  while (row < rows) {
    const together = row >= size ? Math.min(4, rows - row) : Math.min(4, size - row);
    const common = Math.min(row, size);
    if (together === 4) solveFour(a, size, row, common);
    else for (let i = row; i < row + together; i++) solve(a, size, i, 0, common);
    for (let i = row; i < row + together && row < size; i++) {
      solve(a, size, i, common, i);
      const pivot = remainder(a, i * size, i * size, i, a[i * size + i]);
      if (!(pivot > 0)) return i;
      a[i * size + i] = Math.sqrt(pivot);
    }
    row += together;
  }
  for (let i = 0; i < rows; i++) {
    const end = i * size + Math.min(i + 1, size);
    matrix.set(a.subarray(i * size, end), i * size);
  }
  return size;
}

/** value minus the products of two rows' first `count` entries, in order. */
function remainder(a: Float64Array, p: number, q: number, count: number, value: number): number {
  let s = value;
  for (let k = 0; k < count; k++) s -= a[p + k] * a[q + k];
  return s;
}

/** Columns first..end of row i. */
function solve(a: Float64Array, size: number, i: number, first: number, end: number): void {
  for (let j = first; j < end; j++) {
    const s = remainder(a, i * size, j * size, j, a[i * size + j]);
    a[i * size + j] = s / a[j * size + j];
  }
}

/** Columns 0..end of rows i..i + 3. */
function solveFour(a: Float64Array, size: number, i: number, end: number): void {
  const p0 = i * size;
  const p1 = p0 + size;
  const p2 = p1 + size;
  const p3 = p2 + size;
  for (let j = 0; j < end; j++) {
    const q = j * size;
    let s0 = a[p0 + j];
    let s1 = a[p1 + j];
    let s2 = a[p2 + j];
    let s3 = a[p3 + j];
    for (let k = 0; k < j; k++) {
      const l = a[q + k];
      s0 -= a[p0 + k] * l;
      s1 -= a[p1 + k] * l;
      s2 -= a[p2 + k] * l;
      s3 -= a[p3 + k] * l;
    }
    const pivot = a[q + j];
    a[p0 + j] = s0 / pivot;
    a[p1 + j] = s1 / pivot;
    a[p2 + j] = s2 / pivot;
    a[p3 + j] = s3 / pivot;
  }
}
