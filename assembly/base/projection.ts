// Projections, and sign projection fused with bit packing.
//
// Hyperplanes come packed as [block][offset, k = 0, 1, ...][8]: 8 hyperplanes side by side, padded
// with zeros, so that one 32-byte load serves a tile of 4 rows x 8 hyperplanes. Every projection is
// the float32 sum over k in order, from the offset, in its own lane: the SIMD and the scalar form
// agree to the bit.

const LANES: usize = 8;
const TILE: usize = 4;
// Rows that go through all blocks together: their points stay in L2 while a block stays in L1.
const ROW_GROUP: usize = 64;

/**
 * Writes the codes of `rows` points.
 * @param points rows x dimensions, float32
 * @param packed ceil(bits / 8) blocks of (1 + dimensions) x 8, float32
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
  forTiles<u8>(points, rows, dimensions, packed, bits, codes, stride);
}

/**
 * Writes the projections of `rows` points.
 * @param points rows x dimensions, float32
 * @param packed as for `encode`
 * @param out rows x 8 ceil(bits / 8) float32; those beyond `bits` are 0
 */
export function project(
  points: usize,
  rows: usize,
  dimensions: usize,
  packed: usize,
  bits: usize,
  out: usize,
): void {
  const stride = (((bits + LANES - 1) / LANES) * LANES) << 2;
  forTiles<f32>(points, rows, dimensions, packed, bits, out, stride);
}

/** Goes through all tiles; T says what is written: u8 signs, a byte a block, or f32 projections. */
// @ts-ignore: decorator
@inline
function forTiles<T>(
  points: usize,
  rows: usize,
  dimensions: usize,
  packed: usize,
  bits: usize,
  out: usize,
  stride: usize,
): void {
  const blocks = (bits + LANES - 1) / LANES;
  const blockBytes = ((dimensions + 1) * LANES) << 2;
  const rowBytes = dimensions << 2;
  const step: usize = isFloat<T>() ? LANES << 2 : 1;
  for (let group: usize = 0; group < rows; group += ROW_GROUP) {
    const end = min(group + ROW_GROUP, rows);
    for (let block: usize = 0; block < blocks; block++) {
      const left = bits - block * LANES;
      const mask: u32 = left >= LANES ? 0xff : (1 << (<u32>left)) - 1;
      const planes = packed + block * blockBytes;
      const column = out + block * step;
      let row = group;
      for (; row + TILE <= end; row += TILE) {
        tile<T>(
          points + row * rowBytes,
          rowBytes,
          dimensions,
          planes,
          column + row * stride,
          stride,
          mask,
        );
      }
      if (ASC_FEATURE_SIMD) {
        // The last rows of a group that is no multiple of a tile: a tile that overlaps the one before.
        if (row < end && end - group >= TILE) {
          row = end - TILE;
          tile<T>(
            points + row * rowBytes,
            rowBytes,
            dimensions,
            planes,
            column + row * stride,
            stride,
            mask,
          );
          continue;
        }
      }
      for (; row < end; row++) {
        single<T>(points + row * rowBytes, dimensions, planes, column + row * stride, mask);
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

/** Eight projections of one point, as signs or as they are. */
// @ts-ignore: decorator
@inline
function put<T>(out: usize, low: v128, high: v128, mask: u32): void {
  if (isFloat<T>()) {
    v128.store(out, low);
    v128.store(out, high, 16);
  } else {
    store<u8>(out, signs(low, high) & mask);
  }
}

// @ts-ignore: decorator
@inline
function tile<T>(
  x: usize,
  rowBytes: usize,
  dimensions: usize,
  planes: usize,
  out: usize,
  stride: usize,
  mask: u32,
): void {
  if (ASC_FEATURE_SIMD) {
    tileSimd<T>(x, rowBytes, dimensions, planes, out, stride, mask);
  } else {
    for (let r: usize = 0; r < TILE; r++) {
      single<T>(x + r * rowBytes, dimensions, planes, out + r * stride, mask);
    }
  }
}

// k is not unrolled: by hand it spills registers and loses a quarter of the speed. For the same reason
// this function has two callers: with one, the optimiser would inline it among the loops above.
function tileSimd<T>(
  x: usize,
  rowBytes: usize,
  dimensions: usize,
  planes: usize,
  out: usize,
  stride: usize,
  mask: u32,
): void {
  let a0 = v128.load(planes),
    b0 = v128.load(planes, 16);
  let a1 = a0,
    b1 = b0,
    a2 = a0,
    b2 = b0,
    a3 = a0,
    b3 = b0;
  planes += LANES << 2;
  const x1 = x + rowBytes,
    x2 = x1 + rowBytes,
    x3 = x2 + rowBytes;
  const end = dimensions << 2;
  let k: usize = 0;
  do {
    const low = v128.load(planes),
      high = v128.load(planes, 16);
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
  put<T>(out, a0, b0, mask);
  put<T>(out + stride, a1, b1, mask);
  put<T>(out + 2 * stride, a2, b2, mask);
  put<T>(out + 3 * stride, a3, b3, mask);
}

function single<T>(x: usize, dimensions: usize, planes: usize, out: usize, mask: u32): void {
  const end = x + (dimensions << 2);
  if (ASC_FEATURE_SIMD) {
    let low = v128.load(planes),
      high = v128.load(planes, 16);
    planes += LANES << 2;
    for (; x < end; x += 4, planes += LANES << 2) {
      const p = v128.load_splat<f32>(x);
      low = f32x4.add(low, f32x4.mul(p, v128.load(planes)));
      high = f32x4.add(high, f32x4.mul(p, v128.load(planes, 16)));
    }
    put<T>(out, low, high, mask);
  } else {
    let s0 = load<f32>(planes),
      s1 = load<f32>(planes, 4),
      s2 = load<f32>(planes, 8),
      s3 = load<f32>(planes, 12);
    let s4 = load<f32>(planes, 16),
      s5 = load<f32>(planes, 20),
      s6 = load<f32>(planes, 24),
      s7 = load<f32>(planes, 28);
    planes += LANES << 2;
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
    if (isFloat<T>()) {
      store<f32>(out, s0);
      store<f32>(out, s1, 4);
      store<f32>(out, s2, 8);
      store<f32>(out, s3, 12);
      store<f32>(out, s4, 16);
      store<f32>(out, s5, 20);
      store<f32>(out, s6, 24);
      store<f32>(out, s7, 28);
    } else {
      const bits =
        u32(s0 >= 0) |
        (u32(s1 >= 0) << 1) |
        (u32(s2 >= 0) << 2) |
        (u32(s3 >= 0) << 3) |
        (u32(s4 >= 0) << 4) |
        (u32(s5 >= 0) << 5) |
        (u32(s6 >= 0) << 6) |
        (u32(s7 >= 0) << 7);
      store<u8>(out, bits & mask);
    }
  }
}
