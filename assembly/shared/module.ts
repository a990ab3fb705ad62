// What every compiled module tells of itself.

/** First byte of memory that the module itself does not use. */
export function heapBase(): usize {
  return __heap_base;
}

/** Whether this module was compiled with SIMD: it tells which backend it is. */
export function usesSimd(): bool {
  return ASC_FEATURE_SIMD;
}
