// What relaxed SIMD does in one instruction where SIMD takes several. Within the range stated here the
// specification leaves the relaxed instruction no choice, so that every module gives the same results;
// outside of it engines differ, and nobody may go there.

/** table[indices[i]] for 16 bytes. Indices are 0..15: beyond, engines differ. */
// @ts-ignore: decorator
@inline
export function swizzle16(table: v128, indices: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD
    ? i8x16.relaxed_swizzle(table, indices)
    : i8x16.swizzle(table, indices);
}
