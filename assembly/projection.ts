// Sign projection fused with bit packing.
//
// Hyperplanes come packed as [block][k][8]: 8 hyperplanes side by side, padded with zeros, so that
// one 32-byte load serves a tile of 4 rows x 8 hyperplanes. Every projection is the float32 sum
// over k in order, from +0, in its own lane: the SIMD and the scalar form agree to the bit.

const LANES: usize = 8;
const TILE: usize = 4;
// Rows that go through all blocks together: their points stay in L2 while a block stays in L1.
const ROW_GROUP: usize = 64;

/**
 * Writes the codes of `rows` points.
 * @param points rows x dimensions, float32
 * @param packed ceil(bits / 8) blocks of dimensions x 8, float32
 * @param codes rows x stride bytes; padding bits and bytes are set to 0
 * @param stride bytes of one code, a multiple of 4
 */
export function encode(
  points: usize,
  rows: usize,
  dimensions: usize,
  packed: usize,
  bits: usize,
  codes: usize,
  stride: usize,
): void {
  memory.fill(codes, 0, rows * stride);
  const blocks = (bits + LANES - 1) / LANES;
  const blockBytes = (dimensions * LANES) << 2;
  const rowBytes = dimensions << 2;
  for (let group: usize = 0; group < rows; group += ROW_GROUP) {
    const end = min(group + ROW_GROUP, rows);
    for (let block: usize = 0; block < blocks; block++) {
      const left = bits - block * LANES;
      const mask: u32 = left >= LANES ? 0xff : ((1 << <u32>left) - 1);
      const planes = packed + block * blockBytes;
      let row = group;
      for (; row + TILE <= end; row += TILE) {
        encodeTile(points + row * rowBytes, rowBytes, dimensions, planes, codes + row * stride + block, stride, mask);
      }
      if (ASC_FEATURE_SIMD) {
        // The last rows of a group that is no multiple of a tile: a tile that overlaps the one before.
        if (row < end && end - group >= TILE) {
          row = end - TILE;
          encodeTile(points + row * rowBytes, rowBytes, dimensions, planes, codes + row * stride + block, stride, mask);
          continue;
        }
      }
      for (; row < end; row++) {
        store<u8>(codes + row * stride + block, encodeOne(points + row * rowBytes, dimensions, planes) & mask);
      }
    }
  }
}

/** Signs of two vectors of four projections as the bits of one byte. */
// @ts-ignore: decorator
@inline
function signs(low: v128, high: v128): u32 {
  const zero = f32x4.splat(0);
  return i32x4.bitmask(f32x4.ge(low, zero)) | (i32x4.bitmask(f32x4.ge(high, zero)) << 4);
}

// @ts-ignore: decorator
@inline
function encodeTile(x: usize, rowBytes: usize, dimensions: usize, planes: usize, out: usize, stride: usize, mask: u32): void {
  if (ASC_FEATURE_SIMD) {
    encodeTileSimd(x, rowBytes, dimensions, planes, out, stride, mask);
  } else {
    for (let r: usize = 0; r < TILE; r++) {
      store<u8>(out + r * stride, encodeOne(x + r * rowBytes, dimensions, planes) & mask);
    }
  }
}

// k is not unrolled: by hand it spills registers and loses a quarter of the speed. For the same reason
// this function has two callers: with one, the optimiser would inline it among the loops above.
function encodeTileSimd(x: usize, rowBytes: usize, dimensions: usize, planes: usize, out: usize, stride: usize, mask: u32): void {
  const zero = f32x4.splat(0);
  let a0 = zero, b0 = zero, a1 = zero, b1 = zero, a2 = zero, b2 = zero, a3 = zero, b3 = zero;
  const x1 = x + rowBytes, x2 = x1 + rowBytes, x3 = x2 + rowBytes;
  const end = dimensions << 2;
  let k: usize = 0;
  do {
    const low = v128.load(planes), high = v128.load(planes, 16);
    planes += LANES << 2;
    const p0 = v128.load_splat<f32>(x + k);
    a0 = f32x4.add(a0, f32x4.mul(p0, low));
    b0 = f32x4.add(b0, f32x4.mul(p0, high));
    const p1 = v128.load_splat<f32>(x1 + k);
    a1 = f32x4.add(a1, f32x4.mul(p1, low));
    b1 = f32x4.add(b1, f32x4.mul(p1, high));
    const p2 = v128.load_splat<f32>(x2 + k);
    a2 = f32x4.add(a2, f32x4.mul(p2, low));
    b2 = f32x4.add(b2, f32x4.mul(p2, high));
    const p3 = v128.load_splat<f32>(x3 + k);
    a3 = f32x4.add(a3, f32x4.mul(p3, low));
    b3 = f32x4.add(b3, f32x4.mul(p3, high));
    k += 4;
  } while (k < end);
  store<u8>(out, signs(a0, b0) & mask);
  store<u8>(out + stride, signs(a1, b1) & mask);
  store<u8>(out + 2 * stride, signs(a2, b2) & mask);
  store<u8>(out + 3 * stride, signs(a3, b3) & mask);
}

function encodeOne(x: usize, dimensions: usize, planes: usize): u32 {
  if (ASC_FEATURE_SIMD) {
    let low = f32x4.splat(0), high = f32x4.splat(0);
    const end = x + (dimensions << 2);
    for (; x < end; x += 4, planes += LANES << 2) {
      const p = v128.load_splat<f32>(x);
      low = f32x4.add(low, f32x4.mul(p, v128.load(planes)));
      high = f32x4.add(high, f32x4.mul(p, v128.load(planes, 16)));
    }
    return signs(low, high);
  } else {
    let s0: f32 = 0, s1: f32 = 0, s2: f32 = 0, s3: f32 = 0, s4: f32 = 0, s5: f32 = 0, s6: f32 = 0, s7: f32 = 0;
    const end = x + (dimensions << 2);
    for (; x < end; x += 4, planes += LANES << 2) {
      const p = load<f32>(x);
      s0 += p * load<f32>(planes);
      s1 += p * load<f32>(planes, 4);
      s2 += p * load<f32>(planes, 8);
      s3 += p * load<f32>(planes, 12);
      s4 += p * load<f32>(planes, 16);
      s5 += p * load<f32>(planes, 20);
      s6 += p * load<f32>(planes, 24);
      s7 += p * load<f32>(planes, 28);
    }
    return u32(s0 >= 0) | (u32(s1 >= 0) << 1) | (u32(s2 >= 0) << 2) | (u32(s3 >= 0) << 3) |
      (u32(s4 >= 0) << 4) | (u32(s5 >= 0) << 5) | (u32(s6 >= 0) << 6) | (u32(s7 >= 0) << 7);
  }
}
