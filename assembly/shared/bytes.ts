// Operations on bytes for which relaxed SIMD has one instruction where SIMD has several. Within the
// ranges stated here the specification leaves relaxed instructions no choice, so that every module
// gives the same results; outside of them it does, and nobody may go there. The module compiled with
// relaxed SIMD runs where the engine has it.

/** table[indices[i]] for 16 bytes. Indices are 0..15: beyond, engines differ. */
export function swizzle16(table: v128, indices: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD
    ? i8x16.relaxed_swizzle(table, indices)
    : i8x16.swizzle(table, indices);
}

/**
 * sums[i] + the sum over j = 0..3 of a[4 i + j] b[4 i + j], in four lanes of 32 bits; a is signed.
 * Bytes of b are 0..127: beyond, engines differ. So no pair of products, at most 2 x 128 x 127,
 * overflows the 16 bits between.
 */
export function addDotsOf7Bits(sums: v128, a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i32x4.relaxed_dot_i8x16_i7x16_add_s(a, b, sums);
  // Neighbours of one dot product lie side by side, as the instruction adds them.
  const low = i16x8.extmul_low_i8x16_s(a, b);
  const high = i16x8.extmul_high_i8x16_s(a, b);
  const even = i8x16.shuffle(low, high, 0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 25, 28, 29);
  const odd = i8x16.shuffle(low, high, 2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23, 26, 27, 30, 31);
  return i32x4.add(sums, i32x4.extadd_pairwise_i16x8_s(i16x8.add(even, odd)));
}
