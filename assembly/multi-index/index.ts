// The kernels of multi-index hashing, in a module of their own. Pointers, counts and strides in;
// numbers out.
export { searchMultiIndex } from './multi-index';
export { countSubstrings, addUp, placeSubstrings } from './multi-index-codes';
export { heapBase, usesSimd } from '../shared/module';
