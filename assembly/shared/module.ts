// What every compiled module tells of itself.

/** First byte of memory that the module itself does not use. */
export function heapBase(): usize {
  return __heap_base;
}

/** 1 if this module was compiled with SIMD, else 0: it tells which backend it is. */
export function usesSimd(): i32 {
  return i32(ASC_FEATURE_SIMD);
}
