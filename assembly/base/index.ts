// The kernels that every application has, nothing else. Pointers, counts and strides in; numbers out.
export { encode, project } from './projection';
export { distances, norms } from './distances';
export { packQueries, nearestBatch } from './nearest-batch';
export {
  blockCodes,
  blockBytes,
  storeCodes,
  storeQuery,
  scanCodes,
  addHistograms,
} from './hamming';
export { ranked, listed } from './hamming-hits';
export { probe } from './probe';
export { normaliseRows, addColumnSums, subtractRow, prepareRows } from './preprocess';

export { heapBase, usesSimd } from '../shared/module';
