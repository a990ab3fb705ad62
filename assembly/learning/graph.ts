// Sums of bits over classes and over neighbours, the two forms of the graph step. Whole numbers
// only: exact in every order. Signs are bytes, -1 or +1, in rows of `stride` bytes, a multiple of
// 16 padded with zeros; sums are int32 rows of as many values.

// Bytes of +-1 that an int16 lane holds without overflow, kept even for good measure.
const RUN: usize = 32000;

/** sums[groups[i]] += signs[i], for all rows. */
export function addGroupSums(
  signs: usize,
  rows: usize,
  stride: usize,
  groups: usize,
  sums: usize,
): void {
  for (let row: usize = 0; row < rows; row++, signs += stride) {
    const out = sums + <usize>load<u32>(groups + (row << 2)) * (stride << 2);
    for (let k: usize = 0; k < stride; k += 16) {
      if (ASC_FEATURE_SIMD) {
        const s = v128.load(signs + k);
        addWide(out + (k << 2), i16x8.extend_low_i8x16_s(s), i16x8.extend_high_i8x16_s(s));
      } else {
        for (let j = k; j < k + 16; j++) {
          const at = out + (j << 2);
          store<i32>(at, load<i32>(at) + <i32>load<i8>(signs + j));
        }
      }
    }
  }
}

/**
 * sums[i] = sum of signs[m] over the neighbours m of row i: a sparse adjacency matrix (CSR) times
 * the signs.
 * @param offsets rows + 1 u32: the neighbours of row i stand at offsets[i] up to offsets[i + 1]
 */
export function neighbourSums(
  offsets: usize,
  neighbours: usize,
  rows: usize,
  signs: usize,
  stride: usize,
  sums: usize,
): void {
  memory.fill(sums, 0, rows * (stride << 2));
  for (let row: usize = 0; row < rows; row++, sums += stride << 2) {
    const first = <usize>load<u32>(offsets + (row << 2));
    const last = <usize>load<u32>(offsets + (row << 2), 4);
    for (let from = first; from < last; from += RUN) {
      const to = min(from + RUN, last);
      for (let k: usize = 0; k < stride; k += 16) {
        addNeighbours(
          neighbours + (from << 2),
          neighbours + (to << 2),
          signs + k,
          stride,
          sums + (k << 2),
        );
      }
    }
  }
}

/** Adds 16 columns of the named rows to 16 int32 sums. */
function addNeighbours(from: usize, to: usize, signs: usize, stride: usize, out: usize): void {
  if (ASC_FEATURE_SIMD) {
    let low = i16x8.splat(0),
      high = i16x8.splat(0);
    for (; from < to; from += 4) {
      const s = v128.load(signs + <usize>load<u32>(from) * stride);
      low = i16x8.add(low, i16x8.extend_low_i8x16_s(s));
      high = i16x8.add(high, i16x8.extend_high_i8x16_s(s));
    }
    addWide(out, low, high);
  } else {
    for (; from < to; from += 4) {
      const row = signs + <usize>load<u32>(from) * stride;
      for (let j: usize = 0; j < 16; j++) {
        const at = out + (j << 2);
        store<i32>(at, load<i32>(at) + <i32>load<i8>(row + j));
      }
    }
  }
}

/** Adds 16 int16 values to 16 int32 sums. */
// @ts-ignore: decorator
@inline
function addWide(out: usize, low: v128, high: v128): void {
  v128.store(out, i32x4.add(v128.load(out), i32x4.extend_low_i16x8_s(low)));
  v128.store(out, i32x4.add(v128.load(out, 16), i32x4.extend_high_i16x8_s(low)), 16);
  v128.store(out, i32x4.add(v128.load(out, 32), i32x4.extend_low_i16x8_s(high)), 32);
  v128.store(out, i32x4.add(v128.load(out, 48), i32x4.extend_high_i16x8_s(high)), 48);
}
