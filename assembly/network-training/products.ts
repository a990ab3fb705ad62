// The three products of a layer, on panels: activations and their gradients are [panel][row][8],
// weights and their gradients [panel of units][input][8]. A tile is 4 rows of 8 lanes; each sum has
// its own lane and adds its float32 products in order, so that the SIMD and the scalar form agree to
// the bit.

const LANES: usize = 8;
const TILE: usize = 4;
const ROW: usize = 32;

/**
 * out[r][u] = start[u] + left[r][0] right[0][u] + left[r][1] right[1][u] + ..., for all rows in tiles.
 * @param left leftPanels x leftStride x 8: rows padded to a multiple of 4
 * @param right rightPanels x (8 leftPanels) x 8
 * @param start 8 rightPanels float32, or 0: sums start from 0
 * @param out rightPanels x outStride x 8
 */
export function layerProducts(
  left: usize,
  leftStride: usize,
  leftPanels: usize,
  rows: usize,
  right: usize,
  rightPanels: usize,
  start: usize,
  out: usize,
  outStride: usize,
): void {
  const leftBytes = leftStride * ROW;
  const end = left + leftPanels * leftBytes;
  for (let p: usize = 0; p < rightPanels; p++) {
    const panel = right + p * leftPanels * LANES * ROW;
    const target = out + p * outStride * ROW;
    const from: usize = start == 0 ? 0 : start + p * ROW;
    for (let row: usize = 0; row < rows; row += TILE) {
      const at = row * ROW;
      if (ASC_FEATURE_SIMD) {
        productTile(left + at, end + at, leftBytes, panel, from, target + at);
      } else {
        for (let r = at; r < at + TILE * ROW; r += ROW) {
          productRow(left + r, end + r, leftBytes, panel, from, target + r);
          productRow(
            left + r,
            end + r,
            leftBytes,
            panel + 16,
            from == 0 ? 0 : from + 16,
            target + r + 16,
          );
        }
      }
    }
  }
}

function productTile(
  left: usize,
  end: usize,
  leftBytes: usize,
  right: usize,
  start: usize,
  out: usize,
): void {
  let a0 = f32x4.splat(0),
    b0 = a0;
  if (start != 0) {
    a0 = v128.load(start);
    b0 = v128.load(start, 16);
  }
  let a1 = a0,
    b1 = b0,
    a2 = a0,
    b2 = b0,
    a3 = a0,
    b3 = b0;
  for (; left < end; left += leftBytes) {
    for (let k = left; k < left + ROW; k += 4, right += ROW) {
      const low = v128.load(right),
        high = v128.load(right, 16);
      const x0 = v128.load_splat<f32>(k);
      a0 = f32x4.add(a0, f32x4.mul(x0, low));
      b0 = f32x4.add(b0, f32x4.mul(x0, high));
      const x1 = v128.load_splat<f32>(k, 32);
      a1 = f32x4.add(a1, f32x4.mul(x1, low));
      b1 = f32x4.add(b1, f32x4.mul(x1, high));
      const x2 = v128.load_splat<f32>(k, 64);
      a2 = f32x4.add(a2, f32x4.mul(x2, low));
      b2 = f32x4.add(b2, f32x4.mul(x2, high));
      const x3 = v128.load_splat<f32>(k, 96);
      a3 = f32x4.add(a3, f32x4.mul(x3, low));
      b3 = f32x4.add(b3, f32x4.mul(x3, high));
    }
  }
  storeTile(out, a0, b0, a1, b1, a2, b2, a3, b3);
}

/** Four lanes of one row. */
function productRow(
  left: usize,
  end: usize,
  leftBytes: usize,
  right: usize,
  start: usize,
  out: usize,
): void {
  let s0: f32 = 0,
    s1: f32 = 0,
    s2: f32 = 0,
    s3: f32 = 0;
  if (start != 0) {
    s0 = load<f32>(start);
    s1 = load<f32>(start, 4);
    s2 = load<f32>(start, 8);
    s3 = load<f32>(start, 12);
  }
  for (; left < end; left += leftBytes) {
    for (let k = left; k < left + ROW; k += 4, right += ROW) {
      const x = load<f32>(k);
      s0 += x * load<f32>(right);
      s1 += x * load<f32>(right, 4);
      s2 += x * load<f32>(right, 8);
      s3 += x * load<f32>(right, 12);
    }
  }
  storeFour(out, s0, s1, s2, s3);
}

/**
 * out[u][k] = inputs[0][k] gradients[0][u] + inputs[1][k] gradients[1][u] + ..., in order of rows.
 * @param inputs inputPanels x inputStride x 8
 * @param gradients unitPanels x gradientStride x 8
 * @param out unitPanels x (8 inputPanels) x 8
 */
export function weightGradients(
  inputs: usize,
  inputStride: usize,
  inputPanels: usize,
  gradients: usize,
  gradientStride: usize,
  unitPanels: usize,
  rows: usize,
  out: usize,
): void {
  for (let p: usize = 0; p < unitPanels; p++) {
    const right = gradients + p * gradientStride * ROW;
    for (let q: usize = 0; q < inputPanels; q++) {
      const left = inputs + q * inputStride * ROW;
      if (ASC_FEATURE_SIMD) {
        gradientTile(left, right, rows, out);
        gradientTile(left + 16, right, rows, out + TILE * ROW);
        out += LANES * ROW;
      } else {
        for (let k: usize = 0; k < LANES; k++, out += ROW) {
          gradientRow(left + (k << 2), right, rows, out);
          gradientRow(left + (k << 2), right + 16, rows, out + 16);
        }
      }
    }
  }
}

function gradientTile(left: usize, right: usize, rows: usize, out: usize): void {
  const zero = f32x4.splat(0);
  let a0 = zero,
    b0 = zero,
    a1 = zero,
    b1 = zero,
    a2 = zero,
    b2 = zero,
    a3 = zero,
    b3 = zero;
  for (const end = left + rows * ROW; left < end; left += ROW, right += ROW) {
    const low = v128.load(right),
      high = v128.load(right, 16);
    const x0 = v128.load_splat<f32>(left);
    a0 = f32x4.add(a0, f32x4.mul(x0, low));
    b0 = f32x4.add(b0, f32x4.mul(x0, high));
    const x1 = v128.load_splat<f32>(left, 4);
    a1 = f32x4.add(a1, f32x4.mul(x1, low));
    b1 = f32x4.add(b1, f32x4.mul(x1, high));
    const x2 = v128.load_splat<f32>(left, 8);
    a2 = f32x4.add(a2, f32x4.mul(x2, low));
    b2 = f32x4.add(b2, f32x4.mul(x2, high));
    const x3 = v128.load_splat<f32>(left, 12);
    a3 = f32x4.add(a3, f32x4.mul(x3, low));
    b3 = f32x4.add(b3, f32x4.mul(x3, high));
  }
  storeTile(out, a0, b0, a1, b1, a2, b2, a3, b3);
}

function gradientRow(left: usize, right: usize, rows: usize, out: usize): void {
  let s0: f32 = 0,
    s1: f32 = 0,
    s2: f32 = 0,
    s3: f32 = 0;
  for (const end = left + rows * ROW; left < end; left += ROW, right += ROW) {
    const x = load<f32>(left);
    s0 += x * load<f32>(right);
    s1 += x * load<f32>(right, 4);
    s2 += x * load<f32>(right, 8);
    s3 += x * load<f32>(right, 12);
  }
  storeFour(out, s0, s1, s2, s3);
}

// @ts-ignore: decorator
@inline
function storeTile(
  out: usize,
  a0: v128,
  b0: v128,
  a1: v128,
  b1: v128,
  a2: v128,
  b2: v128,
  a3: v128,
  b3: v128,
): void {
  v128.store(out, a0);
  v128.store(out, b0, 16);
  v128.store(out, a1, 32);
  v128.store(out, b1, 48);
  v128.store(out, a2, 64);
  v128.store(out, b2, 80);
  v128.store(out, a3, 96);
  v128.store(out, b3, 112);
}

// @ts-ignore: decorator
@inline
function storeFour(out: usize, s0: f32, s1: f32, s2: f32, s3: f32): void {
  store<f32>(out, s0);
  store<f32>(out, s1, 4);
  store<f32>(out, s2, 8);
  store<f32>(out, s3, 12);
}

/**
 * Weights for the way back: [panel of inputs][unit][8] of [panel of units][input][8].
 * @param out inputPanels x (8 unitPanels) x 8
 */
export function transposeWeights(
  weights: usize,
  unitPanels: usize,
  inputPanels: usize,
  out: usize,
): void {
  for (let q: usize = 0; q < inputPanels; q++) {
    for (let p: usize = 0; p < unitPanels; p++) {
      const block = weights + (p * inputPanels + q) * LANES * ROW;
      for (let u: usize = 0; u < ROW; u += 4, out += ROW) {
        for (let k: usize = 0; k < LANES; k++) {
          store<f32>(out + (k << 2), load<f32>(block + k * ROW + u));
        }
      }
    }
  }
}
