// Cholesky factorisation in float64, block by block of columns. Whatever the blocks, entry (i, j) is
// a_ij - l_i0 l_j0 - l_i1 l_j1 - ... in that order, divided by l_jj or rooted: results don't depend
// on the blocking, and every entry of a tile has its own lane.

const BLOCK: usize = 32;
const TILE: usize = 4;

/**
 * Factorises in place; see LearningKernels.factorise.
 * @param a rows x stride float64, rows and stride multiples of 4, padded with zeros
 * @param size order of the factor
 * @param scratch BLOCK x stride float64
 * @returns the first pivot that is not above 0, or size
 */
export function factorise(
  a: usize,
  rows: usize,
  size: usize,
  stride: usize,
  scratch: usize,
): usize {
  const bytes = stride << 3;
  for (let first: usize = 0; first < size; first += BLOCK) {
    const end = min(first + BLOCK, size);
    const bad = factoriseColumns(a, bytes, first, end);
    if (bad < end) return bad;
    for (let row = end; row < rows; row++) solveRow(a + row * bytes, a, bytes, first, end);
    if (end < size) update(a, rows, size, bytes, first, scratch);
  }
  return size;
}

/** The triangle on the diagonal. */
function factoriseColumns(a: usize, bytes: usize, first: usize, end: usize): usize {
  for (let row = first; row < end; row++) {
    const own = a + row * bytes;
    solveRow(own, a, bytes, first, row);
    let s = load<f64>(own + (row << 3));
    for (let k = first; k < row; k++) {
      const l = load<f64>(own + (k << 3));
      s -= l * l;
    }
    if (!(s > 0)) return row;
    store<f64>(own + (row << 3), sqrt<f64>(s));
  }
  return end;
}

/** Columns first..end of a row below the triangle. */
function solveRow(own: usize, a: usize, bytes: usize, first: usize, end: usize): void {
  for (let j = first; j < end; j++) {
    const other = a + j * bytes;
    let s = load<f64>(own + (j << 3));
    for (let k = first << 3; k < j << 3; k += 8) s -= load<f64>(own + k) * load<f64>(other + k);
    store<f64>(own + (j << 3), s / load<f64>(other + (j << 3)));
  }
}

/** Subtracts the products of a whole block of columns from all that is right of and below it. */
function update(
  a: usize,
  rows: usize,
  size: usize,
  bytes: usize,
  first: usize,
  scratch: usize,
): void {
  const end = first + BLOCK;
  packTransposed(a, size, bytes, first, scratch);
  for (let i = end; i < rows; i += TILE) {
    const left = a + i * bytes + (first << 3);
    const last = min(i + TILE, size);
    let panel = scratch;
    for (let j = end; j < last; j += TILE, panel += (BLOCK * TILE) << 3) {
      tile(a + i * bytes + (j << 3), left, panel, bytes);
    }
  }
}

/** Writes rows first + BLOCK.. of the block as [row / 4][k][4], padded with zeros. */
function packTransposed(a: usize, size: usize, bytes: usize, first: usize, out: usize): void {
  for (let j = first + BLOCK; j < size; j += TILE) {
    const row = a + j * bytes + (first << 3);
    for (let k: usize = 0; k < BLOCK; k++, out += TILE << 3) {
      for (let c: usize = 0; c < TILE; c++) {
        store<f64>(out + (c << 3), j + c < size ? load<f64>(row + c * bytes + (k << 3)) : 0);
      }
    }
  }
}

/** A tile of 4 x 4 minus its rows' block times four other rows' block. */
function tile(out: usize, left: usize, panel: usize, bytes: usize): void {
  if (ASC_FEATURE_SIMD) {
    const out1 = out + bytes,
      out2 = out1 + bytes,
      out3 = out2 + bytes;
    const left1 = left + bytes,
      left2 = left1 + bytes,
      left3 = left2 + bytes;
    let a0 = v128.load(out),
      b0 = v128.load(out, 16),
      a1 = v128.load(out1),
      b1 = v128.load(out1, 16);
    let a2 = v128.load(out2),
      b2 = v128.load(out2, 16),
      a3 = v128.load(out3),
      b3 = v128.load(out3, 16);
    for (let k: usize = 0; k < BLOCK << 3; k += 8, panel += TILE << 3) {
      const low = v128.load(panel),
        high = v128.load(panel, 16);
      const l0 = v128.load_splat<f64>(left + k);
      a0 = f64x2.sub(a0, f64x2.mul(l0, low));
      b0 = f64x2.sub(b0, f64x2.mul(l0, high));
      const l1 = v128.load_splat<f64>(left1 + k);
      a1 = f64x2.sub(a1, f64x2.mul(l1, low));
      b1 = f64x2.sub(b1, f64x2.mul(l1, high));
      const l2 = v128.load_splat<f64>(left2 + k);
      a2 = f64x2.sub(a2, f64x2.mul(l2, low));
      b2 = f64x2.sub(b2, f64x2.mul(l2, high));
      const l3 = v128.load_splat<f64>(left3 + k);
      a3 = f64x2.sub(a3, f64x2.mul(l3, low));
      b3 = f64x2.sub(b3, f64x2.mul(l3, high));
    }
    v128.store(out, a0);
    v128.store(out, b0, 16);
    v128.store(out1, a1);
    v128.store(out1, b1, 16);
    v128.store(out2, a2);
    v128.store(out2, b2, 16);
    v128.store(out3, a3);
    v128.store(out3, b3, 16);
  } else {
    for (let r: usize = 0; r < TILE; r++) tileRow(out + r * bytes, left + r * bytes, panel);
  }
}

function tileRow(out: usize, left: usize, panel: usize): void {
  let s0 = load<f64>(out),
    s1 = load<f64>(out, 8),
    s2 = load<f64>(out, 16),
    s3 = load<f64>(out, 24);
  for (let k: usize = 0; k < BLOCK << 3; k += 8, panel += TILE << 3) {
    const l = load<f64>(left + k);
    s0 -= l * load<f64>(panel);
    s1 -= l * load<f64>(panel, 8);
    s2 -= l * load<f64>(panel, 16);
    s3 -= l * load<f64>(panel, 24);
  }
  store<f64>(out, s0);
  store<f64>(out, s1, 8);
  store<f64>(out, s2, 16);
  store<f64>(out, s3, 24);
}
