// X^T X of a block of rows: float32 products added in order of rows, block sums in float64.
//
// Points come packed as [panel][row][8]: eight columns side by side, padded with zeros. A tile is 4
// columns of one panel by the 8 of another, as in the projection: each sum has its own lane.

const LANES: usize = 8;

/**
 * Adds the products of one block to the upper triangle of panels.
 * @param packed panels x rows x 8, float32
 * @param sums (8 panels) x (8 panels) float64, row-major
 */
export function addGramBlock(packed: usize, rows: usize, panels: usize, sums: usize): void {
  const panelBytes = (rows * LANES) << 2;
  const stride = (panels * LANES) << 3;
  for (let a: usize = 0; a < panels; a++) {
    const left = packed + a * panelBytes;
    for (let b = a; b < panels; b++) {
      const right = packed + b * panelBytes;
      const out = sums + a * LANES * stride + ((b * LANES) << 3);
      if (ASC_FEATURE_SIMD) {
        tileSimd(left, right, rows, out, stride);
        tileSimd(left + 16, right, rows, out + 4 * stride, stride);
      } else {
        for (let r: usize = 0; r < LANES; r++) {
          rowScalar(left + (r << 2), right, rows, out + r * stride);
        }
      }
    }
  }
}

function tileSimd(left: usize, right: usize, rows: usize, out: usize, stride: usize): void {
  const zero = f32x4.splat(0);
  let a0 = zero,
    b0 = zero,
    a1 = zero,
    b1 = zero,
    a2 = zero,
    b2 = zero,
    a3 = zero,
    b3 = zero;
  for (
    const end = left + ((rows * LANES) << 2);
    left < end;
    left += LANES << 2, right += LANES << 2
  ) {
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
  addWide(out, a0, b0);
  addWide(out + stride, a1, b1);
  addWide(out + 2 * stride, a2, b2);
  addWide(out + 3 * stride, a3, b3);
}

/** Adds eight float32 sums to float64 ones. */
function addWide(out: usize, low: v128, high: v128): void {
  addPair(out, low);
  addPair(out + 16, i32x4.shuffle(low, low, 2, 3, 2, 3));
  addPair(out + 32, high);
  addPair(out + 48, i32x4.shuffle(high, high, 2, 3, 2, 3));
}

// @ts-ignore: decorator
@inline
function addPair(out: usize, low: v128): void {
  v128.store(out, f64x2.add(v128.load(out), f64x2.promote_low_f32x4(low)));
}

function rowScalar(left: usize, right: usize, rows: usize, out: usize): void {
  for (let c: usize = 0; c < LANES; c += 4, right += 16, out += 32) {
    let s0: f32 = 0,
      s1: f32 = 0,
      s2: f32 = 0,
      s3: f32 = 0;
    const end = (rows * LANES) << 2;
    for (let at: usize = 0; at < end; at += LANES << 2) {
      const x = load<f32>(left + at);
      s0 += x * load<f32>(right + at);
      s1 += x * load<f32>(right + at, 4);
      s2 += x * load<f32>(right + at, 8);
      s3 += x * load<f32>(right + at, 12);
    }
    store<f64>(out, load<f64>(out) + <f64>s0);
    store<f64>(out, load<f64>(out, 8) + <f64>s1, 8);
    store<f64>(out, load<f64>(out, 16) + <f64>s2, 16);
    store<f64>(out, load<f64>(out, 24) + <f64>s3, 24);
  }
}
