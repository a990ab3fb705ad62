// The exported kernels, nothing else. Pointers, counts and strides in; numbers out.
export { encode, project } from './projection';
export { distances, norms } from './distances';
export { blockCodes, blockBytes, storeCodes, storeQuery, scanCodes, addHistograms } from './hamming';
export { ranked, listed } from './hamming-hits';
export { probe } from './probe';
export { squaredNorms, hyperplanesFromDual, dualEpoch } from './dual-coordinate-descent';
export { pegasosEpoch } from './pegasos';
export { addGroupSums, neighbourSums } from './graph';
export { normaliseRows, addColumnSums, subtractRow } from './preprocess';

/** First byte of memory that the module itself does not use. */
export function heapBase(): usize {
  return __heap_base;
}

/** Whether this module was compiled with SIMD: it tells which backend it is. */
export function usesSimd(): bool {
  return ASC_FEATURE_SIMD;
}
